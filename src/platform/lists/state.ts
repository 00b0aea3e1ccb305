import type { AnyList } from './list.ts';

/** What the address says about a list. Everything in it exists in the list: unknown names in an address are passed over. */
export interface ListState {
  words: string;
  filters: ReadonlyMap<string, readonly string[]>;
  /** `key` or `-key`. */
  order: readonly string[];
  groups: readonly string[];
  columns: readonly string[];
  page: number;
  perPage: number;
}

export const pageSizes = [10, 20, 50, 100] as const;
const most = 1000;

export const readState = (list: AnyList, query: URLSearchParams): ListState => {
  const filters = new Map<string, readonly string[]>();
  for (const filter of list.filters) {
    const values = query
      .getAll(filter.key)
      .flatMap((value) => value.split(','))
      .filter((value) => value !== '')
      .slice(0, 100);
    if (values.length > 0) filters.set(filter.key, filter.many === false ? values.slice(0, 1) : [...new Set(values)]);
    else if (filter.standard) filters.set(filter.key, filter.standard);
  }
  const sortable = new Set(list.columns.filter((column) => column.sort).map((column) => column.key));
  const order = named(query, 'sort').filter((key) => sortable.has(key.replace(/^-/, '')));
  const columns = named(query, 'cols').filter((key) => list.columns.some((column) => column.key === key));
  const perPage = query.get('per') === 'all' ? most : Number(query.get('per') ?? 50);
  return {
    words: (query.get('q') ?? '').trim().slice(0, 200),
    filters,
    order: order.length > 0 ? order : list.order,
    groups: named(query, 'group')
      .filter((key) => list.groups.some((group) => group.key === key))
      .slice(0, 2),
    columns: columns.length > 0 ? columns : list.columns.filter((column) => column.standard).map((column) => column.key),
    page: Math.max(1, Math.min(100_000, Math.trunc(Number(query.get('page') ?? 1)) || 1)),
    perPage: perPage === most || (Number.isInteger(perPage) && perPage >= 1 && perPage <= 100) ? perPage : 50,
  };
};

/** Does the reader see less than they would unasked? What everybody sees unasked is the same question again and again. */
export const isNarrowed = (list: AnyList, { words, filters }: Pick<ListState, 'words' | 'filters'>): boolean =>
  words !== '' ||
  [...filters].some(([key, values]) => values.join() !== list.filters.find((filter) => filter.key === key)?.standard?.join());

/** The address of the same list with something changed; what is standard is left out, so that addresses stay short. */
export const addressOf = (list: AnyList, state: ListState, change: Partial<ListState> = {}, suffix = ''): string => {
  const next = { page: 1, ...withoutPage(state), ...change };
  const query = new URLSearchParams();
  if (next.words) query.set('q', next.words);
  for (const [key, values] of next.filters) {
    const standing = list.filters.find((filter) => filter.key === key)?.standard;
    if (values.join() !== standing?.join()) query.set(key, values.join(','));
  }
  if (next.order.join() !== list.order.join()) query.set('sort', next.order.join());
  if (next.groups.length > 0) query.set('group', next.groups.join());
  const standard = list.columns.filter((column) => column.standard).map((column) => column.key);
  if (next.columns.join() !== standard.join()) query.set('cols', next.columns.join());
  if (next.perPage !== 50) query.set('per', next.perPage === most ? 'all' : String(next.perPage));
  if (next.page > 1) query.set('page', String(next.page));
  const text = query.toString().replaceAll('%2C', ',');
  return `${list.path}${suffix}${text ? `?${text}` : ''}`;
};

/** The same filters with one value put in or taken out. */
export const toggled = (state: ListState, key: string, value: string): ListState['filters'] => {
  const filters = new Map(state.filters);
  const values = filters.get(key) ?? [];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  if (next.length > 0) filters.set(key, next);
  else filters.delete(key);
  return filters;
};

const named = (query: URLSearchParams, key: string): string[] =>
  query
    .getAll(key)
    .flatMap((value) => value.split(','))
    .filter(Boolean);

const withoutPage = ({ page: _page, ...rest }: ListState): Omit<ListState, 'page'> => rest;
