import { Problems } from '../../../../platform/audit/problems.tsx';
import { formWords } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../../platform/ui/form/form.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { Facts, Section } from '../../../../platform/ui/record/record.tsx';
import { canMove } from '../application/application.ts';
import type { WholeApplication } from '../staff/queries.ts';
import { newRecord, outcomes, resultOf } from './decision.ts';

interface Vote {
  held_on: string;
  yes: number;
  no: number;
  abstain: number;
  not_voting: string | null;
  link: string | null;
  by_name: string;
}

/** The vote as it was held, with what it comes to by the rule. */
export const VotePart = ({ v, one, vote, form }: { v: Visit; one: WholeApplication; vote: Vote | undefined; form: FormState }) => {
  const { t } = v;
  const { vote: rule } = one.content.rules;
  if (!rule) return <p class="quiet">{t('application.noVoteHeld')}</p>;
  const result = vote && resultOf(vote, rule);
  return (
    <Section
      title={t('application.vote')}
      note={t('application.rule', { numerator: rule.numerator, denominator: rule.denominator, quorum: rule.quorum })}
    >
      {vote && result ? (
        <>
          <Notice
            t={t}
            tone={result.passed ? 'good' : 'attention'}
            text={
              result.passed
                ? t('application.votePassed', { yes: vote.yes, cast: result.cast, needed: result.needed })
                : result.quorate
                  ? t('application.voteFailed', { yes: vote.yes, cast: result.cast, needed: result.needed })
                  : t('application.notQuorate', { present: result.present, quorum: rule.quorum })
            }
          />
          <Facts
            facts={[
              { label: t('application.heldOn'), value: t.day(vote.held_on) },
              { label: t('application.votes.yes'), value: t.number(vote.yes) },
              { label: t('application.votes.no'), value: t.number(vote.no) },
              { label: t('application.votes.abstain'), value: t.number(vote.abstain) },
              { label: t('application.notVoting'), value: vote.not_voting },
              {
                label: t('application.voteLink'),
                value: vote.link && (
                  <a href={vote.link} rel="nofollow noopener">
                    <bdi>{vote.link}</bdi>
                  </a>
                ),
              },
              { label: t('application.recordedBy'), value: vote.by_name },
            ]}
          />
        </>
      ) : (
        <p class="quiet">{t('application.noVoteYet')}</p>
      )}
      {one.may_decide && one.state === 'vote' && <VoteForm v={v} one={one} vote={vote} form={form} />}
    </Section>
  );
};

const VoteForm = ({ v, one, vote, form }: { v: Visit; one: WholeApplication; vote: Vote | undefined; form: FormState }) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  const known = (name: 'yes' | 'no' | 'abstain') => value(name) || (vote ? String(vote[name]) : '');
  return (
    <Form action={`/applications/${one.ref}/vote`} version={one.version} label={t('application.recordVote')}>
      <ErrorSummary t={t} errors={errors} />
      <FieldRow>
        <Field
          t={t}
          name="heldOn"
          label={t('application.heldOn')}
          control="date"
          required
          value={value('heldOn') || vote?.held_on || v.today}
          error={error('heldOn')}
        />
        {(['yes', 'no', 'abstain'] as const).map((name) => (
          <Field
            t={t}
            name={name}
            label={t(`application.votes.${name}`)}
            control="text"
            required={name !== 'abstain'}
            value={known(name) || (name === 'abstain' ? '0' : '')}
            error={error(name)}
            attributes={{ inputmode: 'numeric' }}
          />
        ))}
      </FieldRow>
      <Field
        t={t}
        name="notVoting"
        label={t('application.notVoting')}
        hint={t('application.notVotingHint')}
        control="text"
        value={value('notVoting') || (vote?.not_voting ?? '')}
        error={error('notVoting')}
      />
      <Field
        t={t}
        name="link"
        label={t('application.voteLink')}
        control="text"
        value={value('link') || (vote?.link ?? '')}
        error={error('link')}
        attributes={{ inputmode: 'url' }}
      />
      <Actions t={t} submit={t('application.recordVote')} />
    </Form>
  );
};

export const DecisionPart = ({
  v,
  one,
  form,
  former,
}: {
  v: Visit;
  one: WholeApplication;
  form: FormState;
  /** Organisations that had left and whose name reads alike. */
  former: readonly { ref: string; name: string; state: string; same: boolean; accredited_on: string | null; withdrawn_on: string | null }[];
}) => {
  const { t } = v;
  const voted = Boolean(one.content.rules.vote);
  const { field } = formWords(form, t);
  const reason = one.content.reasons.find(({ key }) => key === one.reason_class);
  if (one.decided_on)
    return (
      <Section title={t('application.decision')}>
        <p>
          {t(`application.state.${one.state}`)}, {t.day(one.decided_on)}, {one.decided_by}
        </p>
        {reason && <p>{textIn(reason.label, v.languages).text}</p>}
        {one.decision_text && <p dir="auto">{one.decision_text}</p>}
      </Section>
    );
  if (!one.may_decide || !canMove(one.state, 'accredited', { voted })) return null;
  return (
    <Section title={t('application.decision')} note={t('application.decisionHint')}>
      <Form action={`/applications/${one.ref}/decision`} version={one.version} label={t('application.decide')}>
        <Problems v={v} form={form} />
        <Field
          {...field('outcome')}
          label={t('application.outcome')}
          control="radios"
          required
          options={outcomes.map((outcome) => ({ value: outcome, label: t(`application.outcome.${outcome}`) }))}
        />
        {former.length > 0 && (
          <Field
            {...field('record')}
            label={t('application.record')}
            hint={t('application.recordHint')}
            control="radios"
            {...(form.values.record === undefined && !former.some(({ same }) => same) ? { value: newRecord } : {})}
            options={[
              ...former.map((each) => ({
                value: each.ref,
                label: t('application.recordOf', {
                  name: each.name,
                  ref: each.ref,
                  state: t(`organisation.state.${each.state}`),
                  day: each.withdrawn_on ? t.day(each.withdrawn_on) : '',
                  known: each.withdrawn_on ? 'yes' : 'no',
                }),
              })),
              { value: newRecord, label: t('application.recordNew') },
            ]}
          />
        )}
        <Field
          {...field('reasonClass')}
          label={t('application.reasonClass')}
          hint={t('application.reasonClassHint')}
          control="select"
          none={t('application.noReasonClass')}
          options={one.content.reasons.map(({ key, label }) => ({ value: key, label: textIn(label, v.languages).text }))}
        />
        <Field {...field('text')} label={t('application.decisionText')} hint={t('application.decisionTextHint')} control="textarea" />
        <Field {...field('reason')} label={t('application.otherwiseReason')} hint={t('application.otherwiseHint')} control="text" />
        <Actions t={t} submit={t('application.decide')} />
      </Form>
    </Section>
  );
};
