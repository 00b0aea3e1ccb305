import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '../../../test/database.ts';
import { type Actor, system } from '../../platform/access/actor.ts';
import { type Call, run } from '../../platform/command.ts';
import { reading } from '../../platform/db/tables.ts';

import { type TableOut, writeTable } from '../../platform/documents/tables/write.ts';
import { makeCatalogue } from '../../platform/i18n/catalogue.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import { openOffice } from '../../platform/imports/office.ts';
import { countLines } from '../../platform/imports/queries.ts';
import { silent } from '../../platform/log/log.ts';
import { setTerm } from '../../platform/terms/terms.ts';
import { addBody, community } from '../community/index.ts';
import arImports from './import-words/messages/ar.json' with { type: 'json' };
import enImports from './import-words/messages/en.json' with { type: 'json' };
import esImports from './import-words/messages/es.json' with { type: 'json' };
import frImports from './import-words/messages/fr.json' with { type: 'json' };
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { positions } from './positions/imports.ts';
import { addReview } from './recommendations/commands.ts';
import { recommendations } from './recommendations/imports.ts';
import { stages } from './triage/imports.ts';

// The small community into which the tests of imports bring their documents, and what they ask of it.
export const seeds = new URL('../../../../shared/seeds/', import.meta.url);
export const withSeeds = existsSync(seeds);
export const seed = (start: string): Buffer => {
  const name = readdirSync(seeds).find((each) => each.startsWith(start)) ?? '';
  return readFileSync(new URL(name, seeds));
};
export const example = new URL('../../../../shared/examples/recommendations/upr20-slovenia-thematic-list.docx', import.meta.url);

export let database: TestDatabase;
export let dataDir: string;
export let office: ReturnType<typeof openOffice>;
export const catalogue = makeCatalogue([
  { en, fr, es, ar },
  { en: enImports, fr: frImports, es: esImports, ar: arImports },
]);
export const staff: Actor = {
  kind: 'person',
  personId: 7,
  name: 'Nadia',
  rights: new Map(
    ['review.manage', 'body.manage', 'position.draft', 'position.finalise', 'triage.propose'].map((right) => [
      right,
      'everywhere' as const,
    ]),
  ),
};
export const as = (actor: Actor): Call => ({ db: database.db, actor, via: 'page', now: '2026-11-22T09:00:00Z', today: '2026-11-22' });
export const place = () => ({ db: database.db, log: silent });

/** Once for each test file, before its tests. */
export const openImportWorld = async (): Promise<void> => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plenary-review-imports-'));
  office = openOffice({
    importers: [...(community.imports ?? []), recommendations, positions, stages],
    catalogue,
    actorOf: async () => staff,
    dataDir,
    uploadLimit: 25 * 1024 * 1024,
  });
  const call = as(system());
  for (const [at, [key, tone, label]] of stances.entries()) await run(setTerm, { scheme: 'stance', key, tone, label, position: at }, call);
  await run(
    setTerm,
    { scheme: 'coordination', key: 'requires', label: { en: 'Requires community coordination', fr: 'Exige une coordination' } },
    call,
  );
  await run(setTerm, { scheme: 'coordination', key: 'benefits', label: { en: 'Would benefit from community coordination' } }, call);
  await run(setTerm, { scheme: 'theme', key: 'diversity', label: { en: 'Diversity', fr: 'Diversité', ar: 'التنوع' } }, call);
  await run(setTerm, { scheme: 'theme', key: 'voting', label: { en: 'Voting', fr: 'Vote', ar: 'التصويت' } }, call);
  for (const [ref, name, parent] of given)
    await run(addBody, { ref, name: { en: name }, kind: 'group', ...(parent ? { parent } : {}) }, call);
};
export const closeImportWorld = async (): Promise<void> => {
  await database.drop();
  await rm(dataDir, { recursive: true });
};

export const stances = [
  ['support', 'done', { en: 'Support', fr: 'Soutient', es: 'Apoya', ar: 'يؤيد' }],
  ['depends', 'waiting', { en: 'It depends', fr: 'Cela dépend', es: 'Depende', ar: 'يتوقف' }],
  ['oppose', 'problem', { en: 'Do not support', fr: 'Ne soutient pas', es: 'No apoya', ar: 'لا يؤيد' }],
] as const;
export const given = [
  ['ALAC', 'At-Large Advisory Committee', undefined],
  ['LACRALO', 'Latin America and Caribbean Islands Regional At-Large Organization', undefined],
  ['AFRALO', 'African Regional At-Large Organization', undefined],
  ['GNSO', 'Generic Names Supporting Organization', undefined],
  ['GNSO-COUNCIL', 'GNSO Council', 'GNSO'],
  ['GNSO-GROUPS', 'GNSO Groups', 'GNSO'],
  ...['CCNSO', 'GAC', 'ASO', 'RSSAC', 'SSAC'].map((ref) => [ref, `${ref} of the test`, undefined] as const),
] as const;

export const review = (ref: string) => run(addReview, { ref, prefix: ref, title: { en: `Review ${ref}` } }, as(system()));
export const bring = async (kind: string, source: Uint8Array | string, name: string, context: Record<string, string> = {}) => {
  const { id } = await run(office.commands.start, { kind, name, file: Buffer.from(source).toString('base64'), context }, as(staff));
  await office.runImport(place(), id);
  return id;
};
export const begin = async (id: number) => {
  await run(office.commands.begin, { id }, as(staff));
  await office.runImport(place(), id);
  return counts(id);
};
export const counts = (id: number) => countLines(reading(database.db), id);
export interface LineRow {
  number: number;
  label: string;
  outcome: string;
  input: { number: string };
  problems: { key: string }[];
}
export interface RecommendationRow {
  number: string;
  title: Texts;
  text: Texts | null;
  themes: string[];
  coordination_class: string | null;
}
export interface PositionRow {
  number: string;
  body: string;
  stance: string | null;
  state: string;
  comment: Texts | null;
}
export const lines = (id: number): Promise<LineRow[]> =>
  database.db.selectFrom('import_line').selectAll().where('run_id', '=', id).orderBy('number').execute() as Promise<never[]>;
export const recommendationsOf = (ref: string): Promise<RecommendationRow[]> =>
  database.db
    .selectFrom('recommendation')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .selectAll('recommendation')
    .where('review.ref', '=', ref)
    .where('recommendation.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .execute() as Promise<never[]>;
export const positionsOf = (ref: string): Promise<PositionRow[]> =>
  database.db
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .innerJoin('review', 'review.id', 'recommendation.review_id')
    .innerJoin('body', 'body.id', 'position.body_id')
    .select(['recommendation.number', 'body.ref as body', 'position.stance', 'position.comment', 'position.state', 'position.decided_on'])
    .where('review.ref', '=', ref)
    .where('position.archived_at', 'is', null)
    .orderBy('recommendation.position')
    .execute();
export const numbersWith = (all: { number: string; stance: string | null }[], stance: string) =>
  all.filter((one) => one.stance === stance).map((one) => Number(one.number));
export const bytesOf = async (written: { body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> }) =>
  new Uint8Array(await new Response(written.body).arrayBuffer());
export const file = async (format: 'csv' | 'xlsx' | 'json', table: Omit<TableOut, 'title'>) =>
  bytesOf(await writeTable(format, { title: 'Export', ...table }));
export const columnsOf = (names: readonly string[]) => names.map((name) => ({ key: name, title: name, kind: 'text' as const }));
