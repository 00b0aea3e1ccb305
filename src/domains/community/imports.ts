import type { Kysely } from 'kysely';
import { languages } from '../../platform/i18n/languages.ts';
import type { ImportColumn, Importer, Known } from '../../platform/imports/importer.ts';
import type { TermTables } from '../../platform/terms/terms.ts';
import type { Tables } from './tables.ts';
import { takeInBody } from './take-in.ts';

const texts = (field: string, names: readonly string[]): ImportColumn[] => [
  { key: field, label: `import.bodies.${field}`, names },
  ...languages.map(({ code, name }) => ({
    key: `${field}.${code}`,
    label: `import.bodies.${field}.${code}`,
    names: [`${field} ${code}`, `${field} (${code})`, `${field} ${name}`],
  })),
];

const columns: readonly ImportColumn[] = [
  { key: 'ref', label: 'import.bodies.ref', names: ['reference', 'code', 'id', 'référence', 'referencia', 'المرجع'], required: true },
  ...texts('name', ['full name', 'title', 'nom', 'nombre', 'الاسم']),
  {
    key: 'acronym',
    label: 'import.bodies.acronym',
    names: ['short name', 'abbreviation', 'sigle', 'acronyme', 'sigla', 'acrónimo', 'الاختصار'],
  },
  { key: 'kind', label: 'import.bodies.kind', scheme: 'body.kind', names: ['type', 'genre', 'tipo', 'النوع'] },
  { key: 'parent', label: 'import.bodies.parent', names: ['belongs to', 'part of', 'within', 'rattaché à', 'pertenece a', 'يتبع'] },
  { key: 'region', label: 'import.bodies.region', names: ['région', 'región', 'المنطقة'] },
  { key: 'state', label: 'import.bodies.state', names: ['status', 'état', 'statut', 'estado', 'الحالة'] },
  { key: 'stateOn', label: 'import.bodies.stateOn', names: ['since', 'depuis', 'desde', 'منذ'] },
  { key: 'languages', label: 'import.bodies.languages', names: ['language', 'working languages', 'langues', 'idiomas', 'اللغات'] },
  ...texts('purpose', ['mission', 'objet', 'objetivo', 'الغرض']),
  { key: 'position', label: 'import.bodies.position', names: ['order', 'ordre', 'orden', 'الترتيب'] },
];

/** Bodies of the federation from a table, parents above those that belong to them. */
export const bodies: Importer = {
  kind: 'bodies',
  title: 'import.bodies.what',
  hint: 'import.bodies.hint',
  right: 'body.manage',
  context: [
    {
      key: 'language',
      label: 'import.language',
      required: false,
      options: async () => languages.map(({ code, name }) => [code, name] as const),
    },
  ],
  columns,
  command: takeInBody,
  names: async (db) => {
    const tables = db as unknown as Kysely<Tables & TermTables>;
    const [known, kinds, regions] = await Promise.all([
      tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).execute(),
      tables.selectFrom('term').select(['id', 'key', 'label']).where('scheme', '=', 'body.kind').where('archived_at', 'is', null).execute(),
      tables.selectFrom('region').select(['id', 'key', 'title']).execute(),
    ]);
    const called = (
      id: number,
      ref: string,
      name: { original: string; texts: Record<string, string> },
      more: (string | null)[] = [],
    ): Known => ({
      id,
      ref,
      name: name.texts[name.original] ?? ref,
      names: [...Object.values(name.texts), ...more.filter((one) => one !== null)],
    });
    return {
      body: known.map((body) => called(body.id, body.ref, body.name, [body.acronym])),
      'body.kind': kinds.map((kind) => called(kind.id, kind.key, kind.label)),
      region: regions.map((region) => called(region.id, region.key, region.title)),
      'body/name': known.map((body) => ({ id: body.id, ref: JSON.stringify(body.name), name: `of ${body.ref}` })),
    };
  },
  understand: ({ cells }, context, resolver) => {
    const ref = cells.ref?.trim().toUpperCase() ?? '';
    const label = [ref, cells.name].filter(Boolean).join(' · ');
    if (!ref) return { problems: [{ path: ['ref'], key: 'import.bodies.noRef' }], label };
    const stored = resolver.find('body/name', `of ${ref}`);
    const name = textsIn(cells, 'name', context.language ?? 'en', stored);
    const purpose = textsIn(cells, 'purpose', context.language ?? 'en');
    // A parent may stand further up in the same file, before anybody could know it: then it is named by its reference.
    const parent =
      cells.parent &&
      (resolver.find('body', cells.parent) ?? (/^[A-Z0-9][A-Z0-9./-]*$/i.test(cells.parent) ? cells.parent.toUpperCase() : undefined));
    if (cells.parent && !parent) return { problems: [], label, unknown: { kind: 'body', text: cells.parent } };
    const region = cells.region && resolver.find('region', cells.region);
    if (cells.region && !region) return { problems: [], label, unknown: { kind: 'region', text: cells.region } };
    const kind = cells.kind && (resolver.find('body.kind', cells.kind) ?? cells.kind);
    const said = {
      name,
      acronym: cells.acronym,
      kind,
      parent,
      region,
      state: cells.state,
      stateOn: cells.stateOn,
      languages: cells.languages,
      purpose,
      position: cells.position,
    };
    return { input: { ref, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)) }, label, url: `/bodies/${ref}` };
  },
  identity: (input) => String(input.ref),
};

/** A text in the languages in which the line gives it, laid over what is known. */
const textsIn = (cells: Record<string, string>, field: string, language: string, stored?: string) => {
  const known = stored ? (JSON.parse(stored) as { original: string; texts: Record<string, string> }) : undefined;
  const given = Object.fromEntries(
    [[language, cells[field]] as const, ...languages.map(({ code }) => [code, cells[`${field}.${code}`]] as const)].flatMap(
      ([code, text]) => (text?.trim() ? [[code, text.trim()]] : []),
    ),
  );
  const [first] = Object.keys(given);
  if (!first) return undefined;
  return { original: known?.original ?? (given[language] ? language : first), texts: { ...known?.texts, ...given } };
};
