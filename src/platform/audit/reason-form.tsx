import type { Child } from 'hono/jsx';
import { formWords } from '../http/form-state.ts';
import { emptyForm, type FormState } from '../http/submit.ts';
import type { Visit } from '../http/visit.ts';
import { Field } from '../ui/form/field.tsx';
import { Actions, ErrorSummary, Form, fieldId, Hidden } from '../ui/form/form.tsx';
import { Disclosure } from '../ui/navigation/navigation.tsx';
import { ConflictNotice, versionOf } from './conflict-notice.tsx';

/**
 * A deed that needs nothing but a reason, folded until somebody wants it. Refused, it comes back open, with the reason as it was typed and
 * what is wrong. `form` is undefined unless this very form came back.
 */
export const ReasonForm = ({
  v,
  form,
  action,
  deed,
  submit = deed,
  label,
  hint,
  version,
  fields = {},
  danger,
  children,
}: ReasonFormProps) => {
  const { t } = v;
  const back = form ?? emptyForm();
  const { errors, field } = formWords(back, t);
  // Several may stand on one page.
  const name = `reason-${[action, ...Object.values(fields)].join('-')}`;
  return (
    <Disclosure summary={deed} open={form !== undefined}>
      {children}
      <Form action={action} version={version === undefined ? undefined : versionOf(back, version)} label={deed}>
        <ErrorSummary t={t} errors={errors.map(({ message }) => ({ name, message }))} />
        <ConflictNotice v={v} form={back} />
        {Object.entries(fields).map(([key, given]) => (
          <Hidden name={key} value={given} />
        ))}
        <Field {...field('reason')} id={fieldId(name)} label={label} hint={hint} control="textarea" rows={2} required />
        <Actions t={t} submit={submit} danger={danger} />
      </Form>
    </Disclosure>
  );
};

interface ReasonFormProps {
  v: Visit;
  form: FormState | undefined;
  action: string;
  /** Says what is done, on the fold and on the button. */
  deed: string;
  /** Where the button says it shorter. */
  submit?: string;
  /** What the reason is called. */
  label: string;
  hint?: string | undefined;
  version?: number | undefined;
  /** What else goes with it, such as which of several. */
  fields?: Record<string, string>;
  danger?: boolean;
  children?: Child;
}
