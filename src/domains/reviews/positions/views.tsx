import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import type { Shape } from '../../../platform/ui/status/shapes.ts';
import { Stance, StatusChip } from '../../../platform/ui/status/status.tsx';
import type { Tone } from '../../../platform/ui/words.tsx';
import { LongText, ShortText } from '../recommendations/views.tsx';
import type { AnswerLine, PositionOfBody } from './queries.ts';

/** How a stance is drawn: the community's word with its tone and shape, or "no answer yet". */
export const stanceLook = (terms: Terms, stance: string | null, v: Visit): { shape: Shape; tone: Tone; label: string } => {
  const term = stance ? terms.get('stance')?.get(stance) : undefined;
  if (!stance) return { shape: 'ring', tone: 'off', label: v.t('position.noneYet') };
  return {
    shape: (term?.shape as Shape | undefined) ?? 'dot',
    tone: (term?.tone as Tone | undefined) ?? 'neutral',
    label: termIn(terms, 'stance', stance, v.languages),
  };
};

export const nameOf = (body: { acronym: string | null; name: PositionOfBody['body_name'] }, v: Visit): string =>
  body.acronym ?? textIn(body.name, v.languages).text;

/** Where every body stands on one recommendation, each with its own words. */
export const PositionsPart = ({
  v,
  recommendation,
  positions,
  terms,
}: {
  v: Visit;
  recommendation: { ref: string };
  positions: readonly PositionOfBody[];
  terms: Terms;
}) => (
  <Section id="positions" title={v.t('position.all')}>
    {positions.length === 0 ? (
      <EmptyState title={v.t('position.none')} text={v.t('position.noneHint')} />
    ) : (
      <div>
        {positions.map((position) => (
          <article class="saying">
            <h3>
              <a href={`/recommendations/${recommendation.ref}/positions/${position.body_ref}`}>
                {nameOf({ acronym: position.body_acronym, name: position.body_name }, v)}
              </a>
            </h3>
            <p class="row">
              <Stance {...stanceLook(terms, position.stance, v)} />
              {position.state !== 'final' && <StatusChip tone="waiting" label={v.t(`position.state.${position.state}`)} />}
              {position.stale && <StatusChip tone="problem" label={v.t('position.stale')} />}
              {position.decided_on && (
                <span class="quiet small">
                  {v.t('position.decided', {
                    how: v.t(`position.how.${position.decided_how ?? 'document'}`),
                    day: v.t.day(position.decided_on),
                  })}
                </span>
              )}
            </p>
            {position.comment && (
              <div>
                <LongText v={v} text={position.comment} />
              </div>
            )}
          </article>
        ))}
      </div>
    )}
  </Section>
);

export const DecisionFacts = ({
  v,
  position,
}: {
  v: Visit;
  position: Pick<
    PositionOfBody,
    'decided_how' | 'decided_on' | 'decided_link' | 'decided_note' | 'finalised_by' | 'finalised_at' | 'drafted_by'
  >;
}) => (
  <Facts
    facts={[
      { label: v.t('position.draftedBy'), value: position.drafted_by },
      { label: v.t('position.decidedHow'), value: position.decided_how && v.t(`position.how.${position.decided_how}`) },
      { label: v.t('position.decidedOn'), value: position.decided_on && v.t.day(position.decided_on) },
      { label: v.t('position.decidedLink'), value: position.decided_link && <a href={position.decided_link}>{position.decided_link}</a> },
      { label: v.t('position.decidedNote'), value: position.decided_note },
      {
        label: v.t('position.finalisedBy'),
        value:
          position.finalised_by &&
          `${position.finalised_by}${position.finalised_at ? `, ${v.t.day(position.finalised_at.slice(0, 10))}` : ''}`,
      },
    ]}
  />
);

/** A body's whole answer as a page: what was recommended, where the body stands, in its own words. */
export const AnswerLines = ({ v, lines, terms }: { v: Visit; lines: readonly AnswerLine[]; terms: Terms }) => (
  <>
    {lines.map((line) => (
      <article class="remark">
        <h2>
          <span class="reference quiet">{line.number}</span>{' '}
          <a href={`/recommendations/${line.ref}`}>
            <ShortText v={v} text={line.title} />
          </a>
        </h2>
        <p class="row">
          <Stance {...stanceLook(terms, line.stance, v)} />
          {line.state && line.state !== 'final' && <StatusChip tone="waiting" label={v.t(`position.state.${line.state}`)} />}
        </p>
        {line.comment && <LongText v={v} text={line.comment} />}
      </article>
    ))}
  </>
);
