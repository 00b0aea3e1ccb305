/** One line of the chart: a body, or a seat in the body above it. */
export interface ChartLine {
  depth: number;
  text: string;
  href?: string;
  /** Of a seat: who holds it, null where nobody does. Absent for a body. */
  holder?: string | null;
}

const row = 30;
const indent = 26;
const box = 620;

/** The chart as a picture: bodies as boxes with their seats in them, vacant ones dashed, nested ones joined by lines. */
export const drawChart = (lines: readonly ChartLine[], title: string, vacant: string, rightToLeft: boolean): string => {
  const deepest = Math.max(0, ...lines.map(({ depth }) => depth));
  const width = deepest * indent + box + 20;
  const height = lines.length * row + 20;
  const x = ({ depth, holder }: ChartLine) => 10 + depth * indent + (holder === undefined ? 0 : indent / 2);
  const side = (at: number) => (rightToLeft ? width - at : at);
  const boxes = lines.map((line, at) => {
    const top = 10 + at * row;
    const isSeat = line.holder !== undefined;
    const wide = width - x(line) - 10;
    const left = rightToLeft ? 10 : x(line);
    const look = isSeat
      ? line.holder === null
        ? 'fill="none" stroke="#b4591b" stroke-dasharray="4 3"'
        : 'fill="#eef4f3" stroke="#8aa7a5"'
      : 'fill="#d5e6e4" stroke="#0d6263"';
    // Of a long line the name of the seat is cut, never that of who sits there.
    const words = isSeat ? `${cut(line.text, 50)}: ${cut(line.holder ?? vacant, 34)}` : cut(line.text, 80);
    const label = `<text x="${rightToLeft ? left + wide - 8 : left + 8}" y="${top + 17}" fill="${isSeat && line.holder === null ? '#b4591b' : '#1c2424'}"${isSeat ? '' : ' font-weight="600"'}>${escaped(words)}</text>`;
    const drawn = `<rect x="${left}" y="${top}" width="${wide}" height="${row - 6}" rx="3" ${look}/>${label}`;
    return line.href ? `<a href="${escaped(line.href)}">${drawn}</a>` : drawn;
  });
  // A line leads from the left edge of each body down to those nested in it.
  const joints = lines.flatMap((line, at) => {
    if (line.depth === 0 || line.holder !== undefined) return [];
    const above = lines.findLastIndex((other, index) => index < at && other.holder === undefined && other.depth === line.depth - 1);
    const [from, y] = [10 + (line.depth - 1) * indent + 8, 10 + at * row + (row - 6) / 2];
    return [`<path d="M${side(from)} ${10 + above * row + row - 6}V${y}H${side(x(line))}" fill="none" stroke="#8aa7a5"/>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13"${rightToLeft ? ' direction="rtl"' : ''}><title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#fdfdfb"/>${joints.join('')}${boxes.join('')}</svg>`;
};

const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
