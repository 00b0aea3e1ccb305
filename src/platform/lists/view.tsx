import type { Child } from 'hono/jsx';
import { ColumnChooser, Filters, LinkMenu, ListFrame } from '../ui/list/list.tsx';
import { EmptyState } from '../ui/notice/notice.tsx';
import { Region } from '../ui/table/table.tsx';
import type { Asked } from './ask.ts';
import { headingOf, type List, type Reader } from './list.ts';
import { GroupMenu, ViewMenu } from './menus.tsx';
import { Rows } from './rows.tsx';
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
              attributes={{ 'hx-trigger': 'change', ...followedBy(list.path) }}
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

/** The whole list follows: its count, menus and downloads with its rows. Of two answers under way only the later one counts. */
const followedBy = (path: string) => ({
  'hx-get': path,
  'hx-sync': 'this:replace',
  'hx-target': '#list',
  'hx-select': '#list',
  'hx-swap': 'outerMorph',
  'hx-push-url': 'true',
});

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
    attributes={{ 'hx-trigger': 'input delay:300ms target:[type=search], change', ...followedBy(list.path) }}
  />
);

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
