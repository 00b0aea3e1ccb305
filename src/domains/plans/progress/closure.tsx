import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import type { Status } from '../items/item.ts';
import { type Evidence, EvidenceFields, EvidenceForm, EvidenceList } from './evidence.tsx';

interface Closure {
  state: 'claimed' | 'verified' | 'returned';
  claimed_on: string;
  claimed_by: string | null;
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
  const mayClaim =
    item.may_update && (!latest || latest.state === 'returned' || (latest.state === 'verified' && item.status !== 'completed'));
  const mayJudge = item.may_verify && latest?.state === 'claimed';
  return (
    <Section title={t('closure.title')} id="closure">
      {closures.length === 0 && <p class="quiet">{t('closure.none')}</p>}
      {closures.map((one) => (
        <div>
          <p class="row">
            <StatusChip tone={closureTone[one.state]} label={t(`closure.state.${one.state}`)} />
            <span>{t('closure.claimedBy', { who: one.claimed_by ?? t('closure.somebody'), day: t.day(one.claimed_on) })}</span>
            {one.judged_on && (
              <span>
                {t(one.state === 'verified' ? 'closure.verifiedBy' : 'closure.returnedBy', {
                  who: one.judged_by ?? t('closure.somebody'),
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
      {evidence.length === 0 ? <p class="quiet">{t('evidence.none')}</p> : <EvidenceList v={v} item={item} evidence={evidence} />}
      {/* A form that was sent comes back with what was typed, also where somebody else was quicker. */}
      {(mayClaim || (at === 'claim' && item.may_update)) && (
        <ClaimForm v={v} item={item} form={at === 'claim' ? form : emptyForm()} open={at === 'claim'} />
      )}
      {(mayJudge || (at === 'judgement' && item.may_verify)) && (
        <JudgeForm v={v} item={item} form={at === 'judgement' ? form : emptyForm()} open={at === 'judgement'} />
      )}
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
  const { error, value, field } = formWords(form, t);
  return (
    <Disclosure summary={t('closure.claim')} open={open}>
      <Form files action={`/plans/items/${item.ref}/claim`} version={versionOf(form, item.version)}>
        <Problems v={v} form={form} />
        <p>{t('closure.claimHint')}</p>
        <EvidenceFields v={v} form={form} id="claim" />
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
          <Field {...field('percent')} id="claim-percent" label={t('progress.percent')} control="text" />
        </FieldRow>
        <Field {...field('note')} id="claim-note" label={t('closure.note')} control="textarea" />
        <Actions t={t} submit={t('closure.claim')} />
      </Form>
    </Disclosure>
  );
};

const JudgeForm = ({ v, item, form, open }: Part) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Disclosure summary={t('closure.judge')} open={open}>
      <Form action={`/plans/items/${item.ref}/judgement`}>
        <Problems v={v} form={form} />
        <Field
          {...field('verdict')}
          label={t('closure.verdict')}
          control="radios"
          required
          options={['verified', 'returned'].map((one) => ({ value: one, label: t(`closure.verdict.${one}`) }))}
        />
        <Field {...field('judgement')} label={t('closure.judgement')} control="textarea" />
        <Actions t={t} submit={t('closure.judge')} />
      </Form>
    </Disclosure>
  );
};
