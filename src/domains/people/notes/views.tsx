import type { Child } from 'hono/jsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Remark } from '../../../platform/ui/remark/remark.tsx';
import { noteKinds } from './note.ts';
import type { ReadNote } from './queries.ts';

/** A form that was sent and did not go through: of which note, or of a new one. */
export interface Returned {
  note?: number;
  form: FormState;
}

/** All notes of one record, the latest first, with the way to write another; `path` is where the page stands. */
export const Notes = ({
  v,
  path,
  notes,
  audience,
  returned,
}: {
  v: Visit;
  path: string;
  notes: readonly ReadNote[];
  /** Who reads them, said before one writes. */
  audience: Child;
  returned: Returned | undefined;
}) => {
  const { t } = v;
  const fresh = returned && returned.note === undefined ? returned.form : emptyForm({ kind: 'call', happenedOn: v.today });
  return (
    <>
      <p class="quiet">{audience}</p>
      <Disclosure summary={t('note.add')} open={notes.length === 0 || fresh.problems.length > 0}>
        <NoteForm v={v} id={returned?.note === undefined ? undefined : 'new-'} form={fresh} action={path} submit={t('note.add')} />
      </Disclosure>
      {notes.map((note) => (
        <Remark
          id={`note-${note.id}`}
          kind={t(`note.kind.${note.kind}`)}
          who={note.author}
          when={{ iso: note.happened_on, text: t.day(note.happened_on) }}
          text={note.text}
        >
          <Disclosure summary={t('note.change')} open={returned?.note === note.id}>
            <NoteForm
              v={v}
              id={returned?.note === note.id ? undefined : `note-${note.id}-`}
              form={
                returned?.note === note.id ? returned.form : emptyForm({ kind: note.kind, happenedOn: note.happened_on, text: note.text })
              }
              action={`${path}/${note.id}`}
              version={note.version}
              submit={t('form.save')}
            />
            <ButtonForm action={`${path}/${note.id}/removal`}>{t('note.remove')}</ButtonForm>
          </Disclosure>
        </Remark>
      ))}
    </>
  );
};

const NoteForm = ({
  v,
  id,
  form,
  action,
  version,
  submit,
}: {
  v: Visit;
  /** Before the ids of its fields, where another form on the page has them: the one that came back, to whose fields its problems lead. */
  id: string | undefined;
  form: FormState;
  action: string;
  version?: number;
  submit: string;
}) => {
  const { t } = v;
  const { field } = formWords(form, t);
  const named = (name: string) => ({ ...field(name), ...(id ? { id: `${id}${name}` } : {}) });
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <FieldRow>
        <Field
          {...named('kind')}
          label={t('note.kind')}
          control="select"
          options={noteKinds.map((value) => ({ value, label: t(`note.kind.${value}`) }))}
        />
        <Field {...named('happenedOn')} label={t('note.happenedOn')} control="date" />
      </FieldRow>
      <Field {...named('text')} label={t('note.text')} control="textarea" required />
      <Actions t={t} submit={submit} />
    </Form>
  );
};
