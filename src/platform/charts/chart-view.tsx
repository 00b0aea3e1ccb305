import type { Child } from 'hono/jsx';
import type { Figure } from '../documents/document.ts';
import { raw } from '../ui/markup.ts';
import { Disclosure } from '../ui/navigation/navigation.tsx';
import { Region, Table } from '../ui/table/table.tsx';

/** A chart on a page: its drawing, which scrolls sideways where it would be too small to read, its caption, and folded its values; `children` in their place. */
export const ChartView = ({ figure, asTable, children }: { figure: Figure; asTable: string; children?: Child }) => (
  <figure>
    <Region label={figure.caption}>{raw(figure.svg)}</Region>
    <figcaption class="small">{figure.caption}</figcaption>
    {(children || figure.table) && <Disclosure summary={asTable}>{children ?? <OfTable figure={figure} />}</Disclosure>}
  </figure>
);

const OfTable = ({ figure: { caption, table } }: { figure: Figure }) =>
  table ? (
    <Values
      caption={caption}
      header={table.header.map((cell) => cell.text)}
      rows={table.rows.map((cells) => cells.map((cell) => cell.text))}
    />
  ) : null;

/** The same numbers as the drawing; `header` names the column of the rows first. */
export const Values = ({ caption, header, rows }: { caption: string; header: readonly string[]; rows: readonly (readonly string[])[] }) => (
  <Table caption={caption} captionHidden columns={header.map((label, at) => ({ label, number: at > 0 }))} rows={rows} />
);
