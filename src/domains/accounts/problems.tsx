import { formWords } from '../../platform/http/form-state.ts';
import type { FormState } from '../../platform/http/submit.ts';
import type { T } from '../../platform/i18n/catalogue.ts';
import { ErrorSummary, Notice } from '../../platform/ui/index.ts';

/** What is wrong at one field of a form that came back. */
export const problemAt = (t: T, form: FormState, name: string): string | undefined => {
  const found = form.problems.find((problem) => problem.path[0] === name);
  return found && t(found.key, found.values);
};

/** What stands above a form that came back: the fields to look at, or why the whole was refused. */
export const Problems = ({ t, form }: { t: T; form: FormState }) => (
  <>
    {form.refusal?.kind === 'conflict' && <Notice t={t} tone="problem" text={t(form.refusal.key, form.refusal.values)} />}
    <ErrorSummary t={t} errors={formWords(form, t).errors} />
  </>
);

/** A value as it was typed. */
export const typed = (form: FormState, name: string): string => {
  const value = form.values[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
