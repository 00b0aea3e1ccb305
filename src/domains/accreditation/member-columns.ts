import { sql } from 'kysely';
import type { ListColumn, ListFilter, ListGroup } from '../../platform/lists/list.ts';

interface Row {
  name: string;
  body_ref: string | null;
}

/** What every list of members begins with; beside the tables `organisation` and `body`. */
export const memberColumns: readonly ListColumn<Row>[] = [
  {
    key: 'name',
    label: 'organisation.name',
    kind: 'text',
    standard: true,
    value: (row) => row.name,
    sort: () => sql`organisation.name collate "und-x-icu"`,
  },
  { key: 'body', label: 'organisation.body', kind: 'text', standard: true, value: (row) => row.body_ref, sort: () => sql`body.ref` },
];

export const bodyFilter: ListFilter = {
  key: 'body',
  label: 'organisation.body',
  where: (values) => sql`body.ref = any(${values.map((value) => value.toUpperCase())})`,
  facet: sql`body.ref`,
  choices: 'found',
};

export const byBody: ListGroup<Row> = {
  key: 'body',
  label: 'organisation.body',
  by: () => sql`body.ref`,
  name: (row) => row.body_ref ?? '',
};
