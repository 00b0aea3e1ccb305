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
    {(children || figure.table) && <Disclosure summary={asTable}>{children ?? <Values figure={figure} />}</Disclosure>}
  </figure>
);

const Values = ({ figure: { caption, table } }: { figure: Figure }) =>
  table ? (
    <Table
      caption={caption}
      captionHidden
      columns={table.header.map((cell, at) => ({ label: cell.text, number: at > 0 }))}
      rows={table.rows.map((cells) => cells.map((cell) => cell.text))}
    />
  ) : null;
