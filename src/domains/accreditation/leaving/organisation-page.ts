import { notFound } from '../../../platform/errors.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { organisationByRef, type WholeOrganisation } from '../../community/index.ts';

/** The organisation of the address, or *not found*. */
export const organisationOf = async (c: PageContext): Promise<WholeOrganisation> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const found = await organisationByRef(v.db, v.actor, ref, v.today);
  if (!found) throw notFound('organisation.unknown', { ref });
  return found;
};

export const trail = (v: Visit, one: WholeOrganisation) => [
  { href: '/organisations', label: v.t('organisation.register') },
  { href: `/organisations/${encodeURIComponent(one.ref)}/standing`, label: one.name },
];
