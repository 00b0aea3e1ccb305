import type { Actor } from '../../../platform/access/actor.ts';
import type { AnyReads, Reads } from '../../../platform/db/tables.ts';
import { languages } from '../../../platform/i18n/languages.ts';
import { plainTexts } from '../../../platform/i18n/texts.ts';
import type { ImportColumn, ImportContext, Importer, Known, RawLine, Resolver } from '../../../platform/imports/importer.ts';
import { mayReadItem, mayReadReview } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { partsOf, readEnds } from './ends.ts';
import { recognisePlan } from './import-recognise.ts';
import { healthIn, kindIn, percentIn, roleIn, statusIn } from './import-words.ts';
import { aliasKind, type Status } from './item.ts';
import { takeInItem } from './take-in.ts';

const columns: readonly ImportColumn[] = [
  { key: 'ref', label: 'plan.ref', names: ['reference', 'référence', 'referencia', 'المرجع'] },
  { key: 'kind', label: 'plan.kind', names: ['type', 'tipo', 'النوع'] },
  { key: 'number', label: 'plan.number', names: ['no', '#', 'numéro', 'número', 'الرقم', 'id'] },
  {
    key: 'title',
    label: 'plan.title',
    names: ['issue', 'issue id', 'task', 'tasks', 'action', 'name', 'point', 'asunto', 'القضية', 'titre', 'título', 'العنوان'],
    required: true,
  },
  { key: 'startsOn', label: 'plan.startsOn', names: ['start', 'start date', 'début', 'inicio', 'البداية'] },
  {
    key: 'ends',
    label: 'plan.proposedEnd',
    names: ['proposed end', 'proposed end date', 'end', 'end date', 'due', 'fin prévue', 'fin previsto', 'النهاية المقترحة'],
  },
  { key: 'status', label: 'plan.status', names: ['status', 'state', 'statut', 'estado', 'الحالة'] },
  { key: 'percent', label: 'plan.percent', names: ['percent', '%', '% complete', 'pourcentage', 'porcentaje', 'النسبة'] },
  { key: 'health', label: 'plan.health', names: ['santé', 'salud', 'الوضع'] },
  { key: 'note', label: 'plan.note', names: ['notes', 'note', 'comment', 'notas', 'ملاحظات'] },
  { key: 'steps', label: 'plan.implementation', names: ['implementation', 'steps', 'mise en œuvre', 'implementación', 'التنفيذ'] },
  { key: 'outcome', label: 'plan.outcome', names: ['outcome', 'outcomes', 'résultats', 'resultados', 'النتائج'] },
  { key: 'workstream', label: 'plan.workstream', names: ['work stream', 'axe de travail', 'línea de trabajo', 'مسار العمل'] },
  { key: 'workstreamLeads', label: 'import.plan.workstreamLeads', names: [] },
  { key: 'leads', label: 'plan.leads', names: ['lead', 'owner', 'responsables', 'المسؤولون'] },
  { key: 'body', label: 'plan.body', names: ['group', 'ralo', 'organe', 'órgano', 'الهيئة'] },
  { key: 'parent', label: 'plan.parent', names: ['inside', 'parent', 'fait partie de', 'dentro de', 'ضمن'] },
  { key: 'recommendations', label: 'plan.recommendations', names: ['recommendation', 'recommandations', 'recomendaciones', 'التوصيات'] },
  { key: 'review', label: 'plan.review', names: ['revue', 'revisión', 'المراجعة'] },
  { key: 'phase', label: 'plan.phase', names: ['fase', 'المرحلة'] },
  { key: 'endedOn', label: 'plan.endedOn', names: ['ended', 'actual end', 'terminé le', 'terminado el', 'انتهى في'] },
  { key: 'aliases', label: 'import.plan.aliases', names: ['alias', 'also known as', 'formerly'] },
  { key: 'source', label: 'statement.source', names: [] },
];

/** A plan: the table that committees know, work plans with tasks, implementation and outcomes, pledges of bodies, and our own files. */
export const plan: Importer = {
  kind: 'plan',
  title: 'import.plan.what',
  hint: 'import.plan.hint',
  right: 'plan.manage',
  context: [
    {
      key: 'review',
      label: 'plan.review',
      required: false,
      options: async (db, actor) => {
        const rows = await reviewsOf(db, actor);
        return rows.map(({ ref, title }) => [ref, `${ref} · ${title.texts[title.original] ?? ''}`] as const);
      },
    },
    {
      key: 'language',
      label: 'import.plan.language',
      required: false,
      options: async () => languages.map(({ code, name }) => [code, name] as const),
    },
  ],
  columns,
  command: takeInItem,
  recognise: recognisePlan,
  names: async (db, actor, context) => namesOfPlan(db, actor, context),
  understand: (line, context, resolver) => {
    const { cells } = line;
    const label = [cells.number, cells.title].filter(Boolean).join('. ').slice(0, 120);
    const body = cells.body ? resolver.find('body', cells.body) : undefined;
    if (cells.body && !body) return { problems: [], label, unknown: { kind: 'body', text: cells.body } };
    const said = saidBy(line, context, resolver);
    if (cells.kind && !kindIn(cells.kind))
      return { problems: [{ path: ['kind'], key: 'import.plan.kindUnknown', values: { text: cells.kind.slice(0, 80) } }], label };
    if (cells.status && cells.source === undefined && said.status === undefined)
      return { problems: [{ path: ['status'], key: 'import.plan.statusUnknown', values: { text: cells.status.slice(0, 80) } }], label };
    return {
      input: { ...said, ...(body ? { body } : {}) },
      label,
      ...(typeof said.ref === 'string' ? { url: `/plans/items/${said.ref}` } : {}),
    };
  },
  identity: (input) => {
    if (input.ref) return String(input.ref);
    const alias = Array.isArray(input.aliases) && input.aliases.length === 1 ? /\d[\d.]*$/.exec(String(input.aliases[0]))?.[0] : undefined;
    if (input.number) return `${input.kind} ${input.review} ${alias ?? input.number}`;
    return `${input.kind} ${input.workstreamTitle ?? input.body ?? input.parent ?? ''} ${JSON.stringify(input.title)}`;
  },
};

const saidBy = ({ cells, place }: RawLine, context: ImportContext, resolver: Resolver): Record<string, unknown> => {
  const language = context.language || 'en';
  // Spreadsheets are kept from taking a list for a formula by a sign before it.
  const text = (cell: string | undefined) => (cell?.trim() ? plainTexts(language, cell.trim().replace(/^'(?=[-=+@])/, '')) : undefined);
  const { heading, parts } = partsIn(cells);
  const typed = numberIn(heading, cells.number);
  const kind = (cells.kind && kindIn(cells.kind)) || (typed.number ? 'issue' : 'task');
  const review = kind === 'issue' ? cells.review?.trim().toUpperCase() || context.review : undefined;
  const meant: Meant = review && typed.number ? meantBy(typed.number, review, resolver) : { number: typed.number, aliases: [] };
  const aliases = [...new Set([...meant.aliases, ...(cells.aliases ? listIn(cells.aliases) : [])])];
  const whole = statusOf(cells, parts);
  const recommendations = cells.recommendations ? listIn(cells.recommendations) : meant.recommendation ? [meant.recommendation] : [];
  const leads = cells.leads ? leadsIn(cells.leads) : undefined;
  const source = cells.source;
  const where = place.line ? `line ${place.line}` : place.page ? `page ${place.page}` : place.row ? `row ${place.row}` : undefined;
  const statements = (['status', 'ends'] as const).flatMap((field) =>
    source && cells[field]
      ? [{ field: field === 'ends' ? 'endsOn' : field, value: cells[field], source, ...(where ? { place: where } : {}) }]
      : [],
  );
  return clean({
    kind,
    ref: cells.ref?.trim().toUpperCase(),
    review,
    number: meant.number,
    title: text(typed.title.slice(0, 300)),
    aliases: aliases.length > 0 ? aliases : undefined,
    startsOn: cells.startsOn,
    endedOn: cells.endedOn,
    ...whole,
    health: cells.health ? healthIn(cells.health) : undefined,
    phase: cells.phase,
    note: text(cells.note),
    steps: text(cells.steps),
    outcome: text(cells.outcome),
    parts: parts.length > 0 ? parts.map((part) => clean({ ...part })) : undefined,
    parent: cells.parent?.trim().toUpperCase(),
    workstreamTitle: cells.workstream,
    workstreamLeads: cells.workstreamLeads,
    recommendations: recommendations.length > 0 ? recommendations : undefined,
    leads,
    statements: statements.length > 0 ? statements : undefined,
  });
};

interface Part {
  label: string;
  title?: string | undefined;
  endsOn?: unknown;
  status?: Status | undefined;
  percent?: number | undefined;
}

/** What the cells of title, ends and status say of each part; the heading is the title without them. */
const partsIn = (cells: Record<string, string>): { heading: string; parts: Part[] } => {
  const parts = new Map<string, Part>();
  const part = (label: string): Part => {
    const known = parts.get(label) ?? { label };
    parts.set(label, known);
    return known;
  };
  const titled = cells.source === undefined ? [{ label: '', text: cells.title ?? '' }] : partsOf(cells.title ?? '');
  for (const { label, text } of titled) if (label) part(label).title = text;
  for (const { label, title, endsOn } of readEnds(cells.ends ?? '')) {
    const known = part(label);
    if (endsOn) known.endsOn = endsOn;
    known.title ??= title ?? undefined;
  }
  for (const { label, text } of partsOf(cells.status ?? '')) {
    if (label) Object.assign(part(label), { status: statusIn(text), percent: percentIn(text) });
  }
  return { heading: titled.find((one) => !one.label)?.text ?? cells.title ?? '', parts: [...parts.values()] };
};

/** The status of the whole: as it is said, or what its parts come to. */
const statusOf = (
  cells: Record<string, string>,
  parts: readonly Part[],
): { status?: Status | undefined; percent?: number | string | undefined } => {
  const own = partsOf(cells.status ?? '').find((one) => !one.label)?.text;
  const stated = parts.flatMap((part) => (part.label && part.status ? [part.status] : []));
  const together =
    stated.length === 0
      ? undefined
      : stated.every((one) => one === 'completed')
        ? 'completed'
        : stated.includes('heldOver')
          ? 'heldOver'
          : 'inProgress';
  return { status: own ? statusIn(own) : together, percent: cells.percent || (own ? percentIn(own) : undefined) };
};

const numberIn = (heading: string, number: string | undefined): { number: string | undefined; title: string } => {
  if (number?.trim()) return { number: number.trim(), title: heading };
  const [, found, title] = /^(\d{1,3}(?:\.\d{1,3})?)[.:)]\s+(\S.*)$/su.exec(heading) ?? [];
  return { number: found, title: title ?? heading };
};

interface Meant {
  number: string | undefined;
  aliases: string[];
  recommendation?: string;
}

/** A number of a document that a known issue or recommendation bears as another name: "8" is the ninth where "Issue 8" is its alias. */
const meantBy = (number: string, review: string, resolver: Resolver): Meant => {
  const items = resolver.find('plan/kind', review);
  const asked = resolver.find('recommendation/kind', review);
  const item = items && (resolver.find(items, number) ?? resolver.find(items, `Issue ${number}`));
  const ref = asked && (resolver.find(asked, number) ?? resolver.find(asked, `Issue ${number}`));
  const meant =
    (item && resolver.find('plan/number', `of ${item}`)) ?? (ref && resolver.find('recommendation/number', `of ${ref}`)) ?? number;
  const recommendation = asked ? resolver.find(asked, meant) : undefined;
  return { number: meant, aliases: meant === number ? [] : [`Issue ${number}`], ...(recommendation ? { recommendation } : {}) };
};

const namesOfPlan = async (db: AnyReads, actor: Actor, context: ImportContext): Promise<Record<string, readonly Known[]>> => {
  const tables = db as Reads<Tables>;
  const [reviews, items, recommendations, bodies] = await Promise.all([
    reviewsOf(db, actor),
    tables
      .selectFrom('plan_item')
      .select(['id', 'ref', 'number', 'review_id'])
      .where('number', 'is not', null)
      .where('archived_at', 'is', null)
      .where(mayReadItem(actor))
      .execute(),
    tables
      .selectFrom('recommendation')
      .innerJoin('review', 'review.id', 'recommendation.review_id')
      .select(['recommendation.id', 'recommendation.ref', 'recommendation.number', 'recommendation.review_id'])
      .where('recommendation.archived_at', 'is', null)
      .where(mayReadReview(actor))
      .execute(),
    tables.selectFrom('body').select(['id', 'ref', 'acronym', 'name']).where('archived_at', 'is', null).execute(),
  ]);
  const review = reviews.find((one) => one.ref === context.review?.toUpperCase());
  const named = (rows: readonly { id: number; ref: string; number: string | null; review_id: number | null }[]) =>
    rows
      .filter((one) => one.review_id === review?.id)
      .map((one) => ({ id: one.id, ref: one.ref, name: one.ref, names: [one.number ?? ''] }));
  const numbers = (rows: readonly { id: number; ref: string; number: string | null }[]) =>
    rows.map((one) => ({ id: one.id, ref: one.number ?? '', name: `of ${one.ref}` }));
  return {
    body: bodies.map(({ id, ref, acronym, name }) => ({
      id,
      ref,
      name: name.texts[name.original] ?? ref,
      names: [...(acronym ? [acronym] : []), ...Object.values(name.texts)],
    })),
    ...(review
      ? {
          'plan/kind': [{ id: review.id, ref: aliasKind(review.id), name: review.ref }],
          'recommendation/kind': [{ id: review.id, ref: `recommendation/${review.id}`, name: review.ref }],
          [aliasKind(review.id)]: named(items),
          [`recommendation/${review.id}`]: named(recommendations),
        }
      : {}),
    'plan/number': numbers(items),
    'recommendation/number': numbers(recommendations),
  };
};

const reviewsOf = (db: AnyReads, actor: Actor) =>
  (db as Reads<Tables>)
    .selectFrom('review')
    .select(['id', 'ref', 'title'])
    .where('archived_at', 'is', null)
    .where(mayReadReview(actor))
    .orderBy('ref')
    .execute();

const leadsIn = (cell: string) =>
  listIn(cell).map((one) => {
    const [, role, name] = /^([^:]+):\s*(.+)$/u.exec(one) ?? [];
    return { role: (role && roleIn(role)) || 'contributor', name: (role && roleIn(role) ? name : one) ?? one };
  });

const listIn = (cell: string): string[] =>
  cell
    .split(/[;\n؛]/)
    .map((one) => one.trim())
    .filter(Boolean);

/** Without the fields of which the line says nothing. */
const clean = (input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== ''));
