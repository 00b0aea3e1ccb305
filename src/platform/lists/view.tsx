import type { Child } from 'hono/jsx';
import { directionOf } from '../i18n/languages.ts';
import { ColumnChooser, Filters, GroupHead, LinkMenu, ListFrame, SortHead } from '../ui/list/list.tsx';
import { markup, type Slot } from '../ui/markup.ts';
import { EmptyState } from '../ui/notice/notice.tsx';
import { type Shape, shape } from '../ui/status/shapes.ts';
import { Region } from '../ui/table/table.tsx';
import type { Asked, Grouped } from './ask.ts';
import { headingOf, type List, type ListColumn, type Reader, type Shown } from './list.ts';
import type { SavedView } from './saved.ts';
import { addressOf, type ListState, pageSizes, toggled } from './state.ts';

export interface ListViewProps<Row> {
  list: List<Row>;
  state: ListState;
  asked: Asked<Row>;
  reader: Reader;
  views: readonly SavedView[];
  /** More at the end of the toolbar. */
  tools?: Child;
}

/** A list as a page shows it: filters, what is on, counts, rows in groups, pages, downloads. */
export const ListView = <Row,>({ list, state, asked, reader, views, tools }: ListViewProps<Row>) => {
  const { t } = reader;
  const standing = new Map([...state.filters].filter(([key]) => list.filters.some((filter) => filter.key === key && filter.standard)));
  const clear = addressOf(list, { ...state, words: '', filters: standing });
  return (
    <div id="list">
      <ListFrame
        t={t}
        total={asked.total}
        filters={<ListFilters list={list} state={state} asked={asked} reader={reader} />}
        active={activeFilters(list, state, asked, t)}
        clearHref={clear}
        tools={
          <>
            {list.groups.length > 0 && <GroupMenu list={list} state={state} t={t} />}
            <ColumnChooser
              t={t}
              action={list.path}
              name="cols"
              hidden={hiddenFields(list, state, ['cols'])}
              columns={list.columns.map((column, index) => ({
                name: column.key,
                label: headingOf(column, reader),
                shown: state.columns.includes(column.key),
                fixed: index === 0,
              }))}
            />
            <ViewMenu list={list} state={state} views={views} reader={reader} />
            <LinkMenu
              label={t('list.download')}
              links={[
                ...(['csv', 'xlsx', 'json'] as const).map((format) => ({
                  href: addressOf(list, { ...state, page: 1 }, {}, `.${format}`),
                  label: format.toUpperCase(),
                })),
                { href: addressOf(list, state, { perPage: 1000 }), label: t('list.printAll') },
              ]}
            />
            {tools}
          </>
        }
        empty={
          <EmptyState title={t(list.empty.title)} text={t(list.empty.text)}>
            {(state.words || state.filters.size > standing.size) && <a href={clear}>{t('ui.filter.clear')}</a>}
          </EmptyState>
        }
        pager={pagerOf(list, state, asked.total, t)}
      >
        <Region label={t(list.title)}>
          <Rows list={list} state={state} asked={asked} reader={reader} />
        </Region>
      </ListFrame>
    </div>
  );
};

const ListFilters = <Row,>({ list, state, asked, reader }: Pick<ListViewProps<Row>, 'list' | 'state' | 'asked' | 'reader'>) => (
  <Filters
    t={reader.t}
    action={list.path}
    hidden={hiddenFields(list, state, ['q', ...asked.filters.filter((filter) => filter.choices.length > 0).map((filter) => filter.key)])}
    search={{ name: 'q', value: state.words }}
    facets={asked.filters
      .filter((filter) => filter.choices.length > 0)
      .map((filter) => ({
        name: filter.key,
        label: reader.t(filter.label),
        options: filter.choices.map((choice) => ({
          value: choice.value,
          label: choice.label,
          count: choice.count,
          checked: choice.chosen,
        })),
      }))}
    attributes={{
      'hx-get': list.path,
      'hx-trigger': 'input delay:300ms, change',
      'hx-target': '#list-rows',
      'hx-select': '#list-rows',
      'hx-swap': 'outerHTML',
      'hx-push-url': 'true',
    }}
  />
);

/** The table itself is written as markup: ten times as fast as components at fifty rows. */
const Rows = <Row,>({ list, state, asked, reader }: Pick<ListViewProps<Row>, 'list' | 'state' | 'asked' | 'reader'>) => {
  const { t } = reader;
  const columns = state.columns.map((key) => list.columns.find((column) => column.key === key)).filter((column) => column !== undefined);
  const headings = columns.map((column) => headingOf(column, reader));
  return (
    <table class="table stack" id="list-rows">
      <caption class="vh">{t(list.title)}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head list={list} state={state} column={column} reader={reader} />
          ))}
        </tr>
      </thead>
      {grouped(asked.rows, state.groups.length).map((group) => (
        <tbody>
          {group.heads.map((head) => (
            <GroupHead
              t={t}
              label={nameOfGroup(list, state, head.depth, head.row, reader)}
              count={head.depth === 1 ? (asked.groupCounts.get(head.row.group_0 ?? '') ?? head.count) : head.count}
              columns={columns.length}
              depth={head.depth}
            />
          ))}
          {group.rows.map((row) => rowMarkup(list, columns, headings, row, reader))}
        </tbody>
      ))}
    </table>
  );
};

const Head = <Row,>({ list, state, column, reader }: { list: List<Row>; state: ListState; column: ListColumn<Row>; reader: Reader }) => {
  const label = headingOf(column, reader);
  if (!column.sort)
    return (
      <th scope="col" class={column.kind === 'number' ? 'number' : undefined} data-column={column.key}>
        {label}
      </th>
    );
  const first = state.order[0];
  const sorted = first === column.key ? 'ascending' : first === `-${column.key}` ? 'descending' : undefined;
  const next = sorted === 'ascending' ? `-${column.key}` : column.key;
  return (
    <SortHead
      label={label}
      href={addressOf(list, state, { order: [next] })}
      sorted={sorted}
      number={column.kind === 'number'}
      column={column.key}
    />
  );
};

const rowMarkup = <Row,>(list: List<Row>, columns: readonly ListColumn<Row>[], headings: readonly string[], row: Row, reader: Reader) => {
  const href = list.href?.(row);
  const cells = columns.map((column, index) => {
    const words = cellMarkup(column, row, reader, index === 0 ? href : undefined);
    if (index === 0) return markup`<th scope="row">${words}</th>`;
    if (column.kind === 'number') return markup`<td class="number" data-label="${headings[index]}">${words}</td>`;
    if (column.kind === 'day') return markup`<td class="figure nowrap" data-label="${headings[index]}">${words}</td>`;
    if (column.unbroken) return markup`<td class="nowrap" data-label="${headings[index]}">${words}</td>`;
    return markup`<td data-label="${headings[index]}">${words}</td>`;
  });
  return markup`<tr>${cells}</tr>`;
};

const cellMarkup = <Row,>(column: ListColumn<Row>, row: Row, reader: Reader, href?: string): Slot => {
  const shown = column.shown?.(row, reader);
  if (shown !== undefined) {
    const parts: readonly Shown[] = shown === null ? [] : Array.isArray(shown) ? shown : [shown as Shown];
    return parts.map((part, index) => [index > 0 && ', ', partMarkup(part, href)]);
  }
  const value = column.value(row, reader);
  if (value === null || value === '') return '';
  const text =
    column.kind === 'day'
      ? reader.t.day(String(value))
      : column.kind === 'time'
        ? reader.t.time(String(value), 'UTC')
        : column.kind === 'number'
          ? reader.t.number(Number(value))
          : String(value);
  return href ? markup`<a class="reference" href="${href}">${text}</a>` : text;
};

const partMarkup = ({ text, href, tone, shape: drawing, language }: Shown, rowHref?: string): Slot => {
  const words = language ? markup`<span lang="${language}" dir="${directionOf(language)}">${text}</span>` : text;
  const marked = tone ? markup`<span class="status ${tone}">${drawing && shape(drawing as Shape)}<span>${words}</span></span>` : words;
  const target = href ?? rowHref;
  return target ? markup`<a href="${target}">${marked}</a>` : marked;
};

interface Heading<Row> {
  depth: 1 | 2;
  row: Grouped<Row>;
  count: number;
}

/** Rows, which come in the order of their groups, cut where a group begins. Inner counts are those of this page. */
const grouped = <Row,>(rows: readonly Grouped<Row>[], depth: number): { heads: Heading<Row>[]; rows: Grouped<Row>[] }[] => {
  if (depth === 0) return [{ heads: [], rows: [...rows] }];
  const parts: { heads: Heading<Row>[]; rows: Grouped<Row>[] }[] = [];
  let last: Grouped<Row> | undefined;
  for (const row of rows) {
    const outer = !last || last.group_0 !== row.group_0;
    const inner = depth > 1 && (outer || last?.group_1 !== row.group_1);
    if (outer || inner) {
      const same = (other: Grouped<Row>) => other.group_0 === row.group_0;
      parts.push({
        heads: [
          ...(outer ? [{ depth: 1 as const, row, count: rows.filter(same).length }] : []),
          ...(inner
            ? [{ depth: 2 as const, row, count: rows.filter((other) => same(other) && other.group_1 === row.group_1).length }]
            : []),
        ],
        rows: [],
      });
    }
    parts.at(-1)?.rows.push(row);
    last = row;
  }
  return parts;
};

const nameOfGroup = <Row,>(list: List<Row>, state: ListState, depth: 1 | 2, row: Row, reader: Reader): string =>
  list.groups.find((group) => group.key === state.groups[depth - 1])?.name(row, reader) || reader.t('list.noGroup');

const activeFilters = <Row,>(list: List<Row>, state: ListState, asked: Asked<Row>, t: Reader['t']) => [
  ...(state.words ? [{ label: t('list.words', { words: state.words }), removeHref: addressOf(list, state, { words: '' }) }] : []),
  ...asked.filters
    .filter((filter) => !list.filters.find((one) => one.key === filter.key)?.standard)
    .flatMap((filter) =>
      (state.filters.get(filter.key) ?? []).map((value) => ({
        label: `${t(filter.label)}: ${filter.choices.find((choice) => choice.value === value)?.label ?? value}`,
        removeHref: addressOf(list, state, { filters: toggled(state, filter.key, value) }),
      })),
    ),
];

const GroupMenu = <Row,>({ list, state, t }: { list: List<Row>; state: ListState; t: Reader['t'] }) => (
  <LinkMenu
    label={t('list.group')}
    links={[
      { href: addressOf(list, state, { groups: [] }), label: t('list.ungrouped'), current: state.groups.length === 0 },
      ...list.groups.map((group) => ({
        href: addressOf(list, state, { groups: [group.key] }),
        label: t(group.label),
        current: state.groups.length === 1 && state.groups[0] === group.key,
      })),
      ...(state.groups[0]
        ? list.groups
            .filter((group) => group.key !== state.groups[0])
            .map((group) => ({
              href: addressOf(list, state, { groups: [state.groups[0] as string, group.key] }),
              label: t('list.thenBy', { group: t(group.label) }),
              current: state.groups[1] === group.key,
            }))
        : []),
    ]}
  />
);

const ViewMenu = <Row,>({ list, state, views, reader }: Pick<ListViewProps<Row>, 'list' | 'state' | 'views' | 'reader'>) => {
  const here = addressOf(list, state, { page: 1 });
  const query = here.slice(list.path.length + 1);
  return (
    <LinkMenu
      label={reader.t('list.views')}
      links={[
        ...views.map((view) => ({
          href: `${list.path}${view.query ? `?${view.query}` : ''}`,
          label: <bdi>{view.name}</bdi>,
          current: view.query === query,
        })),
        ...(reader.actor.kind === 'person'
          ? [{ href: `/views/new?list=${list.name}&query=${encodeURIComponent(query)}`, label: reader.t('list.saveView') }]
          : []),
        ...views
          .filter((view) => view.query === query)
          .map((view) => ({ href: `/views/${view.id}`, label: reader.t('list.useView', { name: view.name }) })),
        ...(views.some((view) => view.may_change) ? [{ href: `/views?list=${list.name}`, label: reader.t('list.manageViews') }] : []),
      ]}
    />
  );
};

/** The state as fields of a form that sets something else. */
const hiddenFields = <Row,>(list: List<Row>, state: ListState, except: readonly string[]): (readonly [string, string])[] =>
  [...new URL(addressOf(list, state, { page: 1 }), 'http://list').searchParams].filter(([name]) => !except.includes(name));

const pagerOf = <Row,>(list: List<Row>, state: ListState, total: number, t: Reader['t']) => {
  const from = (state.page - 1) * state.perPage + 1;
  const to = Math.min(total, state.page * state.perPage);
  return {
    from: Math.min(from, total),
    to,
    total,
    ...(state.page > 1 ? { previousHref: addressOf(list, state, { page: state.page - 1 }) } : {}),
    ...(to < total ? { nextHref: addressOf(list, state, { page: state.page + 1 }) } : {}),
    sizes:
      total > pageSizes[0]
        ? pageSizes.map((size) => ({
            href: addressOf(list, state, { perPage: size }),
            label: t.number(size),
            current: state.perPage === size,
          }))
        : [],
  };
};
