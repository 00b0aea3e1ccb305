import type { Visit } from '../../../platform/http/visit.ts';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { carries, datesOf, type LadderStep } from './ladder.ts';
import type { Ladder, Step } from './queries.ts';
import { votesIn } from './votes.ts';

const standing = (ladder: Ladder): Step[] => ladder.steps.filter((step) => step.archived_at === null);

export const voteOf = (ladder: Ladder) => {
  const vote = standing(ladder).find(({ step }) => step === 'vote');
  if (!vote || vote.in_favour === null || vote.against === null) return undefined;
  const counts = { in_favour: vote.in_favour, against: vote.against };
  return { ...vote, ...counts, carried: carries(counts, ladder) };
};

/** The whole way with its days, from the first one on: what was done by whom, and what can follow from when. */
export const LadderTable = ({ v, ladder }: { v: Visit; ladder: Ladder }) => {
  const { t } = v;
  const taken = new Map(standing(ladder).map((step) => [step.step, step]));
  const dates = datesOf(ladder.scheme, new Map([...taken].map(([step, { taken_on }]) => [step, taken_on])));
  return (
    <Table
      caption={t('ladder.steps')}
      captionHidden
      columns={[{ label: t('ladder.step') }, { label: t('ladder.when') }, { label: t('ladder.state') }, { label: t('ladder.note') }]}
      rows={dates.map(({ step, takenOn, earliestOn }) => {
        const done = taken.get(step);
        return [
          <>
            {t(`ladder.step.${step}`)}
            <span class="quiet small"> {t(`ladder.explained.${step}`)}</span>
          </>,
          takenOn ? t.day(takenOn) : ladder.state === 'open' && earliestOn ? t('ladder.notBefore', { day: t.day(earliestOn) }) : '',
          done ? (
            <StatusChip tone="done" label={t('ladder.takenBy', { name: done.taken_by })} />
          ) : ladder.state === 'open' && step === ladder.next_step ? (
            <StatusChip tone="waiting" label={t('ladder.isNext')} />
          ) : (
            <StatusChip tone="neutral" label={t('ladder.notTaken')} />
          ),
          <NoteOf v={v} step={step} ladder={ladder} note={done?.note ?? null} />,
        ];
      })}
    />
  );
};

const NoteOf = ({ v, step, ladder, note }: { v: Visit; step: LadderStep; ladder: Ladder; note: string | null }) => {
  const vote = step === 'vote' ? voteOf(ladder) : undefined;
  return (
    <>
      {vote && <span>{votesIn(v.t, vote)} </span>}
      {note}
    </>
  );
};

/** Steps that were taken back, and why. */
export const TakenBack = ({ v, ladder }: { v: Visit; ladder: Ladder }) => {
  const back = ladder.steps.filter((step) => step.archived_at !== null);
  return back.length === 0 ? null : (
    <ul class="small">
      {back.map((step) => (
        <li>
          {v.t('ladder.wasTakenBack', {
            step: v.t(`ladder.step.${step.step}`),
            day: v.t.day(step.taken_on),
            reason: step.archived_reason ?? '',
          })}
        </li>
      ))}
    </ul>
  );
};
