import { notFound } from '../../../platform/errors.ts';
import type { PageContext, Visit } from '../../../platform/http/visit.ts';
import { cellOf } from './queries.ts';

/** The body of the address with its position on a recommendation, or *not found*. */
export const bodyHere = async (c: PageContext, v: Visit, recommendationId: number) => {
  const cell = await cellOf(v.db, v.actor, recommendationId, c.req.param('body') ?? '');
  if (!cell) throw notFound('body.unknown', { ref: c.req.param('body') ?? '' });
  return cell;
};
