import { forbidden, notFound } from '../../../platform/errors.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { seatQuestion, type WholeSeat } from './queries.ts';

/** The seat that the address names, for those who keep its body. */
export const seatToKeep = async (c: PageContext, id = Number(c.req.param('seat'))): Promise<WholeSeat> => {
  const v = visit(c);
  const seat = await seatQuestion(v.db, v.actor, id).executeTakeFirst();
  if (!seat) throw notFound('seat.unknown');
  if (!seat.may_edit) throw forbidden();
  return seat;
};

/** From all bodies to the body and, on pages about it, the seat. */
export const trail = (c: PageContext, seat: Pick<WholeSeat, 'id' | 'title' | 'body_ref' | 'body_name'>, within = true) => {
  const v = visit(c);
  return [
    { href: '/bodies', label: v.t('body.all') },
    { href: `/bodies/${seat.body_ref}`, label: textIn(seat.body_name, v.languages).text },
    ...(within ? [{ href: `/seats/${seat.id}`, label: textIn(seat.title, v.languages).text }] : []),
  ];
};
