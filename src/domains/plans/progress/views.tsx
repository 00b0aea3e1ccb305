import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { type Health, healths, type Status, statuses } from '../items/item.ts';
import { HealthOf, Lines, Refused, StatusOf } from '../items/views.tsx';

interface Progress {
  id: number;
  happened_on: string;
  text: Texts;
  percent: number | null;
  status: Status | null;
  health: Health | null;
  part: string | null;
  ended_before: string | null;
  ended_after: string | null;
  reason: string | null;
  by_name: string;
}

interface Evidence {
  id: number;
  progress_id: number | null;
  title: string;
  url: string | null;
}

const Links = ({ evidence }: { evidence: readonly Evidence[] }) => (
  <ul>
    {evidence.map((one) => (
      <li>{one.url ? <a href={one.url}>{one.title}</a> : one.title}</li>
    ))}
  </ul>
);

/** What happened, newest first, each with its day, who said it and what it changed. */
export const ProgressPart = ({ v, progress, evidence }: { v: Visit; progress: readonly Progress[]; evidence: readonly Evidence[] }) => {
  const { t } = v;
  return (
    <Section title={t('progress.title')} id="progress">
      {progress.length === 0 && <p class="quiet">{t('progress.none')}</p>}
      {progress.map((one) => (
        <article class="flow">
          <p class="row">
            <time datetime={one.happened_on}>
              <b>{t.day(one.happened_on)}</b>
            </time>
            <span class="quiet">{one.by_name}</span>
            {one.status && <StatusOf v={v} status={one.status} percent={one.percent} />}
            {!one.status && one.percent !== null && <span class="figure">{t.percent(one.percent)}</span>}
            {one.health && <HealthOf v={v} health={one.health} />}
          </p>
          <Lines v={v} text={one.text} />
          {one.ended_after && (
            <p class="small">
              {t('progress.moved', {
                part: one.part ? `${one.part}) ` : '',
                before: one.ended_before ? t.day(one.ended_before) : t('progress.noEnd'),
                after: t.day(one.ended_after),
              })}{' '}
              {one.reason && t('progress.because', { reason: one.reason })}
            </p>
          )}
          {evidence.some((each) => each.progress_id === one.id) && (
            <Links evidence={evidence.filter((each) => each.progress_id === one.id)} />
          )}
        </article>
      ))}
    </Section>
  );
};

/** The box of an update: what happened, new percent, new day with its reason, evidence. */
export const ProgressForm = ({
  v,
  item,
  form,
}: {
  v: Visit;
  item: { ref: string; version: number; status: Status; parts: readonly { label: string }[] };
  form: FormState;
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  const labels = item.parts.map((part) => part.label).filter(Boolean);
  return (
    <Form
      action={`/plans/items/${item.ref}/progress`}
      version={form.refusal?.key === 'record.changed' ? Number(form.refusal.values.version) : item.version}
    >
      <ErrorSummary t={t} errors={errors} />
      <Refused v={v} form={form} />
      <Field
        t={t}
        name="text"
        label={t('progress.what')}
        error={error('text')}
        required
        {...textsControl(form.values.text, v.language, 3)}
      />
      <FieldRow>
        <Field
          t={t}
          name="happenedOn"
          label={t('progress.on')}
          control="date"
          value={value('happenedOn') || v.today}
          error={error('happenedOn')}
        />
        <Field
          t={t}
          name="percent"
          label={t('progress.percent')}
          hint={t('plan.percentHint')}
          control="text"
          value={value('percent')}
          error={error('percent')}
        />
      </FieldRow>
      <FieldRow>
        <Field
          t={t}
          name="status"
          label={t('plan.status')}
          control="select"
          value={value('status')}
          none={t('progress.asItIs')}
          error={error('status')}
          options={statuses.filter((one) => one !== 'completed').map((one) => ({ value: one, label: t(`plan.status.${one}`) }))}
        />
        <Field
          t={t}
          name="health"
          label={t('plan.health')}
          control="select"
          value={value('health')}
          none={t('progress.asItIs')}
          error={error('health')}
          options={healths.map((one) => ({ value: one, label: t(`plan.health.${one}`) }))}
        />
      </FieldRow>
      <FieldRow>
        {labels.length > 0 && (
          <Field
            t={t}
            name="part"
            label={t('plan.part')}
            control="select"
            value={value('part')}
            none={t('plan.noPart')}
            error={error('part')}
            options={labels.map((label) => ({ value: label, label: `${label})` }))}
          />
        )}
        <Field
          t={t}
          name="endsOn"
          label={t('progress.newEnd')}
          hint={t('progress.newEndHint')}
          control="text"
          value={value('endsOn')}
          error={error('endsOn')}
        />
        <Field t={t} name="reason" label={t('progress.reason')} control="text" value={value('reason')} error={error('reason')} />
      </FieldRow>
      <FieldRow>
        <Field t={t} name="evidenceUrl" label={t('evidence.url')} control="url" value={value('evidenceUrl')} error={error('evidenceUrl')} />
        <Field
          t={t}
          name="evidenceTitle"
          label={t('evidence.name')}
          control="text"
          value={value('evidenceTitle')}
          error={error('evidenceTitle')}
        />
      </FieldRow>
      <Actions
        t={t}
        submit={t('progress.add')}
        cancelHref={`/plans/items/${item.ref}`}
        other={{ label: t('dependency.showMoves'), name: 'show', value: 'moves' }}
      />
    </Form>
  );
};

interface Closure {
  state: 'claimed' | 'verified' | 'returned';
  claimed_on: string;
  claimed_by: string;
  note: string | null;
  judged_on: string | null;
  judged_by: string | null;
  judgement: string | null;
}

const closureTone = { claimed: 'waiting', verified: 'done', returned: 'problem' } as const;

/** Claimed and verified are two states: who claimed, with what evidence, and who looked at it. */
export const ClosurePart = ({
  v,
  item,
  closures,
  evidence,
  form,
  at,
}: {
  v: Visit;
  item: { ref: string; version: number; status: Status; may_update: boolean | 0 | 1; may_verify: boolean | 0 | 1; percent: number | null };
  closures: readonly Closure[];
  evidence: readonly Evidence[];
  form: FormState;
  at: string | undefined;
}) => {
  const { t } = v;
  const latest = closures[0];
  const mayClaim = item.may_update && (!latest || latest.state === 'returned');
  const mayJudge = item.may_verify && latest?.state === 'claimed';
  return (
    <Section title={t('closure.title')} id="closure">
      {closures.length === 0 && <p class="quiet">{t('closure.none')}</p>}
      {closures.map((one) => (
        <div>
          <p class="row">
            <StatusChip tone={closureTone[one.state]} label={t(`closure.state.${one.state}`)} />
            <span>{t('closure.claimedBy', { who: one.claimed_by, day: t.day(one.claimed_on) })}</span>
            {one.judged_on && (
              <span>
                {t(one.state === 'verified' ? 'closure.verifiedBy' : 'closure.returnedBy', {
                  who: one.judged_by ?? '',
                  day: t.day(one.judged_on),
                })}
              </span>
            )}
          </p>
          {one.note && <p>{one.note}</p>}
          {one.judgement && <p>{one.judgement}</p>}
        </div>
      ))}
      <h3>{t('evidence.title')}</h3>
      {evidence.length === 0 ? <p class="quiet">{t('evidence.none')}</p> : <Links evidence={evidence} />}
      {mayClaim && <ClaimForm v={v} item={item} form={at === 'claim' ? form : emptyForm()} open={at === 'claim'} />}
      {mayJudge && <JudgeForm v={v} item={item} form={at === 'judgement' ? form : emptyForm()} open={at === 'judgement'} />}
      {item.may_update && <EvidenceForm v={v} item={item} form={at === 'evidence' ? form : emptyForm()} open={at === 'evidence'} />}
    </Section>
  );
};

interface Part {
  v: Visit;
  item: { ref: string; version: number; percent: number | null };
  form: FormState;
  open: boolean;
}

const ClaimForm = ({ v, item, form, open }: Part) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Disclosure summary={t('closure.claim')} open={open}>
      <Form action={`/plans/items/${item.ref}/claim`} version={item.version}>
        <ErrorSummary t={t} errors={errors} />
        <Refused v={v} form={form} />
        <p>{t('closure.claimHint')}</p>
        <FieldRow>
          <Field
            t={t}
            id="claim-url"
            name="evidenceUrl"
            label={t('evidence.url')}
            control="url"
            value={value('evidenceUrl')}
            error={error('evidenceUrl')}
          />
          <Field
            t={t}
            id="claim-name"
            name="evidenceTitle"
            label={t('evidence.name')}
            control="text"
            value={value('evidenceTitle')}
            error={error('evidenceTitle')}
          />
        </FieldRow>
        <FieldRow>
          <Field
            t={t}
            id="claim-on"
            name="claimedOn"
            label={t('closure.doneOn')}
            control="date"
            value={value('claimedOn') || v.today}
            error={error('claimedOn')}
          />
          <Field
            t={t}
            id="claim-percent"
            name="percent"
            label={t('progress.percent')}
            control="text"
            value={value('percent')}
            error={error('percent')}
          />
        </FieldRow>
        <Field t={t} id="claim-note" name="note" label={t('closure.note')} control="textarea" value={value('note')} error={error('note')} />
        <Actions t={t} submit={t('closure.claim')} />
      </Form>
    </Disclosure>
  );
};

const JudgeForm = ({ v, item, form, open }: Part) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Disclosure summary={t('closure.judge')} open={open}>
      <Form action={`/plans/items/${item.ref}/judgement`}>
        <ErrorSummary t={t} errors={errors} />
        <Refused v={v} form={form} />
        <Field
          t={t}
          name="verdict"
          label={t('closure.verdict')}
          control="radios"
          required
          value={value('verdict')}
          error={error('verdict')}
          options={['verified', 'returned'].map((one) => ({ value: one, label: t(`closure.verdict.${one}`) }))}
        />
        <Field
          t={t}
          name="judgement"
          label={t('closure.judgement')}
          control="textarea"
          value={value('judgement')}
          error={error('judgement')}
        />
        <Actions t={t} submit={t('closure.judge')} />
      </Form>
    </Disclosure>
  );
};

const EvidenceForm = ({ v, item, form, open }: Part) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Disclosure summary={t('evidence.add')} open={open}>
      <Form action={`/plans/items/${item.ref}/evidence`}>
        <ErrorSummary t={t} errors={errors} />
        <FieldRow>
          <Field
            t={t}
            id="evidence-name"
            name="title"
            label={t('evidence.name')}
            control="text"
            required
            value={value('title')}
            error={error('title')}
          />
          <Field
            t={t}
            id="evidence-url"
            name="url"
            label={t('evidence.url')}
            control="url"
            required
            value={value('url')}
            error={error('url')}
          />
        </FieldRow>
        <Actions t={t} submit={t('evidence.add')} />
      </Form>
    </Disclosure>
  );
};
