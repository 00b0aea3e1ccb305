import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Meter } from '../../../platform/ui/figures/figures.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { ShortText } from '../recommendations/views.tsx';
import type { Round, scorersOf } from './queries.ts';

export const RoundState = ({ v, round }: { v: Visit; round: Round }) => (
  <StatusChip tone={round.over ? 'done' : 'active'} label={v.t(round.over ? 'priority.roundIsOver' : 'priority.roundRuns')} />
);

export const RoundsTable = ({ v, rounds }: { v: Visit; rounds: readonly Round[] }) => {
  const { t } = v;
  return (
    <Table
      caption={t('priority.rounds')}
      captionHidden
      columns={[
        { label: t('priority.round') },
        { label: t('priority.state') },
        { label: t('priority.closesOn'), nowrap: true },
        { label: t('priority.given') },
      ]}
      rows={rounds.map((round) => [
        <a href={`/rounds/${round.id}`}>
          {t('priority.roundNumber', { number: round.number })}: <ShortText v={v} text={round.title} />
        </a>,
        <RoundState v={v} round={round} />,
        round.closes_on && <time datetime={round.closes_on}>{t.day(round.closes_on)}</time>,
        <Meter t={t} value={Number(round.scores)} of={Number(round.scorers) * Number(round.recommendations)} />,
      ])}
    />
  );
};

export const ScorersTable = ({
  v,
  round,
  scorers,
  dismissal,
}: {
  v: Visit;
  round: Round;
  scorers: Awaited<ReturnType<typeof scorersOf>>;
  dismissal: FormState | undefined;
}) => {
  const { t } = v;
  const removes = round.may_manage && !round.over;
  return (
    <Table
      caption={t('priority.scorers')}
      captionHidden
      columns={[
        { label: t('priority.scorer') },
        { label: t('priority.speaksFor') },
        { label: t('priority.given') },
        ...(removes ? [{ label: t('priority.dismiss') }] : []),
      ]}
      rows={scorers.map((scorer) => [
        scorer.name,
        scorer.body_acronym ?? scorer.body_ref,
        <Meter t={t} value={Number(scorer.scored)} of={Number(round.recommendations)} />,
        ...(removes
          ? [
              <ReasonForm
                v={v}
                form={dismissal?.values.person === String(scorer.person_id) ? dismissal : undefined}
                action={`/rounds/${round.id}/dismissals`}
                fields={{ person: String(scorer.person_id) }}
                deed={t('priority.dismiss')}
                label={t('priority.reason')}
                danger
              />,
            ]
          : []),
      ])}
    />
  );
};
