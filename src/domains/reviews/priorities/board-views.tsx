import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Board, type Quadrant as BoardQuadrant } from '../../../platform/ui/board/board.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { mediansOf, type Quadrant, quadrantOf, quadrantOfPoints, quadrants, type Spread, suggestedLevel } from './priority.ts';
import type { agreedOnReview } from './queries.ts';

export const boardQuadrants = (v: Visit) =>
  quadrants.map(
    (value): BoardQuadrant => ({ value, title: v.t(`priority.quadrant.${value}`), hint: v.t(`priority.quadrant.${value}.hint`) }),
  ) as unknown as readonly [BoardQuadrant, BoardQuadrant, BoardQuadrant, BoardQuadrant];

type Agreement = Awaited<ReturnType<typeof agreedOnReview>>[number];

export const AgreedBoard = ({ v, agreed }: { v: Visit; agreed: readonly Agreement[] }) => (
  <Board
    t={v.t}
    label={v.t('priority.agreedBoard')}
    quadrants={boardQuadrants(v)}
    cards={agreed
      .filter((one) => one.level)
      .map((one) => ({
        id: one.ref,
        quadrant: quadrantOf({ urgent: Boolean(one.urgent), important: Boolean(one.important) }),
        reference: one.number,
        title: <ShortText v={v} text={one.title} />,
        href: `/recommendations/${one.ref}/priority`,
        note: one.level && v.t(`priority.${one.level}`),
      }))}
  />
);

/** Where the medians of a round put each recommendation, as far as the reader may see them. */
export const MedianBoard = ({
  v,
  rows,
  label,
  hrefOf,
}: {
  v: Visit;
  rows: readonly { ref: string; number: string; title: Texts; spread: Spread | null }[];
  label: string;
  hrefOf: (ref: string) => string;
}) => (
  <Board
    t={v.t}
    label={label}
    quadrants={boardQuadrants(v)}
    cards={rows.flatMap((row) => {
      if (!row.spread) return [];
      const medians = mediansOf(row.spread);
      const quadrant: Quadrant = quadrantOfPoints(medians);
      const note = v.t('priority.medians', {
        urgency: v.t.number(medians.urgency),
        importance: v.t.number(medians.importance),
        level: v.t(`priority.${suggestedLevel(medians)}`),
      });
      return [{ id: row.ref, quadrant, reference: row.number, title: <ShortText v={v} text={row.title} />, href: hrefOf(row.ref), note }];
    })}
  />
);
