import type { Actor } from '../../platform/access/actor.ts';
import { bareAddresses } from '../../platform/addresses/email.ts';
import type { AnyReads, Reads } from '../../platform/db/tables.ts';
import { languages } from '../../platform/i18n/languages.ts';
import type { ImportColumn, Importer, Known } from '../../platform/imports/importer.ts';
import { likelyChoices, newRecord } from '../../platform/imports/may-be.ts';
import { audiences, ownSystem } from '../community/index.ts';
import { personMatches } from './person.ts';
import type { Tables } from './tables.ts';
import { takeInPerson } from './take-in.ts';

const column = (key: string, names: readonly string[]): ImportColumn => ({ key, label: `import.people.${key}`, names });

const columns: readonly ImportColumn[] = [
  column('name', [
    'full name',
    'display name',
    'person',
    'member',
    'nom complet',
    'nom',
    'nombre',
    'nombre completo',
    'الاسم',
    'الاسم الكامل',
  ]),
  column('givenName', ['first name', 'first names', 'given name', 'given names', 'forename', 'prénom', 'nombre de pila', 'الاسم الأول']),
  column('familyName', ['last name', 'family name', 'surname', 'nom de famille', 'apellido', 'apellidos', 'اسم العائلة']),
  column('nativeName', ['native name', 'name in own script', 'nom d’origine', 'nombre original', 'الاسم الأصلي']),
  column('addresses', [
    'e-mail',
    'email',
    'mail',
    'address',
    'e-mail address',
    'email address',
    'courriel',
    'correo',
    'correo electrónico',
    'البريد الإلكتروني',
  ]),
  {
    ...column('country', ['country or territory', 'country of residence', 'residence', 'lives in', 'pays', 'país', 'البلد']),
    country: true,
  },
  column('region', ['région', 'región', 'المنطقة']),
  column('regionReason', ['reason for the region', 'motif de la région', 'motivo de la región', 'سبب المنطقة']),
  column('languages', ['language', 'spoken languages', 'langues', 'idiomas', 'اللغات']),
  column('pronouns', ['pronoms', 'pronombres', 'الضمائر']),
  column('phone', ['telephone', 'mobile', 'téléphone', 'teléfono', 'الهاتف']),
  column('website', ['web site', 'web', 'url', 'site web', 'sitio web', 'الموقع']),
  column('organisation', ['organization', 'als', 'affiliation', 'organización', 'المنظمة']),
  column('body', ['group', 'committee', 'working group', 'organe', 'groupe', 'órgano', 'grupo', 'الهيئة']),
  column('role', ['function', 'capacity', 'position', 'rôle', 'fonction', 'rol', 'función', 'الدور']),
  column('from', ['start', 'since', 'member since', 'joined', 'joined on', 'date joined', 'début', 'depuis', 'desde', 'من']),
  column('to', ['end', 'until', 'fin', 'jusqu’au', 'hasta', 'إلى']),
  column('id', ['number', 'person number', 'numéro', 'número', 'الرقم']),
];

const plainly = columns.map(({ key }) => key).filter((key) => !['id', 'name', 'region', 'organisation', 'body'].includes(key));

/** People from a table, each with addresses and, where it is said, an organisation or a body to which they belong. */
export const peopleImport: Importer = {
  kind: 'people',
  title: 'import.people.what',
  hint: 'import.people.hint',
  right: 'people.manage',
  context: [
    {
      key: 'match',
      label: 'import.people.match',
      required: false,
      options: async () => personMatches.map((rule) => [rule, rule] as const),
      usual: 'address',
      words: (rule) => `import.people.match.${rule}`,
    },
    {
      key: 'likely',
      label: 'import.people.likely',
      required: false,
      options: async () => likelyChoices.map((choice) => [choice, choice] as const),
      usual: 'add',
      words: (choice) => `imports.likely.${choice}`,
    },
    { key: 'audience', label: 'import.people.audience', required: false, options: async () => audiences.map((one) => [one, one] as const) },
    {
      key: 'language',
      label: 'import.language',
      required: false,
      options: async () => languages.map(({ code, name }) => [code, name] as const),
    },
  ],
  columns,
  command: takeInPerson,
  names: namesFor,
  understand: ({ cells }, context, resolver) => {
    const name = cells.name || [cells.givenName, cells.familyName].filter(Boolean).join(' ');
    const label = [cells.id, name || cells.addresses].filter(Boolean).join(' · ');
    if (!name && !cells.id && !cells.addresses) return { problems: [{ path: ['name'], key: 'import.people.noName' }], label };
    const said: Record<string, unknown> = { ...Object.fromEntries(plainly.map((key) => [key, cells[key]])), name, person: cells.id };
    if (cells.addresses) said.addresses = bareAddresses(cells.addresses);
    for (const kind of ['region', 'organisation', 'body'] as const) {
      const typed = cells[kind];
      if (!typed) continue;
      const meant = resolver.find(kind, typed);
      if (!meant) return { problems: [], label, unknown: { kind, text: typed } };
      said[kind] = meant;
    }
    const input = Object.fromEntries(
      Object.entries({ ...said, match: context.match, likely: context.likely, audience: context.audience }).filter(([, value]) => value),
    );
    return { input, label, ...(cells.id ? { url: `/people/${cells.id}` } : {}) };
  },
  known: {
    input: (input, ref) => (ref === newRecord ? { ...input, likely: 'add' } : { ...input, person: ref }),
    href: (ref) => `/people/${ref}`,
  },
  // One person may stand in several lines, one for each membership.
  identity: (input) =>
    [
      input.person ?? input.addresses ?? `${input.name} ${input.country ?? ''}`,
      input.organisation ?? input.body ?? '',
      input.role ?? '',
      input.from ?? '',
    ].join(' | '),
};

async function namesFor(db: AnyReads, _actor: Actor): Promise<Record<string, readonly Known[]>> {
  const tables = db as Reads<Tables>;
  const [bodies, regions, organisations] = await Promise.all([
    tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).where('archived_at', 'is', null).execute(),
    tables.selectFrom('region').select(['id', 'key', 'title']).where('system_id', '=', ownSystem).execute(),
    tables.selectFrom('organisation').select(['id', 'ref', 'name', 'acronym', 'native_name']).where('archived_at', 'is', null).execute(),
  ]);
  const given = (names: readonly (string | null)[]) => names.filter((name) => name !== null);
  return {
    body: bodies.map(({ id, ref, acronym, name }) => ({
      id,
      ref,
      name: name.texts[name.original] ?? ref,
      names: [...Object.values(name.texts), ...given([acronym])],
    })),
    region: regions.map(({ id, key, title }) => ({
      id,
      ref: key,
      name: title.texts[title.original] ?? key,
      names: Object.values(title.texts),
    })),
    organisation: organisations.map(({ id, ref, name, acronym, native_name }) => ({ id, ref, name, names: given([acronym, native_name]) })),
  };
}
