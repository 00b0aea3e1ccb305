import type { Child } from 'hono/jsx';
import { type Shape, shape } from '../status/shapes.ts';
import { Region } from '../table/table.tsx';
import type { Tone } from '../words.tsx';

export type MatrixCell = { shape: Shape; tone: Tone; label: string; href?: string | undefined; marks?: string | undefined };

export type MatrixProps = {
  /** Says what stands in the matrix. */
  caption: string;
  /** The word over the first column. */
  corner: string;
  columns: readonly { label: string; href?: string | undefined; count?: Child }[];
  rows: readonly {
    label: Child;
    reference?: string | undefined;
    href?: string | undefined;
    /** One per column; null where the question was not put. */
    cells: readonly (MatrixCell | null)[];
    count?: Child;
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
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              {row.reference && <span class="reference quiet">{row.reference}</span>}{' '}
              {row.href ? <a href={row.href}>{row.label}</a> : row.label}
            </th>
            {row.cells.map((cell, at) => (
              <Cell cell={cell} column={columns[at]?.label ?? ''} />
            ))}
            {countLabel && (
              <td class="matrix-count" data-label={countLabel}>
                {row.count}
              </td>
            )}
          </tr>
        ))}
      </tbody>
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

const Cell = ({ cell, column }: { cell: MatrixCell | null; column: string }) => {
  if (!cell) return <td />;
  const inner = (
    <>
      {shape(cell.shape)}
      <span>{cell.label}</span>
      {cell.marks && <span class="quiet"> {cell.marks}</span>}
    </>
  );
  return (
    <td class={cell.tone} data-label={column}>
      {cell.href ? (
        <a class="status" href={cell.href}>
          {inner}
        </a>
      ) : (
        <span class="status">{inner}</span>
      )}
    </td>
  );
};
