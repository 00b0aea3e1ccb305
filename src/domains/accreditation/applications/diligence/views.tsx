import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { Section } from '../../../../platform/ui/record/record.tsx';
import { Remark } from '../../../../platform/ui/remark/remark.tsx';
import { Mark, StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { ReplyForm } from '../applicant/views.tsx';
import type { ApplicationState } from '../application/application.ts';
import { ended } from '../application/application.ts';
import { checkLook, stateLook } from '../application/look.ts';
import type { WholeApplication } from '../staff/queries.ts';
import { type CheckOutcome, checkOutcomes } from './diligence.ts';

interface Check {
  key: string;
  outcome: CheckOutcome;
  note: string | null;
  checked_on: string;
  by_name: string;
}

/** What is looked at before the region is asked, each with what came of it. */
export const Checklist = ({ v, one, checks }: { v: Visit; one: WholeApplication; checks: readonly Check[] }) => {
  const { t } = v;
  const { checklist } = one.content;
  const done = checklist.filter(({ key }) => checks.some((check) => check.key === key)).length;
  return (
    <Section title={t('application.checklist')} note={t('application.checksDone', { done, all: checklist.length })}>
      <Table
        caption={t('application.checklist')}
        captionHidden
        columns={['checkLine', 'checkOutcome', ...(one.may_handle ? ['checkNote'] : [])].map((key) => ({ label: t(`application.${key}`) }))}
        rows={checklist.map(({ key, label }) => {
          const check = checks.find((each) => each.key === key);
          return [
            textIn(label, v.languages).text,
            check ? (
              <>
                <StatusChip {...checkLook[check.outcome]} label={t(`application.check.${check.outcome}`)} />{' '}
                <span class="quiet small">
                  {t.day(check.checked_on)}, {check.by_name}
                </span>
              </>
            ) : (
              <span class="quiet">{t('application.notChecked')}</span>
            ),
            ...(one.may_handle
              ? [
                  <>
                    {check?.note && (
                      <span dir="auto">
                        <Mark tone="attention">{t('application.private')}</Mark> {check.note}
                      </span>
                    )}
                    {!ended.includes(one.state) && <CheckForm v={v} one={one} name={key} check={check} />}
                  </>,
                ]
              : []),
          ];
        })}
      />
    </Section>
  );
};

const CheckForm = ({ v, one, name, check }: { v: Visit; one: WholeApplication; name: string; check: Check | undefined }) => (
  <Disclosure summary={v.t(check ? 'application.checkAgain' : 'application.checkNow')}>
    <Form action={`/applications/${one.ref}/checks`}>
      <Hidden name="key" value={name} />
      <FieldRow>
        <Field
          t={v.t}
          id={`outcome-${name}`}
          name="outcome"
          label={v.t('application.checkOutcome')}
          control="select"
          value={check?.outcome ?? 'fine'}
          options={checkOutcomes.map((value) => ({ value, label: v.t(`application.check.${value}`) }))}
        />
        <Field t={v.t} id={`note-${name}`} name="note" label={v.t('application.checkNote')} control="text" value={check?.note ?? ''} />
      </FieldRow>
      <Actions t={v.t} submit={v.t('form.save')} />
    </Form>
  </Disclosure>
);

/** For those who handle applications alone. */
export const NotesPart = ({
  v,
  one,
  notes,
  form,
}: {
  v: Visit;
  one: WholeApplication;
  notes: readonly { text: string; by_name: string; created_at: string }[];
  form: FormState;
}) => (
  <Section title={v.t('application.notes')} note={v.t('application.notesHint')} id="notes">
    {notes.map((note) => (
      <Remark who={note.by_name} when={{ iso: note.created_at, text: v.t.time(note.created_at, 'UTC') }} text={note.text} />
    ))}
    <ReplyForm v={v} action={`/applications/${one.ref}/notes`} form={form} label={v.t('application.newNote')} submit={v.t('form.save')} />
  </Section>
);

/** Who is called alike: a warning, never a verdict. */
export const SimilarPart = ({
  v,
  organisations,
  applications,
}: {
  v: Visit;
  organisations: readonly { ref: string; name: string; state: string; same: boolean }[];
  applications: readonly {
    ref: string | null;
    name: string | null;
    state: ApplicationState;
    received_on: string | null;
    same: boolean;
    same_address: boolean;
  }[];
}) => {
  const { t } = v;
  if (organisations.length + applications.length === 0)
    return (
      <Section title={t('application.similar')}>
        <p class="quiet">{t('application.noneSimilar')}</p>
      </Section>
    );
  return (
    <Section title={t('application.similar')}>
      <Notice t={t} tone="attention" text={t('application.similarHint')} />
      <ul>
        {organisations.map((each) => (
          <li>
            <a href={`/organisations/${each.ref}`}>
              <bdi>{each.name}</bdi>
            </a>{' '}
            <span class="quiet">
              {each.ref}, {t(`organisation.state.${each.state}`)}, {t(each.same ? 'application.sameName' : 'application.nameContained')}
            </span>
          </li>
        ))}
        {applications.map((each) => (
          <li>
            <a href={`/applications/${each.ref}`}>
              <bdi>{each.name}</bdi>
            </a>{' '}
            <StatusChip {...stateLook[each.state]} label={t(`application.state.${each.state}`)} />{' '}
            <span class="quiet">
              {each.ref},{' '}
              {t(each.same ? 'application.sameName' : each.same_address ? 'application.sameAddress' : 'application.nameContained')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
};
