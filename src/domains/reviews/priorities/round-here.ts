import { notFound } from '../../../platform/errors.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { type Round, roundById } from './queries.ts';

export const roundOf = (c: PageContext): Promise<Round> => roundNumbered(visit(c), c.req.param('round') ?? '');

export const roundNumbered = async (v: Visit, id: string): Promise<Round> => {
  const round = /^\d{1,15}$/.test(id) ? await roundById(v.db, v.actor, Number(id), v.today) : undefined;
  if (!round) throw notFound();
  return round;
};

export const trailOf = (v: Visit, round: Round, inside = false) => [
  { href: `/reviews/${round.review_ref}`, label: round.review_ref },
  { href: `/reviews/${round.review_ref}/priorities`, label: v.t('priority.all') },
  ...(inside ? [{ href: `/rounds/${round.id}`, label: v.t('priority.roundNumber', { number: round.number }) }] : []),
];
