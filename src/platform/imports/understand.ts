import { createHash } from 'node:crypto';
import type { Problem } from '../errors.ts';
import { aliasKey, type ImportContext, type Importer, type Known, type RawLine, type Resolver } from './importer.ts';
import { newRecord } from './may-be.ts';
import type { Mapping } from './tables.ts';

export type Names = Readonly<Record<string, readonly Known[]>>;

/** An alias that a person taught us: this text means that record. */
export interface Learned {
  kind: string;
  record_id: number;
  text_key: string;
}

/** What a person taught goes before the records' own names; a name that two records share names neither. */
export const resolverOf = (names: Names, learned: readonly Learned[]): Resolver => {
  const byKind = new Map(
    Object.entries(names).map(([kind, records]) => [
      kind,
      namesOf(
        records,
        learned.filter((one) => one.kind === kind),
      ),
    ]),
  );
  return {
    find: (kind, text) => byKind.get(kind)?.get(aliasKey(text)) ?? undefined,
    all: (kind) => (names[kind] ?? []).map((known) => known.name),
  };
};

const namesOf = (records: readonly Known[], learned: readonly Learned[]): Map<string, string | null> => {
  const found = new Map<string, string | null>();
  for (const record of records) {
    for (const key of new Set([record.name, ...(record.names ?? [])].map(aliasKey))) {
      if (key) found.set(key, found.has(key) && found.get(key) !== record.ref ? null : record.ref);
    }
  }
  for (const record of records) found.set(aliasKey(record.ref), record.ref);
  const byId = new Map(records.map((record) => [record.id, record.ref]));
  for (const alias of learned) {
    const ref = byId.get(alias.record_id);
    if (ref) found.set(alias.text_key, ref);
  }
  return found;
};

export interface Meaning {
  input: Record<string, unknown> | null;
  label: string | null;
  url: string | null;
  problems: readonly Problem[];
  /** Which record it is about and what it says of it: lines that say different things of one record contradict each other. */
  identity?: string;
  says?: string;
}

/** The cells under our names. */
export const cellsOf = (cells: Record<string, string>, mapping: Mapping): Record<string, string> => {
  if (mapping.recognised) return cells;
  return Object.fromEntries(
    mapping.columns.flatMap(({ heading, column }) => (column && cells[heading] !== undefined ? [[column, cells[heading]]] : [])),
  );
};

/** What a line means. A fault of the importer becomes a problem of this line, so that one strange line never stops the others. */
export const meaningOf = (
  importer: Importer,
  line: RawLine,
  context: ImportContext,
  resolver: Resolver,
  onFault: (fault: unknown) => void,
  /** The known record that a person has said the line means. */
  meant: string | null = null,
): Meaning => {
  try {
    const understood = importer.understand(line, context, resolver);
    if ('input' in understood) {
      const { label } = understood;
      const said = meant === null ? undefined : importer.known;
      const input = said && meant !== null ? said.input(understood.input, meant) : understood.input;
      const url = said && meant !== null && meant !== newRecord ? said.href(meant) : understood.url;
      return { input, label, url: url ?? null, problems: [], identity: importer.identity(input), says: fingerprint(input) };
    }
    const { unknown, label } = understood;
    const asked: Problem[] = unknown
      ? [
          {
            path: [],
            key: 'imports.unknown',
            values: { kind: unknown.kind, text: unknown.text.slice(0, 200), ...offered(importer, unknown.kind, resolver) },
          },
        ]
      : [];
    const problems = [...understood.problems, ...asked];
    return {
      input: null,
      label: label ?? null,
      url: null,
      problems: problems.length > 0 ? problems : [{ path: [], key: 'imports.notUnderstood' }],
    };
  } catch (fault) {
    onFault(fault);
    return { input: null, label: null, url: null, problems: [{ path: [], key: 'imports.fault' }] };
  }
};

/** Of the words that a community has chosen for a column, those that there are, unless they are too many to be read. */
const offered = (importer: Importer, kind: string, resolver: Resolver): { offered?: string } => {
  const words = importer.columns.some((column) => column.scheme === kind) ? resolver.all(kind) : [];
  return words.length > 0 && words.length <= 20 ? { offered: words.join(', ') } : {};
};

/** The same for inputs that say the same, whatever the order of their fields. */
const fingerprint = (input: unknown): string => createHash('sha1').update(JSON.stringify(input, inOrder)).digest('base64');

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : value;
