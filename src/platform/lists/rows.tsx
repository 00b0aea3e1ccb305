import { cutThatFits, cutTo } from '../http/fitting.ts';
import { directionOf } from '../i18n/languages.ts';
import { GroupHead, SortHead } from '../ui/list/list.tsx';
import { markup, type Slot } from '../ui/markup.ts';
import { type Shape, shape } from '../ui/status/shapes.ts';
import type { Asked, Grouped } from './ask.ts';
import { groupPath } from './counts.ts';
import { headingOf, type List, type ListColumn, type Reader, type Shown } from './list.ts';
import { addressOf, type ListState } from './state.ts';

interface RowsProps<Row> {
  list: List<Row>;
  state: ListState;
  asked: Asked<Row>;
  reader: Reader;
}

/** The table of a list. It is written as markup: ten times as fast as components at fifty rows. */
export const Rows = <Row,>({ list, state, asked, reader }: RowsProps<Row>) => {
  const { t } = reader;
  const columns = state.columns.map((key) => list.columns.find((column) => column.key === key)).filter((column) => column !== undefined);
  const headings = columns.map((column) => headingOf(column, reader));
  const most = state.perPage <= 100 ? mostOf(columns, asked.rows, reader) : undefined;
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
              count={asked.groupCounts.get(head.path) ?? 0}
              columns={columns.length}
              depth={head.depth}
            />
          ))}
          {group.rows.map((row) => rowMarkup(list, columns, headings, row, reader, most))}
        </tbody>
      ))}
    </table>
  );
};

const Head = <Row,>({ list, state, column, reader }: { list: List<Row>; state: ListState; column: ListColumn<Row>; reader: Reader }) => {
  const label = headingOf(column, reader);
  if (!column.sort)
    return (
      <th scope="col" class={column.kind === 'number' ? 'number' : undefined}>
        {label}
      </th>
    );
  const first = state.order[0];
  const sorted = first === column.key ? 'ascending' : first === `-${column.key}` ? 'descending' : undefined;
  const next = sorted === 'ascending' ? `-${column.key}` : column.key;
  return <SortHead label={label} href={addressOf(list, state, { order: [next] })} sorted={sorted} number={column.kind === 'number'} />;
};

/** To how many signs long texts are cut, so that a page of a hundred rows weighs no more than another. */
const mostOf = <Row,>(columns: readonly ListColumn<Row>[], rows: readonly Row[], reader: Reader): number | undefined => {
  if (!columns.some((column) => column.long)) return undefined;
  const texts = (row: Row, long: boolean) =>
    columns.filter((column) => Boolean(column.long) === long).map((column) => String(column.value(row, reader) ?? ''));
  return cutThatFits(
    rows.map((row) => ({ words: texts(row, false).join('\n'), long: texts(row, true) })),
    weighs,
  );
};

/** What the markup of a row weighs on the line beside its words, in bytes. */
const weighs = 26;

const rowMarkup = <Row,>(
  list: List<Row>,
  columns: readonly ListColumn<Row>[],
  headings: readonly string[],
  row: Row,
  reader: Reader,
  most: number | undefined,
) => {
  const href = list.href?.(row);
  const cells = columns.map((column, index) => {
    const words = cellMarkup(column, row, reader, index === 0 ? href : undefined, column.long ? most : undefined);
    if (index === 0) return markup`<th scope="row">${words}</th>`;
    if (column.kind === 'number') return markup`<td class="number" data-label="${headings[index]}">${words}</td>`;
    if (column.kind === 'day') return markup`<td class="figure nowrap" data-label="${headings[index]}">${words}</td>`;
    if (column.unbroken) return markup`<td class="nowrap" data-label="${headings[index]}">${words}</td>`;
    return markup`<td data-label="${headings[index]}">${words}</td>`;
  });
  return markup`<tr>${cells}</tr>`;
};

const cellMarkup = <Row,>(column: ListColumn<Row>, row: Row, reader: Reader, href?: string, most?: number): Slot => {
  const shown = column.shown?.(row, reader);
  if (shown !== undefined) {
    const parts: readonly Shown[] = shown === null ? [] : Array.isArray(shown) ? shown : [shown as Shown];
    return parts.map((part, index) => [
      index > 0 && ' ',
      partMarkup({ ...part, text: cutTo(part.text, most) }, index < parts.length - 1 ? ',' : '', href),
    ]);
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
          : cutTo(String(value), most);
  if (!href) return text;
  // A reference stays on one line; a name of several words may go on in the next.
  return /\s/.test(text) ? markup`<a href="${href}">${text}</a>` : markup`<a class="reference" href="${href}">${text}</a>`;
};

/** `after`: a comma where another part follows. A status keeps it inside, or on a narrow screen it would stand on a line of its own. */
const partMarkup = ({ text, href, tone, shape: drawing, language }: Shown, after: string, rowHref?: string): Slot => {
  const words = language ? markup`<span lang="${language}" dir="${directionOf(language)}">${text}</span>` : text;
  const marked = tone
    ? markup`<span class="status ${tone}">${drawing && shape(drawing as Shape)}<span>${words}${after}</span></span>`
    : words;
  const target = href ?? rowHref;
  return [target ? markup`<a href="${target}">${marked}</a>` : marked, tone ? '' : after];
};

interface Heading<Row> {
  depth: 1 | 2;
  row: Grouped<Row>;
  path: string;
}

/** Rows, which come in the order of their groups, cut where a group begins. */
const grouped = <Row,>(rows: readonly Grouped<Row>[], depth: number): { heads: Heading<Row>[]; rows: Grouped<Row>[] }[] => {
  if (depth === 0) return [{ heads: [], rows: [...rows] }];
  const parts: { heads: Heading<Row>[]; rows: Grouped<Row>[] }[] = [];
  let last: Grouped<Row> | undefined;
  for (const row of rows) {
    const outer = !last || last.group_0 !== row.group_0;
    const inner = depth > 1 && (outer || last?.group_1 !== row.group_1);
    const heads: Heading<Row>[] = [];
    if (outer) heads.push({ depth: 1, row, path: groupPath(row.group_0) });
    if (inner) heads.push({ depth: 2, row, path: groupPath(row.group_0, row.group_1) });
    if (heads.length > 0) parts.push({ heads, rows: [] });
    parts.at(-1)?.rows.push(row);
    last = row;
  }
  return parts;
};

const nameOfGroup = <Row,>(list: List<Row>, state: ListState, depth: 1 | 2, row: Row, reader: Reader): string =>
  list.groups.find((group) => group.key === state.groups[depth - 1])?.name(row, reader) || reader.t('list.noGroup');
