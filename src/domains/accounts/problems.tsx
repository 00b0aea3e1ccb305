import { formWords } from '../../platform/http/form-state.ts';
import type { FormState } from '../../platform/http/submit.ts';
import type { T } from '../../platform/i18n/catalogue.ts';
import { ErrorSummary, Notice } from '../../platform/ui/index.ts';

/** What stands above a form that came back: the fields to look at, or why the whole was refused. */
export const Problems = ({ t, form }: { t: T; form: FormState }) => (
  <>
    {form.refusal?.kind === 'conflict' && <Notice t={t} tone="problem" text={t(form.refusal.key, form.refusal.values)} />}
    <ErrorSummary t={t} errors={formWords(form, t).errors} />
  </>
);
