import { forbidden } from '../../../platform/errors.ts';
import { uploadIn } from '../../../platform/files/keep.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { readFlexibleDay } from '../../../platform/i18n/flexible-days.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { wouldMoveWith } from '../dependencies/queries.ts';
import { MovesNotice } from '../dependencies/views.tsx';
import { itemOf, trail } from '../items/here.ts';
import type { WholeItem } from '../items/queries.ts';
import { Words } from '../items/views.tsx';
import { queryOf, scopeOf } from '../overview/scope.ts';
import { addProgress } from './commands.ts';
import { ProgressForm } from './form.tsx';

/** What happened to an item, said on a page of its own or on a card of the board. */
export const updatePages = (app: Pages): void => {
  app.get('/plans/items/:ref/update', async (c) => {
    const item = await itemOf(c);
    if (!item.may_update) throw forbidden();
    return updatePage(c, item, emptyForm());
  });
  app.post('/plans/items/:ref/progress', async (c) => {
    const item = await itemOf(c);
    const body = await c.req.parseBody({ all: true });
    if (body.show === 'moves') return updatePage(c, item, emptyForm({ ...body, text: textOf(body) }));
    return submit(c, addProgress, {
      more: { ref: item.ref, evidenceFile: await uploadIn(body, 'evidenceFile') },
      done: ({ ref }) => (typeof body.board === 'string' ? boardAgain(body.board, ref) : `/plans/items/${ref}#progress`),
      again: (form) => updatePage(c, item, form),
      flash: 'progress.added',
    });
  });
};

/** The board from which a card was moved, with the part of the plan that it showed, at the card. */
const boardAgain = (query: string, ref: string): string => {
  const names = new URLSearchParams(query);
  return `/plans/board?${queryOf(scopeOf((name) => names.get(name) ?? undefined))}#${ref}`;
};

/** The box of an update; with a new end it also shows what else would move. */
const updatePage = async (c: PageContext, item: WholeItem, form: FormState) => {
  const v = visit(c);
  const typed = typeof form.values.endsOn === 'string' ? readFlexibleDay(form.values.endsOn) : undefined;
  const day = typed ? (typed.to ?? typed.from) : null;
  const moves = day ? await wouldMoveWith(v.db, v.actor, item.ref, day) : [];
  const title = v.t('progress.addTo', { ref: item.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, item) },
    <>
      <PageTitle title={title} lead={<Words v={v} text={item.title} />} />
      {day && <MovesNotice v={v} moves={moves} day={day} />}
      <ProgressForm v={v} item={item} form={form} />
    </>,
  );
};

/** The text in several languages as a form sends it: `text.original`, `text.en` … */
const textOf = (body: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (name.startsWith('text.') ? [[name.slice(5), value]] : [])));
