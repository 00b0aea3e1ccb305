import type { Child } from 'hono/jsx';
import { ChartView } from '../charts/chart-view.tsx';
import { lines } from '../charts/charts.ts';
import { notFound } from '../errors.ts';
import { show } from '../http/show.tsx';
import { type PageContext, type Visit, visit } from '../http/visit.ts';
import { Stat, Stats } from '../ui/figures/figures.tsx';
import { ButtonForm, ButtonLink } from '../ui/form/form.tsx';
import { EmptyState } from '../ui/notice/notice.tsx';
import { PageTitle, Section } from '../ui/record/record.tsx';
import { Table } from '../ui/table/table.tsx';
import { countsQuestion } from './figures.ts';
import { addressOfView, countOfView, fileOfView, type OpenView, openView } from './office.ts';
import { readerOf } from './pages.tsx';
import { type SavedView, viewById } from './saved.ts';
import { usesOfView } from './uses.ts';

/** What can be done with one saved view: open it, take it along, write to those in it, count it every day. */
export const viewPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const view = await viewById(v.db, v.actor, Number(c.req.param('view')));
  if (!view) throw notFound('view.notFound');
  const open = await openView(v.db, view, v);
  if (!open) return show(c, { title: view.name }, <EmptyState title={t('view.listGone')} />);
  const [rows, counts, uses] = await Promise.all([
    countOfView(v.db, open, readerOf(v)),
    countsQuestion(v.db, view.id).execute(),
    Promise.all(usesOfView().map((use) => use.shown(v, view, open))),
  ]);
  return show(
    c,
    { title: view.name, breadcrumbs: [{ href: open.card.path, label: t(open.card.title) }] },
    <>
      <PageTitle
        title={view.name}
        lead={t('view.lead')}
        actions={view.may_change && <ButtonLink href={managing(view)}>{t('view.rename')}</ButtonLink>}
      />
      <div class="grid">
        <Section title={t('view.asList')} note={t(view.audience === 'everyone' ? 'view.seenByAll' : 'view.seenByYou')}>
          <p>{t('view.rowsNow', { count: rows })}</p>
          <p class="row actions">
            <ButtonLink href={addressOfView(view)}>{t('view.openList')}</ButtonLink>
          </p>
        </Section>
        <Section title={t('view.asFile')} note={t('view.asFileNote')}>
          <p class="row actions">
            {(['csv', 'xlsx', 'json'] as const).map((format) => (
              <ButtonLink href={fileOfView(open, format)}>{format.toUpperCase()}</ButtonLink>
            ))}
          </p>
        </Section>
        {uses}
      </div>
      <FigurePart v={v} view={view} open={open} counts={counts} />
    </>,
  );
};

const managing = (view: SavedView) => `/views?list=${encodeURIComponent(view.list)}`;

type Count = { on: string; count: number };

const FigurePart = ({ v, view, open, counts }: { v: Visit; view: SavedView; open: OpenView; counts: readonly Count[] }): Child => {
  const { t } = v;
  const last = counts.at(-1);
  if (!last && !view.own) return null;
  const rights = t(view.own ? 'view.countedAsYou' : 'view.countedAsMaker');
  return (
    <Section
      title={t('view.asFigure')}
      id="figure"
      note={
        view.figure_since
          ? t('view.countedDaily', { rights })
          : last
            ? t('view.countedUntil', { day: t.day(last.on) })
            : t('view.figureNote')
      }
    >
      {last && (
        <Stats>
          <Stat
            t={t}
            label={t(open.card.title)}
            figure={t.number(last.count)}
            definition={t('view.countedOn', { day: t.day(last.on), rights })}
            href={addressOfView(view)}
          />
        </Stats>
      )}
      {counts.length > 1 && <Series v={v} name={view.name} counts={counts} />}
      {view.own && !view.figure_since && (
        <>
          {view.audience === 'everyone' && <p class="small">{t('view.figureSeenByAll')}</p>}
          <ButtonForm action={`/views/${view.id}/figure`}>{t('view.keepFigure')}</ButtonForm>
        </>
      )}
      {view.may_change && view.figure_since && <ButtonForm action={`/views/${view.id}/figure-end`}>{t('view.dropFigure')}</ButtonForm>}
    </Section>
  );
};

const Series = ({ v, name, counts }: { v: Visit; name: string; counts: readonly Count[] }) => {
  const { t } = v;
  const drawn = inParts(counts);
  const figure = lines({
    title: t('view.rowsOver', { name }),
    language: v.language,
    rowTitle: t('view.day'),
    periods: drawn.map(({ on }) => t.day(on)),
    series: [{ key: 'rows', label: t('view.rows'), values: drawn.map(({ count }) => count) }],
  });
  return (
    <ChartView figure={figure} asTable={t('view.asTable')}>
      <Table
        caption={figure.caption}
        captionHidden
        columns={[
          { label: t('view.day'), nowrap: true },
          { label: t('view.rows'), number: true },
        ]}
        rows={counts
          .toReversed()
          .slice(0, mostInTable)
          .map(({ on, count }) => [t.day(on), t.number(count)])}
      />
      {counts.length > mostInTable && <p class="small">{t('view.olderInApi', { count: counts.length - mostInTable })}</p>}
    </ChartView>
  );
};

/** More points than this are one line anyway, and rows of a table are bytes on a slow line. */
const mostDrawn = 60;
const mostInTable = 60;

/** The days from the first count to the last in equal parts, each with its last count. Where nothing was counted for longer than a month, the line breaks. */
const inParts = (counts: readonly Count[]): { on: string; count: number | null }[] => {
  const [first, last] = [counts[0], counts.at(-1)];
  if (!first || !last) return [];
  const end = Temporal.PlainDate.from(last.on);
  const daysBefore = (on: string) => Temporal.PlainDate.from(on).until(end, { largestUnit: 'days' }).days;
  const step = Math.ceil((daysBefore(first.on) + 1) / mostDrawn);
  const latest = [...new Map(counts.map((one) => [Math.floor(daysBefore(one.on) / step), one])).values()];
  return latest.flatMap((one, at) => {
    const before = latest[at - 1];
    const gap = before ? daysBefore(before.on) - daysBefore(one.on) : 0;
    return gap > Math.max(longestGap, step) ? [{ on: end.subtract({ days: daysBefore(one.on) + 1 }).toString(), count: null }, one] : [one];
  });
};

/** Days. */
const longestGap = 31;
