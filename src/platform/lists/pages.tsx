import type { Child } from 'hono/jsx';
import { keyOf } from '../access/actor.ts';
import { type Column, writeTable } from '../documents/tables/write.ts';
import { notFound } from '../errors.ts';
import { sendFile } from '../http/send-file.ts';
import { type Shown as PageShown, show } from '../http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../http/visit.ts';
import { PageTitle } from '../ui/record/record.tsx';
import { type Asked, allRows, askList } from './ask.ts';
import { kept } from './kept.ts';
import { type AnyList, headingOf, type List, type Reader } from './list.ts';
import { viewsOf } from './saved.ts';
import { type ListState, readState } from './state.ts';
import { ListView } from './view.tsx';

export const readerOf = (v: Visit): Reader => ({ t: v.t, actor: v.actor, languages: v.languages, today: v.today, moment: v.moment });

interface Around<Row> {
  title?: (v: Visit) => string;
  lead?: (v: Visit) => Child;
  actions?: (v: Visit, query: URLSearchParams) => Child;
  /** Stands between the title and the list; knows what the list found, so that its figures are those of the list. */
  head?: (v: Visit, query: URLSearchParams, asked: Asked<Row>, state: ListState) => Child;
}

/** Serves a list at its path (`listFor` may need the community's words to make it), and the same list as CSV, XLSX and JSON. `around` puts a head above it and more beside its tools. */
export const serveList = <Row,>(
  app: Pages,
  path: string,
  listFor: (v: Visit, query: URLSearchParams) => List<Row> | Promise<List<Row>>,
  around: Around<Row> = {},
): void => {
  app.get(path, async (c) => {
    const v = visit(c);
    const list = await listFor(v, new URL(c.req.url).searchParams);
    return show(c, pageOf(v, list, around.title?.(v)), await listPage(v, c, list, around));
  });
  for (const format of formats)
    app.get(`${path}.${format}`, async (c) => exportList(c, await listFor(visit(c), new URL(c.req.url).searchParams), format));
};

const formats = ['csv', 'xlsx', 'json'] as const;

const pageOf = (v: Visit, list: AnyList, title = v.t(list.title)): PageShown => ({
  title,
  alternates: [{ type: 'text/csv', href: `${list.path}.csv`, title: 'CSV' }],
});

const listPage = async <Row,>(v: Visit, c: PageContext, list: List<Row>, around: Around<Row>) => {
  const query = new URL(c.req.url).searchParams;
  const state = readState(list, query);
  const [asked, views] = await Promise.all([askList(v.db, list, state, readerOf(v)), viewsFor(v, list.name)]);
  return (
    <>
      <PageTitle title={around.title?.(v) ?? v.t(list.title)} lead={around.lead?.(v)} actions={around.actions?.(v, query)} />
      {around.head?.(v, query, asked, state)}
      <ListView list={list} state={state} asked={asked} reader={readerOf(v)} views={views} />
    </>
  );
};

const viewsFor = ({ db, actor, moment }: Visit, list: string) =>
  kept(db, moment, `views ${list} ${keyOf(actor)}`, () => viewsOf(db, actor, list));

/** The list as a file: exactly the rows and columns that the page shows, all of its pages. `?headings=keys` writes our names of the columns. */
const exportList = async <Row,>(c: PageContext, list: List<Row>, format: (typeof formats)[number]): Promise<Response> => {
  const v = visit(c);
  const reader = readerOf(v);
  const query = new URL(c.req.url).searchParams;
  const state = readState(list, query);
  const columns = state.columns.map((key) => list.columns.find((column) => column.key === key)).filter((column) => column !== undefined);
  if (columns.length === 0) throw notFound();
  const titles: Column[] = columns.map((column) => ({
    key: column.key,
    title: query.get('headings') === 'keys' ? column.key : headingOf(column, reader),
    kind: column.kind,
  }));
  async function* records() {
    for await (const row of allRows(v.db, list, state, reader))
      yield Object.fromEntries(columns.map((column) => [column.key, column.value(row, reader)]));
  }
  const file = await writeTable(format, {
    columns: titles,
    rows: records(),
    title: v.t(list.title),
    bom: query.get('bom') === 'yes',
    locale: v.language,
    exportedAt: v.now,
  });
  return sendFile(c, file, list.name);
};
