import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';

export interface Evidence {
  id: number;
  progress_id: number | null;
  title: string;
  url: string | null;
  file_name: string | null;
  file_size: number | null;
}

export const EvidenceList = ({ v, item, evidence }: { v: Visit; item: { ref: string }; evidence: readonly Evidence[] }) => (
  <ul>
    {evidence.map((one) => (
      <li dir="auto">
        <a href={one.url ?? `/plans/items/${item.ref}/evidence/${one.id}`}>{one.title}</a>
        {one.file_name && one.file_size !== null && (
          <span class="small quiet">
            {' '}
            {v.t('evidence.file', { name: one.file_name, kilobytes: Math.max(1, Math.round(one.file_size / 1024)) })}
          </span>
        )}
      </li>
    ))}
  </ul>
);

/** An address, a file, or both, inside the form of an update or a claim. */
export const EvidenceFields = ({ v, form, id = 'evidence' }: { v: Visit; form: FormState; id?: string }) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <>
      <FieldRow>
        <Field {...field('evidenceUrl')} id={`${id}-url`} label={t('evidence.url')} control="url" />
        <Field
          t={t}
          id={`${id}-file`}
          name="evidenceFile"
          label={t('evidence.upload')}
          hint={uploadHint(v, form.values.evidenceFile)}
          control="file"
          error={error('evidenceFile')}
        />
      </FieldRow>
      <Field {...field('evidenceTitle')} id={`${id}-title`} label={t('evidence.name')} control="text" />
    </>
  );
};

/** Beside a file that came with a form which was not taken: it has to be chosen once more. */
const uploadHint = (v: Visit, came: unknown): string => {
  const { name } = typeof came === 'object' && came !== null && 'name' in came ? came : { name: '' };
  if (typeof name === 'string' && name) return v.t('evidence.again', { name });
  return v.t('evidence.uploadHint', { limit: Math.floor(v.services.uploadLimit / 1024 / 1024) });
};

export const EvidenceForm = ({ v, item, form, open }: { v: Visit; item: { ref: string }; form: FormState; open: boolean }) => {
  const { t } = v;
  const { errors, error, field } = formWords(form, t);
  return (
    <Disclosure summary={t('evidence.add')} open={open}>
      <Form files action={`/plans/items/${item.ref}/evidence`}>
        <ErrorSummary t={t} errors={errors} />
        <FieldRow>
          <Field {...field('url')} id="shown-url" label={t('evidence.url')} control="url" />
          <Field
            t={t}
            id="shown-file"
            name="file"
            label={t('evidence.upload')}
            hint={uploadHint(v, form.values.file)}
            control="file"
            error={error('file')}
          />
        </FieldRow>
        <Field {...field('title')} id="shown-title" label={t('evidence.name')} control="text" />
        <Actions t={t} submit={t('evidence.add')} />
      </Form>
    </Disclosure>
  );
};
