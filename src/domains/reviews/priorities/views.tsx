import type { Visit } from '../../../platform/http/visit.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { Tone } from '../../../platform/ui/words.tsx';
import { ShortText } from '../recommendations/views.tsx';
import type { Level } from './priority.ts';
import type { InLine } from './queries.ts';

const tones: Record<Level, Tone> = { P1: 'problem', P2: 'waiting', P3: 'active', P4: 'neutral' };

export const LevelChip = ({ v, level }: { v: Visit; level: Level | null }) =>
  level ? (
    <StatusChip tone={tones[level]} shape="full" label={v.t(`priority.${level}`)} />
  ) : (
    <StatusChip tone="off" shape="ring" label={v.t('priority.none')} />
  );

/** What can be taken up next, one under another; what each waits for is named. */
export const NextInLine = ({ v, line }: { v: Visit; line: readonly InLine[] }) => {
  const { t } = v;
  if (line.length === 0) return <EmptyState title={t('priority.noRecommendations')} />;
  return (
    <Table
      caption={t('priority.nextInLine')}
      captionHidden
      columns={[
        { label: t('priority.place'), nowrap: true },
        { label: t('priority.recommendation') },
        { label: t('priority.level') },
        { label: t('priority.after') },
      ]}
      rows={line.map((one, index) => [
        t.number(index + 1),
        <a href={`/recommendations/${one.ref}`}>
          <span class="reference">{one.ref}</span> <ShortText v={v} text={one.title} />
        </a>,
        <LevelChip v={v} level={one.level} />,
        one.dependsOn.map((other, at) => (
          <>
            {at > 0 && ', '}
            <a href={`/recommendations/${other.ref}`}>{other.ref}</a>
          </>
        )),
      ])}
    />
  );
};

export const OpenRoundLink = ({ v, review }: { v: Visit; review: { ref: string } }) => (
  <ButtonLink href={`/reviews/${review.ref}/rounds/new`} primary>
    {v.t('priority.openRound')}
  </ButtonLink>
);
