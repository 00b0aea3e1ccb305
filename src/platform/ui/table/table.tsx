import type { Child } from 'hono/jsx';

export type Column = {
  label: string;
  number?: boolean | undefined /** Dates and short codes stay on one line. */;
  nowrap?: boolean | undefined;
  /** Holds what is worked with on screen: paper does without it. */
  acts?: boolean | undefined;
};

export type TableProps = {
  /** Says what the table holds; heard by everyone, seen unless `captionHidden`. */
  caption: string;
  captionHidden?: boolean | undefined;
  columns: readonly Column[];
  /** The first cell of each row is its head. */
  rows: readonly (readonly Child[])[];
  foot?: readonly Child[] | undefined;
  /** Many columns: the table scrolls inside its own region instead of folding into cards when narrow. */
  wide?: boolean | undefined;
};

export const Table = (props: TableProps) => {
  const table = (
    <table class={props.wide ? 'table' : 'table stack'}>
      <caption class={props.captionHidden ? 'vh' : undefined}>{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th scope="col" class={classOf(column)}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <Row columns={props.columns} cells={row} />
        ))}
      </tbody>
      {props.foot && (
        <tfoot>
          <Row columns={props.columns} cells={props.foot} />
        </tfoot>
      )}
    </table>
  );
  return props.wide ? <Region label={props.caption}>{table}</Region> : table;
};

/** A part of the page that scrolls sideways on its own and can be reached with the keyboard. */
export const Region = ({ label, children }: { label: string; children?: Child }) => (
  <section class="region" aria-label={label} tabindex={0}>
    {children}
  </section>
);

const Row = ({ columns, cells }: { columns: readonly Column[]; cells: readonly Child[] }) => (
  <tr>
    {cells.map((cell, at) =>
      at === 0 ? (
        <th scope="row">{cell}</th>
      ) : (
        <td class={classOf(columns[at])} data-label={columns[at]?.label}>
          {cell}
        </td>
      ),
    )}
  </tr>
);

const classOf = (column: Column | undefined) =>
  column?.number ? 'number' : column?.nowrap ? 'nowrap' : column?.acts ? 'no-print' : undefined;
