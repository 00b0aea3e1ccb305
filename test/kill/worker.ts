import { randomUUID } from 'node:crypto';
import { fsyncSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { openProgram } from '../../src/app/program.ts';
import { addBody } from '../../src/domains/community/index.ts';
import { addEmail, addPerson } from '../../src/domains/people/index.ts';
import { addRecommendation, addReview } from '../../src/domains/reviews/index.ts';
import { draftPosition, finalisePosition, reopenPosition } from '../../src/domains/reviews/positions/commands.ts';
import { archiveRecommendation, changeRecommendation, reviveRecommendation } from '../../src/domains/reviews/recommendations/commands.ts';
import { system } from '../../src/platform/access/actor.ts';
import { type Call, run, runMany } from '../../src/platform/command.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { importFile, resumeImports } from '../../src/platform/imports/domain.ts';
import { silent } from '../../src/platform/log/log.ts';
import { setTerm } from '../../src/platform/terms/terms.ts';
import { type Acknowledged, chooser, importedRows, lanes, sharedBodies } from './story.ts';

// The life of one program: it opens its data, takes up what an earlier life left, then writes until it is killed. Arguments: the data
// folder, the file of what was acknowledged, a seed, and `once` where it should only take up what is left and end well.

const [dataDir = '', acknowledgements = '', seed = '1', mode] = process.argv.slice(2);
const choose = chooser(Number(seed));
// Everything is loaded while the life before is still going on: what is to be killed is the work, not the loading.
flushCompileCache();
await new Promise((resolve) => process.once('message', resolve));
const program = await openProgram(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, process.cwd()), silent);
const { db } = program.services;

const call = (more: Partial<Call> = {}): Call => {
  const now = new Date().toISOString();
  return { db, actor: system('Killed'), via: 'cli', now, today: now.slice(0, 10), ...more };
};

/** On the disk before anything else is done, as a person's memory of "it said saved" is. */
const file = openSync(acknowledgements, 'a');
const acknowledge = (what: Acknowledged): void => {
  writeSync(file, `${JSON.stringify(what)}\n`);
  fsyncSync(file);
  process.send?.('told');
};

if (mode === 'once') {
  await resumeImports(program.services);
  await program.close();
  process.exit(0);
}
await furnish();
process.send?.('open');
await Promise.all([resumeImports(program.services), ...Array.from({ length: lanes }, (_, lane) => edits(lane)), batches(), imports()]);

/** What all lives share; a killed beginning is begun again. */
async function furnish(): Promise<void> {
  const known = await db.selectFrom('review').select('ref').execute();
  if (known.length === 2) return;
  for (const stance of ['support', 'oppose']) await run(setTerm, { scheme: 'stance', key: stance, label: { en: stance } }, call());
  await run(setTerm, { scheme: 'body.kind', key: 'committee', label: { en: 'Committee' } }, call());
  const bodies = (await db.selectFrom('body').select('ref').execute()).map(({ ref }) => ref);
  for (const ref of sharedBodies.filter((one) => !bodies.includes(one)))
    await run(addBody, { ref, name: `Body ${ref}`, kind: 'committee' }, call());
  for (const ref of ['EDITS', 'IMPORTS'])
    if (!known.some((one) => one.ref === ref)) await run(addReview, { ref, prefix: ref, title: `Review ${ref}` }, call());
}

/** One writer with recommendations of its own. Each title carries how often it was written, so that a lost write shows. */
async function edits(lane: number): Promise<never> {
  const own = await ownRecommendations(lane);
  for (;;) {
    const one = own[Math.floor(choose() * own.length)];
    const dice = choose();
    if (!one || dice < 0.25) {
      const number = `${lane}.${own.length + 1}`;
      const { ref } = await run(
        addRecommendation,
        { review: 'EDITS', number, title: 'Written 0', text: 'As it was first.' },
        call({ once: randomUUID() }),
      );
      own.push({ ref, written: 0, archived: false });
      acknowledge({ kind: 'recommendation', ref, written: 0 });
    } else if (one.archived) {
      await run(reviveRecommendation, { ref: one.ref }, call());
      one.archived = false;
    } else if (dice < 0.65) {
      const written = one.written + 1;
      await run(
        changeRecommendation,
        { ref: one.ref, title: `Written ${written}`, text: `As it was at ${written}.` },
        call({ once: randomUUID() }),
      );
      one.written = written;
      acknowledge({ kind: 'recommendation', ref: one.ref, written });
    } else if (dice < 0.7) {
      await run(archiveRecommendation, { ref: one.ref }, call({ reason: 'no longer needed' }));
      one.archived = true;
    } else if (dice < 0.9) await takePosition(one.ref);
    else await welcome();
  }
}

interface Own {
  ref: string;
  written: number;
  archived: boolean;
}

async function ownRecommendations(lane: number): Promise<Own[]> {
  const rows = await db
    .selectFrom('recommendation')
    .select(['ref', 'title', 'archived_at'])
    .where('number', 'like', `${lane}.%`)
    .where('ref', 'like', 'REC-EDITS-%')
    .orderBy('id')
    .execute();
  return rows.map(({ ref, title, archived_at }) => ({
    ref,
    written: Number(/\d+/.exec(title.texts.en)?.[0]),
    archived: archived_at !== null,
  }));
}

async function takePosition(recommendation: string): Promise<void> {
  const body = sharedBodies[Math.floor(choose() * sharedBodies.length)] ?? '';
  const place = { recommendation, body };
  const known = await db
    .selectFrom('position')
    .innerJoin('recommendation', 'recommendation.id', 'position.recommendation_id')
    .innerJoin('body', 'body.id', 'position.body_id')
    .select('position.state')
    .where('recommendation.ref', '=', recommendation)
    .where('body.ref', '=', body)
    .executeTakeFirst();
  if (known?.state === 'final') {
    await run(reopenPosition, place, call({ reason: 'the text changed' }));
    return;
  }
  await run(draftPosition, { ...place, stance: choose() < 0.5 ? 'support' : 'oppose', comment: 'Because.' }, call());
  await run(finalisePosition, { ...place, how: 'call', on: '2026-01-31' }, call());
  acknowledge({ kind: 'position', ...place });
}

/** A person with an address, of which the log keeps the value apart. */
async function welcome(): Promise<void> {
  const address = `${randomUUID()}@example.org`;
  const { id } = await run(addPerson, { name: 'Ana Moana' }, call());
  await run(addEmail, { person: id, address }, call());
  acknowledge({ kind: 'person', id, address });
}

/** Several rows that belong together: all of them or none. */
async function batches(): Promise<never> {
  for (;;) {
    const page = randomUUID();
    const rows = Array.from({ length: 5 }, (_, at) => ({
      input: { review: 'EDITS', number: `${page.slice(0, 14)}.${at}`, title: 'One of five', page },
    }));
    const results = await runMany(addRecommendation, rows, call(), { oneForAll: true });
    if (results.every(({ done }) => done)) acknowledge({ kind: 'batch', page });
  }
}

/** Files brought in as the command line brings them in. */
async function imports(): Promise<never> {
  for (;;) {
    const name = randomUUID().slice(0, 12);
    const path = join(dataDir, `${name}.csv`);
    const rows = Array.from({ length: importedRows }, (_, at) => `${name}.${at},Imported ${at},"The text of ${name}, line ${at}."`);
    writeFileSync(path, ['number,title,text', ...rows].join('\n'));
    const { exitCode, report } = await importFile(program.services, {
      file: path,
      as: 'recommendations',
      context: { review: 'IMPORTS' },
      actor: system('Killed'),
      oneForAll: choose() < 0.3,
    });
    if (exitCode !== 0) throw new Error(report);
    acknowledge({ kind: 'import', name });
  }
}
