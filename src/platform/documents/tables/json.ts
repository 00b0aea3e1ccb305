import { streamOf } from './stream.ts';
import type { TableOut } from './write.ts';

/** `{ "title", "exportedAt", "rows": [{ key: value }] }`, one row a line, only the columns asked for; a missing value is null. */
export const toJson = (table: TableOut): ReadableStream<Uint8Array> => streamOf(piecesOf(table));

async function* piecesOf({ columns, rows, title, exportedAt }: TableOut): AsyncGenerator<string> {
  const opening = { title, ...(exportedAt === undefined ? {} : { exportedAt }) };
  yield `${JSON.stringify(opening).slice(0, -1)},"rows":[`;
  let before = '\n';
  for await (const row of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map(({ key }) => [key, plainly(row[key])])));
    before = ',\n';
  }
  yield '\n]}\n';
}

const plainly = (value: unknown): unknown =>
  value === undefined ? null : typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : value;
