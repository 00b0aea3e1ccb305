import { plainTexts } from '../../../platform/i18n/texts.ts';
import type { ImportContext, RawLine, Resolver } from '../../../platform/imports/importer.ts';
import { readBudget } from './budget.ts';
import { partsOf, readEnds } from './ends.ts';
import { type Meant, meantBy, statusMeant } from './import-names.ts';
import { healthIn, kindIn, percentIn, roleIn } from './import-words.ts';
import { type Status, wholePlan } from './item.ts';

/** What one line of a plan says, as the input of the command that takes it in. */
export const saidBy = (line: RawLine, context: ImportContext, resolver: Resolver): Record<string, unknown> => {
  const { place } = line;
  const cells = lettered(line.cells);
  const language = context.language || 'en';
  // Spreadsheets are kept from taking a list for a formula by a sign before it.
  const text = (cell: string | undefined) => (cell?.trim() ? plainTexts(language, cell.trim().replace(/^'(?=[-=+@])/, '')) : undefined);
  const { heading, parts } = partsIn(cells, resolver);
  const typed = numberIn(heading, cells.number);
  const kind = (cells.kind && kindIn(cells.kind)) || (typed.number ? 'issue' : 'task');
  const ofReview = kind === 'issue' || (kind === 'task' && !typed.number);
  const review = ofReview ? cells.review?.trim().toUpperCase() || context.review : undefined;
  const meant: Meant = review && typed.number ? meantBy(typed.number, review, resolver) : { number: typed.number, aliases: [] };
  const aliases = [...new Set([...meant.aliases, ...(cells.aliases ? listIn(cells.aliases) : [])])];
  const whole = statusOf(cells, parts, resolver);
  const recommendations = cells.recommendations ? listIn(cells.recommendations) : meant.recommendation ? [meant.recommendation] : [];
  const leads = cells.leads ? leadsIn(cells.leads) : undefined;
  const [startsOn, ...laterStarts] = (cells.startsOn ?? '').split('\n');
  const statements = [
    ...stated(cells, place, 'status', line.cells.status),
    ...stated(cells, place, 'endsOn', line.cells.ends),
    ...(laterStarts.length > 0 ? stated(cells, place, 'startsOn', cells.startsOn) : []),
  ];
  return clean({
    kind,
    ref: cells.ref?.trim().toUpperCase(),
    review,
    number: meant.number,
    title: text(typed.title.slice(0, 300)),
    aliases: aliases.length > 0 ? aliases : undefined,
    startsOn,
    endedOn: cells.endedOn,
    ...whole,
    health: cells.health ? healthIn(cells.health) : undefined,
    phase: cells.phase,
    note: text(cells.note),
    steps: text(cells.steps),
    outcome: text(cells.outcome),
    goal: text(cells.goal),
    currentState: text(cells.currentState),
    metrics: text(cells.metrics),
    method: text(cells.method),
    budget: cells.budget ? readBudget(cells.budget) : undefined,
    parts: parts.length > 0 ? parts.map((part) => clean({ ...part })) : undefined,
    parent: cells.parent?.trim().toUpperCase(),
    workstreamTitle: cells.workstream,
    workstreamLeads: cells.workstreamLeads,
    recommendations: recommendations.length > 0 ? recommendations : undefined,
    leads,
    statements: statements.length > 0 ? statements : undefined,
  });
};

/** What a sentence of a document says of an issue or of the whole plan changes neither: it stands beside them. */
export const sentenceIn = ({ cells, place }: RawLine, context: ImportContext, resolver: Resolver): Record<string, unknown> => {
  const review = cells.review?.trim().toUpperCase() || context.review;
  const number = cells.number && review ? meantBy(cells.number, review, resolver).number : cells.number;
  return clean({
    kind: number ? 'issue' : wholePlan,
    review,
    number,
    statements: stated(cells, place, cells.about ?? 'other', cells.said),
  });
};

const stated = ({ source }: Record<string, string>, place: RawLine['place'], field: string, value: string | undefined) => {
  const where = place.line ? `line ${place.line}` : place.page ? `page ${place.page}` : place.row ? `row ${place.row}` : undefined;
  return source && value ? [{ field, value, source, ...(where ? { place: where } : {}) }] : [];
};

interface Part {
  label: string;
  title?: string | undefined;
  endsOn?: unknown;
  status?: Status | undefined;
  percent?: number | string | undefined;
}

/** What the cells of title, ends and status say of each part; the heading is the title without them. */
const partsIn = (cells: Record<string, string>, resolver: Resolver): { heading: string; parts: Part[] } => {
  const parts = new Map<string, Part>();
  const part = (label: string): Part => {
    const known = parts.get(label) ?? { label };
    parts.set(label, known);
    return known;
  };
  const titled = cells.found === undefined ? [{ label: '', text: cells.title ?? '' }] : partsOf(cells.title ?? '');
  for (const { label, text } of titled) if (label) part(label).title = text;
  for (const { label, title, endsOn } of readEnds(cells.ends ?? '')) {
    const known = part(label);
    if (endsOn) known.endsOn = endsOn;
    known.title ??= title ?? undefined;
  }
  for (const { label, text } of partsOf(cells.status ?? '')) {
    if (label) Object.assign(part(label), { status: statusMeant(text, resolver), percent: percentIn(text) });
  }
  for (const { label, text } of partsOf(cells.percent ?? '')) if (label) part(label).percent = percentIn(text) ?? text;
  return { heading: titled.find((one) => !one.label)?.text ?? cells.title ?? '', parts: [...parts.values()] };
};

/** Several ends without letters are those of the parts of one item, in their order; of as many statuses or percents each belongs to one. */
const lettered = (cells: Record<string, string>): Record<string, string> => {
  const ends = readEnds(cells.ends ?? '');
  if (ends.length < 2 || ends.some((end) => end.label || !end.endsOn)) return cells;
  const each = (cell = '') => {
    const pieces = partsOf(cell);
    if (pieces.length !== ends.length || pieces.some((piece) => piece.label)) return cell;
    return pieces.map(({ text }, at) => `${String.fromCodePoint(97 + (at % 26))}) ${text}`).join('\n');
  };
  return { ...cells, ends: each(cells.ends), status: each(cells.status), percent: each(cells.percent) };
};

/** The status of the whole: as it is said, or what its parts come to. */
const statusOf = (
  cells: Record<string, string>,
  parts: readonly Part[],
  resolver: Resolver,
): { status?: Status | undefined; percent?: number | string | undefined } => {
  const percent = partsOf(cells.percent ?? '').some((one) => one.label) ? undefined : cells.percent;
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
  return { status: own ? statusMeant(own, resolver) : together, percent: percent || (own ? percentIn(own) : undefined) };
};

const numberIn = (heading: string, number: string | undefined): { number: string | undefined; title: string } => {
  if (number?.trim()) return { number: number.trim(), title: heading };
  const [, found, title] = /^(\d{1,3}(?:\.\d{1,3})?)[.:)]\s+(\S.*)$/su.exec(heading) ?? [];
  return { number: found, title: title ?? heading };
};

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
