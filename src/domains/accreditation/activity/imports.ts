import { type SqlBool, sql } from 'kysely';
import type { Reads } from '../../../platform/db/tables.ts';
import type { ImportColumn, Importer } from '../../../platform/imports/importer.ts';
import { recordFact } from './commands.ts';
import { mayManage } from './policy.ts';
import type { Tables } from './tables.ts';

const column = (key: string, names: readonly string[], required = false): ImportColumn => ({
  key,
  label: `import.activity.${key}`,
  names,
  ...(required ? { required } : {}),
});

const columns = [
  column('organisation', ['als', 'organization', 'member', 'structure', 'organisation membre', 'organización', 'المنظمة'], true),
  column('kind', ['what', 'type', 'activity', 'activité', 'genre', 'actividad', 'tipo', 'النوع', 'النشاط'], true),
  column('on', ['date', 'day', 'when', 'jour', 'fecha', 'día', 'التاريخ', 'اليوم'], true),
  column('source', ['meeting', 'call', 'election', 'where', 'réunion', 'reunión', 'fuente', 'المصدر']),
  column('note', ['notes', 'remark', 'remarque', 'nota', 'ملاحظة']),
];

/** Who took part in what on which day, from a table; the same line again counts once. */
export const activityFacts: Importer = {
  kind: 'activity',
  title: 'import.activity.what',
  hint: 'import.activity.hint',
  right: 'activity.manage',
  context: [],
  columns,
  command: recordFact,
  mayUndo: {
    activity_fact: (actor) => sql<SqlBool>`exists (select from organisation
      where organisation.id = activity_fact.organisation_id and ${mayManage(actor, 'organisation.body_id')})`,
  },
  names: async (db) => ({
    organisation: (
      await (db as Reads<Tables>)
        .selectFrom('organisation')
        .select(['id', 'ref', 'name', 'acronym'])
        .where('archived_at', 'is', null)
        .execute()
    ).map(({ id, ref, name, acronym }) => ({ id, ref, name, names: acronym ? [acronym] : [] })),
  }),
  understand: ({ cells }, _context, resolver) => {
    const said = cells.organisation ?? '';
    const organisation = resolver.find('organisation', said);
    const label = [said, cells.kind, cells.on].filter(Boolean).join(' · ');
    if (!organisation) return { problems: [], label, unknown: { kind: 'organisation', text: said } };
    const input = Object.fromEntries(
      Object.entries({ organisation, kind: cells.kind, on: cells.on, source: cells.source, note: cells.note }).filter(([, value]) => value),
    );
    return { input, label, url: `/organisations/${encodeURIComponent(organisation)}/standing` };
  },
  identity: (input) => `${input.organisation} ${input.kind} ${input.on} ${input.source ?? ''}`,
};
