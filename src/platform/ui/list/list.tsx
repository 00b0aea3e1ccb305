import type { Child } from 'hono/jsx';
import { Hidden } from '../form/form.tsx';
import { markup, raw } from '../markup.ts';
import { Menu, Pager, type PagerProps } from '../navigation/navigation.tsx';
import type { Link, Translate } from '../words.tsx';

export type ListFrameProps = {
  t: Translate;
  /** Search and facets; see Filters. */
  filters?: Child;
  active?: readonly ActiveFilter[] | undefined;
  clearHref?: string | undefined;
  total: number;
  /** The count in the list's own words: "214 actions". */
  totalLabel?: string | undefined;
  /** Views, columns, downloads: menus at the end of the toolbar. */
  tools?: Child;
  /** A BulkBar, for those who may change many rows at once. */
  bulk?: Child;
  pager?: Omit<PagerProps, 't'> | undefined;
  /** An EmptyState, shown in place of the table when total is 0. */
  empty?: Child;
  children?: Child;
};

/** Everything around the table of a list: filters, what is on, how many, what one can do. */
export const ListFrame = (props: ListFrameProps) => (
  <div class="list" data-list>
    {props.filters}
    <div class="row split toolbar">
      <p class="row">
        <strong class="figure" role="status">
          {props.totalLabel ?? props.t('ui.total', { count: props.total })}
        </strong>
        <ActiveFilters t={props.t} active={props.active ?? []} clearHref={props.clearHref} />
      </p>
      {props.tools && <div class="row">{props.tools}</div>}
    </div>
    {props.total === 0 ? props.empty : props.children}
    {props.total > 0 && props.bulk}
    {props.total > 0 && props.pager && <Pager t={props.t} {...props.pager} />}
  </div>
);

export type ActiveFilter = { label: string; removeHref: string };

/** Each filter that is on, with the way to take it off. */
export const ActiveFilters = ({
  t,
  active,
  clearHref,
}: {
  t: Translate;
  active: readonly ActiveFilter[];
  clearHref?: string | undefined;
}) => (
  <>
    {active.map((filter) => (
      <a class="chip active-filter" href={filter.removeHref}>
        <span class="vh">{t('ui.filter.remove')} </span>
        {filter.label}
        <span aria-hidden="true"> ×</span>
      </a>
    ))}
    {active.length > 0 && clearHref && <a href={clearHref}>{t('ui.filter.clear')}</a>}
  </>
);

export type Facet = {
  name: string;
  label: string;
  options: readonly { value: string; label: string; count?: number | undefined; checked: boolean }[];
};

export type FiltersProps = {
  t: Translate;
  action: string;
  /** What the address holds besides the filters: sort, group, columns. */
  hidden?: readonly (readonly [name: string, value: string])[] | undefined;
  search?: { name: string; value: string; label?: string | undefined } | undefined;
  facets?: readonly Facet[] | undefined;
  attributes?: Record<string, string> | undefined;
  children?: Child;
};

/** A GET form: what it holds is the address of the list. */
export const Filters = ({ t, action, hidden, search, facets, attributes, children }: FiltersProps) => (
  <form class="filters row" method="get" action={action} {...attributes}>
    {hidden?.map(([name, value]) => (
      <Hidden name={name} value={value} />
    ))}
    {search && (
      <input
        class="control"
        type="search"
        name={search.name}
        value={search.value}
        aria-label={search.label ?? t('ui.filter.search')}
        placeholder={search.label ?? t('ui.filter.search')}
      />
    )}
    {facets?.map((facet) => (
      <FacetMenu t={t} facet={facet} />
    ))}
    {children}
    <button class="button" type="submit">
      {t('ui.filter.apply')}
    </button>
  </form>
);

const FacetMenu = ({ t, facet }: { t: Translate; facet: Facet }) => {
  const chosen = facet.options.filter((option) => option.checked).length;
  return (
    <Menu
      name="facet"
      end={false}
      label={
        <>
          {facet.label}
          {chosen > 0 && <b class="figure">{t('ui.count', { count: chosen })}</b>}
        </>
      }
    >
      {facet.options.map(
        ({ value, label, count, checked }) =>
          markup`<li><label class="choice"><input type="checkbox" name="${facet.name}" value="${value}"${checked && raw(' checked=""')}><span>${label}</span>${count !== undefined && markup`<span class="figure quiet">${t('ui.count', { count })}</span>`}</label></li>`,
      )}
    </Menu>
  );
};

export type ColumnChoice = { name: string; label: string; shown: boolean; fixed?: boolean | undefined };

/** Which columns are shown. A fixed one is always sent, for a box that cannot be unticked sends nothing. */
export const ColumnChooser = (props: {
  t: Translate;
  action: string;
  name: string;
  columns: readonly ColumnChoice[];
  hidden?: FiltersProps['hidden'];
  attributes?: FiltersProps['attributes'];
}) => (
  <Menu name="tools" label={props.t('ui.columns')}>
    <li>
      <form method="get" action={props.action} class="column-chooser" {...props.attributes}>
        {props.hidden?.map(([name, value]) => (
          <Hidden name={name} value={value} />
        ))}
        {props.columns.map(
          ({ name, label, shown, fixed }) =>
            markup`<label class="choice"><input type="checkbox" name="${props.name}" value="${name}"${shown && raw(' checked=""')}${fixed && raw(' disabled=""')}><span>${label}</span></label>${fixed && markup`<input type="hidden" name="${props.name}" value="${name}">`}`,
        )}
        <button class="button" type="submit">
          {props.t('ui.columns.apply')}
        </button>
      </form>
    </li>
  </Menu>
);

export type MenuLink = Omit<Link, 'label'> & { label: Child; current?: boolean | undefined };

/** Saved views, downloads: links behind a word. */
export const LinkMenu = ({ label, links }: { label: string; links: readonly MenuLink[] }) => (
  <Menu name="tools" label={label}>
    {links.map((link) => (
      <li>
        <a href={link.href} aria-current={link.current ? 'true' : undefined}>
          {link.label}
        </a>
      </li>
    ))}
  </Menu>
);

export type BulkBarProps = {
  t: Translate;
  /** Row boxes join with `form="<id>"`: `<input type="checkbox" name="id" value="…" form="bulk">`. */
  id?: string | undefined;
  action: string;
  total: number;
  deeds: readonly { value: string; label: string }[];
  hidden?: FiltersProps['hidden'];
};

/** Sends `deed`, `scope` (`ticked` or `matching`) and the ticked `id`s; the answer is a preview, never yet the change. */
export const BulkBar = ({ t, id = 'bulk', action, total, deeds, hidden }: BulkBarProps) => (
  <form class="bulk row" id={id} method="post" action={action}>
    {hidden?.map(([name, value]) => (
      <Hidden name={name} value={value} />
    ))}
    <label class="row">
      <span>{t('ui.bulk.deed')}</span>
      <select class="control" name="deed">
        {deeds.map((deed) => (
          <option value={deed.value}>{deed.label}</option>
        ))}
      </select>
    </label>
    <label class="choice">
      <input type="radio" name="scope" value="ticked" checked />
      <span>{t('ui.bulk.ticked')}</span>
    </label>
    <label class="choice">
      <input type="radio" name="scope" value="matching" />
      <span>{t('ui.bulk.matching', { count: total })}</span>
    </label>
    <button class="button" type="submit">
      {t('ui.bulk.preview')}
    </button>
  </form>
);

/** A column head that sorts; `sorted` says which way the rows run now. */
export const SortHead = (props: {
  label: string;
  href: string;
  sorted?: 'ascending' | 'descending' | undefined;
  number?: boolean | undefined;
}) => (
  <th scope="col" aria-sort={props.sorted} class={props.number ? 'number' : undefined}>
    <a class="sort" href={props.href}>
      {props.label}
    </a>
  </th>
);

/** The head row of a group of rows; deeper groups stand further in. Put each group in its own `<tbody>`. */
export const GroupHead = (props: {
  t: Translate;
  label: Child;
  count: number;
  columns: number;
  depth?: 1 | 2 | undefined;
  toggle?: { href: string; open: boolean } | undefined;
  note?: Child;
}) => (
  <tr class={props.depth === 2 ? 'group group-inner' : 'group'}>
    <th scope="rowgroup" colspan={props.columns}>
      {props.toggle ? (
        <a href={props.toggle.href} aria-expanded={props.toggle.open ? 'true' : 'false'}>
          {props.label}
        </a>
      ) : (
        props.label
      )}{' '}
      <span class="figure quiet">{props.t('ui.count', { count: props.count })}</span>
      {props.note && <span class="group-note">{props.note}</span>}
    </th>
  </tr>
);
