import { z } from 'zod';
import type { AnyReads } from '../db/tables.ts';
import { invalidField } from '../errors.ts';
import { line, optional, whole } from '../fields.ts';
import type { Visit } from '../http/visit.ts';
import { askList } from './ask.ts';
import type { List } from './list.ts';
import { readerOf } from './pages.tsx';
import { readState } from './state.ts';

const word = optional(line());

/** What a list takes from a program: these of its filters (`q`, `sort` too) and pages of at most 100, all as in the address of its page. */
export const listInput = <const Name extends string>(...names: Name[]) =>
  z.object({
    ...(Object.fromEntries(names.map((name) => [name, word])) as Record<Name, typeof word>),
    page: optional(whole(1, 100_000)),
    per: optional(whole(1, 100)),
  });

/** One page of the list as `listOf` promises it, each row as `item` tells it. */
export const answerList = async <Row, Item>(
  db: AnyReads,
  list: List<Row>,
  input: Record<string, string | number | null | undefined>,
  v: Visit,
  item: (row: Row) => Item,
) => {
  const query = new URLSearchParams(Object.entries(input).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]])));
  const sortable = list.columns.filter(({ sort }) => sort).map(({ key }) => key);
  const unknown = (query.get('sort') ?? '').split(',').find((key) => key !== '' && !sortable.includes(key.replace(/^-/, '')));
  if (unknown !== undefined) throw invalidField('sort', 'field.choice', { typed: unknown, offered: sortable.join(', ') });
  const state = readState(list, query);
  const { rows, total } = await askList(db, list, state, readerOf(v));
  return { total, page: state.page, perPage: state.perPage, items: rows.map(item) };
};
