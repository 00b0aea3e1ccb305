import type { HtmlEscapedString } from 'hono/utils/html';
import { markup, type Slot } from '../markup.ts';
import { type Shape, shape } from '../status/shapes.ts';
import { Region } from '../table/table.tsx';
import type { Tone } from '../words.tsx';

export type MatrixCell = { shape: Shape; tone: Tone; label: string; href?: string | undefined; marks?: string | undefined };

export type MatrixProps = {
  /** Says what stands in the matrix. */
  caption: string;
  /** The word over the first column. */
  corner: string;
  columns: readonly { label: string; href?: string | undefined; count?: Slot }[];
  rows: readonly {
    label: Slot;
    reference?: string | undefined;
    href?: string | undefined;
    /** One per column; null where the question was not put. */
    cells: readonly (MatrixCell | null)[];
    count?: Slot;
  }[];
  /** Heads for the counts; without them no counts are drawn. */
  countLabel?: string | undefined;
};

/** Groups across, matters down, a stance in each cell. When narrow, each row becomes a short list. */
export const Matrix = ({ caption, corner, columns, rows, countLabel }: MatrixProps) => (
  <Region label={caption}>
    <table class="table matrix stack">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {columns.map((column) => (
            <th scope="col">{column.href ? <a href={column.href}>{column.label}</a> : column.label}</th>
          ))}
          {countLabel && <th scope="col">{countLabel}</th>}
        </tr>
      </thead>
      <tbody>{rows.map((row) => rowMarkup(row, columns, countLabel))}</tbody>
      {countLabel && columns.some((column) => column.count !== undefined) && (
        <tfoot>
          <tr>
            <th scope="row">{countLabel}</th>
            {columns.map((column) => (
              <td data-label={column.label}>{column.count}</td>
            ))}
            <td />
          </tr>
        </tfoot>
      )}
    </table>
  </Region>
);

type Row = MatrixProps['rows'][number];

/** A matrix has hundreds of cells, and as components they would cost ten times as much. */
const rowMarkup = (row: Row, columns: MatrixProps['columns'], countLabel: string | undefined) => markup`<tr>
<th scope="row">${row.reference ? markup`<span class="reference quiet">${row.reference}</span>` : ''} ${row.href ? markup`<a href="${row.href}">${row.label}</a>` : row.label}</th>${row.cells.map((cell, at) => cellMarkup(cell, columns[at]?.label ?? ''))}${countLabel ? markup`<td class="matrix-count" data-label="${countLabel}">${row.count}</td>` : ''}</tr>`;

const cellMarkup = (cell: MatrixCell | null, column: string): HtmlEscapedString => {
  if (!cell) return markup`<td></td>`;
  const inner = markup`${shape(cell.shape)}<span>${cell.label}</span>${cell.marks && markup`<span class="quiet"> ${cell.marks}</span>`}`;
  const word = cell.href ? markup`<a class="status" href="${cell.href}">${inner}</a>` : markup`<span class="status">${inner}</span>`;
  return markup`<td class="${cell.tone}" data-label="${column}">${word}</td>`;
};
