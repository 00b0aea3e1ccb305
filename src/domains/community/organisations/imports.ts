import type { Actor } from '../../../platform/access/actor.ts';
import { bareAddresses } from '../../../platform/addresses/email.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import { languages } from '../../../platform/i18n/languages.ts';
import type { ImportColumn, Importer, Known } from '../../../platform/imports/importer.ts';
import { likelyChoices, newRecord } from '../../../platform/imports/may-be.ts';
import type { TermTables } from '../../../platform/terms/terms.ts';
import { ownSystem } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { organisationMatches, readRange } from './organisation.ts';
import { mayReadOrganisation } from './policy.ts';
import { takeInOrganisation } from './take-in.ts';
import { schemes } from './words.ts';

const column = (key: string, names: readonly string[], required = false): ImportColumn => ({
  key,
  label: `import.organisations.${key}`,
  names,
  ...(required ? { required } : {}),
});

const columns: readonly ImportColumn[] = [
  column('name', ['organisation', 'organization', 'organisation name', 'als', 'als name', 'structure', 'title', 'nom', 'nombre', 'الاسم']),
  column('ref', ['reference', 'code', 'id', 'number', 'référence', 'referencia', 'المرجع']),
  column('nativeName', ['native name', 'local name', 'name in own language', 'nom d’origine', 'nombre original', 'الاسم الأصلي']),
  column('acronym', ['short name', 'abbreviation', 'sigle', 'acronyme', 'sigla', 'acrónimo', 'الاختصار']),
  { ...column('country', ['country or territory', 'territory', 'pays', 'país', 'البلد']), country: true },
  column('city', ['town', 'ville', 'ciudad', 'المدينة']),
  column('region', ['région', 'región', 'المنطقة']),
  column('regionReason', ['reason for the region', 'motif de la région', 'motivo de la región', 'سبب المنطقة']),
  column('body', ['ralo', 'region body', 'regional organisation', 'organe', 'órgano', 'الهيئة']),
  column('type', ['kind', 'type of organisation', 'genre', 'tipo', 'النوع']),
  column('website', ['web site', 'web', 'url', 'site', 'site web', 'sitio web', 'página web', 'الموقع']),
  column('email', ['e-mail', 'mail', 'contact address', 'courriel', 'correo', 'البريد الإلكتروني']),
  column('founded', ['founded on', 'established', 'year founded', 'fondée en', 'fundada en', 'سنة التأسيس']),
  column('members', ['number of members', 'membership', 'size', 'nombre de membres', 'número de miembros', 'عدد الأعضاء']),
  column('languages', ['language', 'working languages', 'langues', 'idiomas', 'اللغات']),
  column('mission', ['purpose', 'about', 'objet', 'misión', 'الرسالة']),
  column('state', ['status', 'membership state', 'état', 'statut', 'estado', 'الحالة']),
  column('accredited', [
    'accredited on',
    'certified',
    'certified on',
    'accreditation date',
    'accréditée le',
    'acreditada el',
    'تاريخ الاعتماد',
  ]),
  column('withdrawn', ['withdrawn on', 'decertified', 'decertified on', 'left', 'retirée le', 'retirada el', 'تاريخ الانسحاب']),
  column('reasonClass', ['reason', 'reason class', 'motif', 'motivo', 'السبب']),
  column('voteUrl', ['vote', 'vote link', 'lien du vote', 'enlace de la votación', 'رابط التصويت']),
  column('aliases', ['other names', 'former names', 'autres noms', 'otros nombres', 'أسماء أخرى']),
];

const plainly = columns
  .map(({ key }) => key)
  .filter((key) => !['name', 'members', 'region', 'body', 'type', 'reasonClass', 'mission'].includes(key));

/** The register of member organisations from a table: new ones are added, those that are known by the chosen rule are brought up to date. */
export const organisations: Importer = {
  kind: 'organisations',
  title: 'import.organisations.what',
  hint: 'import.organisations.hint',
  right: 'organisation.manage',
  context: [
    {
      key: 'match',
      label: 'import.organisations.match',
      required: false,
      options: async () => organisationMatches.map((rule) => [rule, rule] as const),
      usual: 'reference',
      words: (rule) => `import.organisations.match.${rule}`,
    },
    {
      key: 'likely',
      label: 'import.organisations.likely',
      required: false,
      options: async () => likelyChoices.map((choice) => [choice, choice] as const),
      usual: 'add',
      words: (choice) => `imports.likely.${choice}`,
    },
    {
      key: 'language',
      label: 'import.language',
      required: false,
      options: async () => languages.map(({ code, name }) => [code, name] as const),
    },
  ],
  columns,
  command: takeInOrganisation,
  names: namesFor,
  understand: ({ cells }, context, resolver) => {
    const label = [cells.ref, cells.name].filter(Boolean).join(' · ');
    if (!cells.name && !cells.ref) return { problems: [{ path: ['name'], key: 'import.organisations.noName' }], label };
    const region = cells.region && resolver.find('region', cells.region);
    if (cells.region && !region) return { problems: [], label, unknown: { kind: 'region', text: cells.region } };
    const body = cells.body && resolver.find('body', cells.body);
    if (cells.body && !body) return { problems: [], label, unknown: { kind: 'body', text: cells.body } };
    const range = cells.members ? readRange(cells.members) : {};
    if (!range)
      return {
        problems: [{ path: ['members'], key: 'import.organisations.membersUnread', values: { typed: cells.members ?? '' } }],
        label,
      };
    const said = {
      ...Object.fromEntries(plainly.map((key) => [key, cells[key]])),
      name: cells.name,
      email: cells.email && bareAddresses(cells.email),
      ...range,
      region,
      body,
      type: cells.type && (resolver.find('organisation.type', cells.type) ?? cells.type),
      reasonClass: cells.reasonClass && (resolver.find('organisation.reason', cells.reasonClass) ?? cells.reasonClass),
      mission: cells.mission && { text: cells.mission, language: context.language || 'en' },
      match: context.match,
      likely: context.likely,
    };
    const input = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    return { input, label, ...(cells.ref ? { url: `/organisations/${encodeURIComponent(cells.ref.toUpperCase())}` } : {}) };
  },
  known: {
    input: (input, ref) => (ref === newRecord ? { ...input, likely: 'add' } : { ...input, ref }),
    href: (ref) => `/organisations/${encodeURIComponent(ref)}`,
  },
  identity: (input) => String(input.ref ?? `${input.name} ${input.country ?? ''}`),
};

async function namesFor(db: AnyReads, actor: Actor): Promise<Record<string, readonly Known[]>> {
  const tables = db as Reads<Tables & TermTables>;
  const [bodies, regions, terms, known] = await Promise.all([
    tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).where('archived_at', 'is', null).execute(),
    tables.selectFrom('region').select(['id', 'key', 'title']).where('system_id', '=', ownSystem).execute(),
    tables
      .selectFrom('term')
      .select(['id', 'scheme', 'key', 'label'])
      .where('scheme', 'in', [...schemes])
      .where('archived_at', 'is', null)
      .execute(),
    tables.selectFrom('organisation').select(['id', 'ref', 'name', 'acronym']).where(mayReadOrganisation(actor)).execute(),
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
  const ofScheme = (scheme: string) => terms.filter((term) => term.scheme === scheme).map((term) => called(term.id, term.key, term.label));
  return {
    body: bodies.map((body) => called(body.id, body.ref, body.name, [body.acronym])),
    region: regions.map((region) => called(region.id, region.key, region.title)),
    'organisation.type': ofScheme('organisation.type'),
    'organisation.reason': ofScheme('organisation.reason'),
    organisation: known.map(({ id, ref, name, acronym }) => ({ id, ref, name, names: acronym ? [acronym] : [] })),
  };
}
