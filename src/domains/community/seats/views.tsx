import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { Found } from '../choosing/choice.ts';
import type { Candidate } from '../choosing/queries.ts';
import { PersonChoice } from '../choosing/views.tsx';
import { PersonLink } from '../memberships/views.tsx';
import type { BodyInTree, Seat } from '../queries.ts';
import type { InRoster } from './queries.ts';
import { termUp } from './seat.ts';

/** Who sits where on a day; with `acts` for those who keep the body, who fill a vacant seat and end a tenure. */
export const SeatTable = ({ v, seats, acts = false }: { v: Visit; seats: readonly Seat[]; acts?: boolean }) => {
  const { t } = v;
  const alternates = seats.some((seat) => seat.alternate);
  const ends = seats.some((seat) => seat.ends_on || termUp(seat.starts_on, seat.term_months));
  const chosen = seats.some((seat) => seat.appointing_ref);
  return (
    <Table
      caption={t('seat.all')}
      captionHidden
      columns={[
        { label: t('seat.title') },
        { label: t('seat.holder') },
        ...(alternates ? [{ label: t('seat.alternate') }] : []),
        { label: t('seat.from'), nowrap: true },
        ...(ends ? [{ label: t('seat.to') }] : []),
        ...(chosen ? [{ label: t('seat.appointedBy') }] : []),
        ...(acts ? [{ label: t('membership.act'), acts: true }] : []),
      ]}
      rows={seats.map((seat) => [
        <a href={`/seats/${seat.id}`}>
          <InLanguage page={v.language} {...textIn(seat.title, v.languages)} />
        </a>,
        seat.holder_id !== null && seat.holder !== null ? (
          <PersonLink id={seat.holder_id} name={seat.holder} />
        ) : (
          <StatusChip tone="waiting" label={t('seat.vacant')} />
        ),
        ...(alternates ? [seat.alternate ? <bdi>{seat.alternate}</bdi> : ''] : []),
        kept({ on: seat.starts_on, span: seat.starts_span }, t),
        ...(ends ? [<Until v={v} tenure={seat} months={seat.term_months} />] : []),
        ...(chosen ? [seat.appointing_ref ? <a href={`/bodies/${seat.appointing_ref}`}>{seat.appointing_ref}</a> : ''] : []),
        ...(acts
          ? [
              seat.tenure_id === null ? (
                <a href={`/seats/${seat.id}/fill`}>{t('seat.fillShort')}</a>
              ) : (
                (seat.ends_on === null || seat.ends_on > v.today) && <a href={`/tenures/${seat.tenure_id}/end`}>{t('tenure.end')}</a>
              ),
            ]
          : []),
      ])}
    />
  );
};

/** The end, or where none is said the day on which the term is over. */
const Until = ({
  v,
  tenure,
  months,
}: {
  v: Visit;
  tenure: Pick<InRoster, 'starts_on' | 'ends_on' | 'ends_span'> | Pick<Seat, 'starts_on' | 'ends_on' | 'ends_span'>;
  months: number | null;
}) => {
  if (tenure.ends_on) return <>{kept({ on: tenure.ends_on, span: tenure.ends_span }, v.t)}</>;
  const up = termUp(tenure.starts_on, months);
  return up ? (
    <span class="quiet small">{v.t(up < v.today ? 'seat.termWasUp' : 'seat.termUp', { day: v.t.day(up).replaceAll(' ', '\u00a0') })}</span>
  ) : null;
};

/** Everybody who held a seat or stood in. */
export const Roster = ({ v, rows, months, acts }: { v: Visit; rows: readonly InRoster[]; months: number | null; acts: boolean }) => {
  const { t } = v;
  return (
    <Table
      caption={t('seat.roster')}
      captionHidden
      columns={[
        { label: t('seat.holder') },
        { label: t('seat.from'), nowrap: true },
        { label: t('seat.to') },
        ...(acts ? [{ label: t('membership.act'), acts: true }] : []),
      ]}
      rows={rows.map((row) => [
        <>
          <PersonLink id={row.person_id} name={row.person_name} />
          {row.alternate && <span class="quiet small"> {t('seat.alternate')}</span>}
          {row.note && (
            <p class="small">
              <bdi>{row.note}</bdi>
            </p>
          )}
        </>,
        kept({ on: row.starts_on, span: row.starts_span }, t) || t('seat.sinceUnknown'),
        <Until v={v} tenure={row} months={months} />,
        ...(acts
          ? [
              <span class="row">
                {(row.ends_on === null || row.ends_on > v.today) && <a href={`/tenures/${row.id}/end`}>{t('tenure.end')}</a>}
                <a href={`/tenures/${row.id}/edit`}>{t('tenure.correct')}</a>
              </span>,
            ]
          : []),
      ])}
    />
  );
};

export const SeatForm = ({ v, form, action, cancelHref, submit, version, bodies }: RecordForm & { bodies: readonly BodyInTree[] }) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  const number = (name: 'termMonths' | 'termLimit' | 'position') => (
    <Field
      {...field(name)}
      label={t(name === 'termLimit' ? 'seat.mostTerms' : `seat.${name}`)}
      hint={t(`seat.${name}Hint`)}
      control="number"
      attributes={{ min: '0' }}
    />
  );
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <Field
        t={t}
        name="title"
        label={t('seat.name')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field
        {...field('appointedBy')}
        label={t('seat.appointedBy')}
        hint={t('seat.appointedByHint')}
        control="select"
        none={t('seat.byItself')}
        options={bodies.map((body) => ({ value: body.ref, label: `${'– '.repeat(body.depth)}${textIn(body.name, v.languages).text}` }))}
      />
      <FieldRow>
        {number('termMonths')}
        {number('termLimit')}
        {number('position')}
      </FieldRow>
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** Who holds a seat, from when to when; with `reason` once the limit of terms is met. */
export const TenureForm = ({ v, form, action, cancelHref, submit, version, found }: RecordForm & { found: Found<Candidate> }) => {
  const { t } = v;
  const { error, value, field } = formWords(form, t);
  const beyond = form.refusal?.key === 'seat.termLimit' || value('reason') !== '';
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <PersonChoice v={v} name="personId" label={t('seat.who')} found={found} chosen={value('personId')} error={error('personId')} />
      <FieldRow>
        <Field {...field('from')} label={t('seat.from')} hint={t('membership.dayHint')} control="text" />
        <Field {...field('to')} label={t('seat.to')} hint={t('seat.toHint')} control="text" />
      </FieldRow>
      <input type="hidden" name="alternate" value="no" />
      <Field
        t={t}
        name="alternate"
        label={t('seat.asAlternate')}
        hint={t('seat.asAlternateHint')}
        control="checkbox"
        value="yes"
        checked={value('alternate') === 'yes' || value('alternate') === 'true' || form.values.alternate === true}
        error={error('alternate')}
      />
      <Field {...field('note')} label={t('seat.note')} hint={t('seat.noteHint')} control="textarea" rows={2} />
      {beyond && <Field t={t} name="reason" label={t('seat.reasonBeyond')} control="textarea" rows={2} value={value('reason')} required />}
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** One question before something is ended or taken away: on which day, or why. */
export const EndForm = ({ v, form, action, cancelHref, version }: Omit<RecordForm, 'submit'>) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <Field {...field('to')} label={t('tenure.lastDay')} hint={t('tenure.lastDayHint')} control="text" />
      <Actions t={t} submit={t('tenure.endDo')} cancelHref={cancelHref} />
    </Form>
  );
};

export const ReasonForm = ({
  v,
  form,
  action,
  submit,
  name,
  fields = {},
}: {
  v: Visit;
  form: FormState;
  action: string;
  submit: string;
  name: string;
  /** What is sent along unseen. */
  fields?: Readonly<Record<string, string>>;
}) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={action}>
      {Object.entries(fields).map(([key, said]) => (
        <Hidden name={key} value={said} />
      ))}
      <Field {...field('reason')} id={`f-reason-${name}`} label={t('seat.why')} control="textarea" rows={2} required />
      <Actions t={t} submit={submit} danger />
    </Form>
  );
};
