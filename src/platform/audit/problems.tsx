import { formWords } from '../http/form-state.ts';
import type { FormState } from '../http/submit.ts';
import type { Visit } from '../http/visit.ts';
import { ErrorSummary } from '../ui/form/form.tsx';
import { ConflictNotice } from './conflict-notice.tsx';

/** What stands above a form that came back: the fields to look at, or why the whole was refused and what others changed meanwhile. */
export const Problems = ({ v, form }: { v: Visit; form: FormState | undefined }) =>
  form ? (
    <>
      <ErrorSummary t={v.t} errors={formWords(form, v.t).errors} />
      <ConflictNotice v={v} form={form} />
    </>
  ) : null;
