import { sql } from 'kysely';
import { dueQuestion, proposeTriage, readDue, sendTriage, sheetOf } from '../src/domains/reviews/triage/index.ts';
import { batchByRef, itemsOf } from '../src/domains/reviews/triage/queries.ts';
import { run } from '../src/platform/command.ts';
import { reading } from '../src/platform/db/tables.ts';
import type { Refusal } from '../src/platform/errors.ts';
import { type Name, openApp } from './app.ts';

export type Triage = Awaited<ReturnType<typeof openTriage>>;

/** The test community with what stories about triage say again and again: Dana proposes and sends, others look. */
export const openTriage = async () => {
  const house = await openApp();
  const seenBy = (name: Name | undefined, ref: string) => batchByRef(reading(house.db), house.actor(name), ref);
  return {
    house,
    seenBy,
    sweep: () => sql`truncate triage_batch, triage_item, triage_stage, mail cascade`.execute(house.db),
    propose: (body: string, more = {}) => run(proposeTriage, { review: 'R1', body, ...more }, house.call('dana')),
    send: (ref: string, more = {}) => run(sendTriage, { ref, dueOn: day(14), ...more }, house.call('dana')),
    due: async (name: Name | undefined) => readDue(await dueQuestion(reading(house.db), house.actor(name)).execute()),
    batch: async (ref: string) => {
      const found = await seenBy('dana', ref);
      return found && { ...found, items: await itemsOf(reading(house.db), found.id) };
    },
    mails: async () =>
      (
        await sql<{
          recipient: string;
          language: string;
          subject: string;
          body: string;
        }>`select recipient, language, subject, body from mail order by recipient`.execute(house.db)
      ).rows,
    stageOf: async (body: string) => {
      const { id } = await house.db.selectFrom('review').select('id').where('ref', '=', 'R1').executeTakeFirstOrThrow();
      return (await sheetOf(reading(house.db), house.actor('dana'), id, day())).bodies.find((one) => one.ref === body)?.stage;
    },
  };
};

export const day = (later = 0) => Temporal.Now.plainDateISO('UTC').add({ days: later }).toString();

/** What was refused; that nothing was refused is a fault. */
export const refusal = (done: Promise<unknown>): Promise<Refusal> =>
  done.then(
    () => Promise.reject(new Error('was not refused')),
    (fault) => fault as Refusal,
  );
