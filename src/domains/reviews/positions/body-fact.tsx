import { sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Stance } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { BodyFact } from '../../community/index.ts';
import { mayReadReview } from '../policy.ts';
import { wordsOfReviews } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import type { Tables } from '../tables.ts';
import { stanceLook } from './views.tsx';

interface Answered {
  ref: string;
  title: Texts;
  stances: Readonly<Record<string, number>>;
}

/** On the page of a body: the reviews to which it has given final positions, how often it said what, and the way to each answer. */
export const answersOfBodies: BodyFact<Answered> = {
  name: 'positions',
  question: (db, actor, body) =>
    (db as Reads<Tables>)
      .selectFrom((row) =>
        row
          .selectFrom('position')
          .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
          .select(['recommendation.review_id', 'position.stance', sql<number>`count(*)`.as('count')])
          .where('position.body_id', '=', body.id)
          .where('position.state', '=', 'final')
          .where('position.archived_at', 'is', null)
          .where('recommendation.archived_at', 'is', null)
          .groupBy(['recommendation.review_id', 'position.stance'])
          .as('said'),
      )
      .innerJoin('review', 'review.id', 'said.review_id')
      .select(['review.ref', 'review.title', sql<Answered['stances']>`jsonb_object_agg(said.stance, said.count)`.as('stances')])
      .where('review.archived_at', 'is', null)
      .where(mayReadReview(actor))
      .groupBy('review.id')
      .orderBy(sql`review.published_on desc nulls last`)
      .orderBy('review.ref'),
  tell: async (v, answered, body) => {
    if (answered.length === 0) return null;
    const terms = await wordsOfReviews(v.db);
    const stances = [...(terms.get('stance')?.keys() ?? [])];
    return {
      label: v.t('position.answersOfBody'),
      section: true,
      value: (
        <Table
          caption={v.t('position.answersOfBody')}
          captionHidden
          columns={[{ label: v.t('recommendation.review') }, { label: v.t('position.finalPositions') }]}
          rows={answered.map((review) => [
            <a href={`/reviews/${review.ref}/answers/${body.ref}`}>
              <ShortText v={v} text={review.title} />
            </a>,
            <span class="row">
              {Object.entries(review.stances)
                .sort(([a], [b]) => stances.indexOf(a) - stances.indexOf(b))
                .map(([stance, count]) => {
                  const look = stanceLook(terms, stance, v);
                  return <Stance {...look} label={`${look.label}: ${v.t.number(count)}`} />;
                })}
            </span>,
          ])}
        />
      ),
    };
  },
};
