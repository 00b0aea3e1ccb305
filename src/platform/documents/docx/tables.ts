import { AlignmentType, BorderStyle, Paragraph, TableCell, TableRow, TabStopType, WidthType, Table as WordTable } from 'docx';
import type { Cell, Table } from '../document.ts';
import { directionOfText } from '../language.ts';
import { type ColumnLayout, layOut } from '../pdf/columns.ts';
import { captioned, runs } from './runs.ts';
import { room } from './styles.ts';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const hair = { style: BorderStyle.SINGLE, size: 2, color: 'CFD4D9' };
const rule = { style: BorderStyle.SINGLE, size: 8, color: '1D2126' };

/** Header row marked as such and repeated on each page; no row is torn across two. */
export const tableOf = (table: Table, rtl: boolean): (Paragraph | WordTable)[] => {
  const columns = layOut(table);
  if (columns.length === 0) return [];
  const widths = widthsOf(columns);
  const row = (cells: readonly Cell[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: columns.map(
        (column, at) =>
          new TableCell({
            width: { size: widths[at]!, type: WidthType.DXA },
            ...(isHead ? { borders: { bottom: { ...rule, size: 4 } } } : {}),
            children: isHead ? [inCell(cells[at]?.text ?? '', 'HeadCell', rtl, column.numeric)] : filled(cells[at], rtl, column.numeric),
          }),
      ),
    });
  const word = new WordTable({
    width: { size: room, type: WidthType.DXA },
    columnWidths: widths,
    visuallyRightToLeft: rtl,
    margins: { left: 80, right: 80 },
    borders: { top: rule, bottom: rule, left: none, right: none, insideVertical: none, insideHorizontal: hair },
    rows: [...(table.header.length > 0 ? [row(table.header, true)] : []), ...table.rows.map((cells) => row(cells, false))],
  });
  return [...(table.caption ? [captioned(table.caption, rtl)] : []), word, after()];
};

/** A short column as wide as its content asks, the others by their share of what is left, as in print. */
const widthsOf = (columns: readonly ColumnLayout[]): number[] => {
  const sum = (of: (column: ColumnLayout) => number) => columns.reduce((all, column) => all + of(column), 0);
  const fixed = sum((column) => (column.share === null ? column.width * em : 0));
  const shares = sum((column) => column.share ?? 0);
  return columns.map(({ share, width }) =>
    Math.floor(share !== null ? ((room - fixed) * share) / shares : shares > 0 ? width * em : (room * width * em) / fixed),
  );
};

/** The type of a cell is 9 points, each of twenty parts. */
const em = 180;

export const factsOf = (facts: readonly { name: string; value: string }[], rtl: boolean): (Paragraph | WordTable)[] => {
  if (facts.length === 0) return [];
  const cell = (text: string, size: number) =>
    new TableCell({
      width: { size, type: WidthType.DXA },
      children: [new Paragraph({ style: 'Cell', bidirectional: rtl, children: runs([{ text }], rtl) })],
    });
  return [
    new WordTable({
      width: { size: room, type: WidthType.DXA },
      columnWidths: [2600, room - 2600],
      visuallyRightToLeft: rtl,
      borders: { top: hair, bottom: hair, left: none, right: none, insideVertical: none, insideHorizontal: hair },
      rows: facts.map(({ name, value }) => new TableRow({ cantSplit: true, children: [cell(name, 2600), cell(value, room - 2600)] })),
    }),
    after(),
  ];
};

/**
 * A text of another direction runs as it does, so that its full stop stands at its end. A few words stay on the side where their column
 * begins; prose, which fills lines, begins where its own reader begins.
 */
const inCell = (text: string, style: string, rtl: boolean, numeric: boolean): Paragraph => {
  const direction = directionOfText(text);
  const turned = direction !== undefined && (direction === 'rtl') !== rtl;
  return new Paragraph({
    style,
    bidirectional: turned ? !rtl : rtl,
    ...(numeric !== (turned && text.length <= aFewWords) ? { alignment: AlignmentType.END } : {}),
    children: runs([{ text }], turned ? !rtl : rtl),
  });
};

const aFewWords = 30;

const filled = (cell: Cell | undefined, rtl: boolean, numeric: boolean): Paragraph[] =>
  cell?.items?.length ? cell.items.map((item) => bulleted(item, rtl)) : [inCell(cell?.text ?? '', 'Cell', rtl, numeric)];

/** An item of a list hangs on its dot, on the side where its own script begins. */
const bulleted = (text: string, rtl: boolean): Paragraph => {
  const own = directionOfText(text);
  const fromRight = own ? own === 'rtl' : rtl;
  return new Paragraph({
    style: 'Cell',
    bidirectional: fromRight,
    indent: { start: 180, hanging: 180 },
    tabStops: [{ type: TabStopType.LEFT, position: 180 }],
    children: runs([{ text: `•\t${text}` }], fromRight),
  });
};

/** Word runs two tables together unless a paragraph stands between them. */
const after = (): Paragraph => new Paragraph({ spacing: { after: 120 }, children: [] });
