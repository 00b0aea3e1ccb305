import { sql } from 'kysely';
import type { AnyWrites, Day, Writes } from '../../../../platform/db/tables.ts';
import { bodyOfRegion, nameKey, regionOfCountry } from '../../../community/index.ts';
import { touched } from '../applicant/unfinished.ts';
import { type Answers, meantBy } from '../form/answers.ts';
import type { FormContent } from '../form/form.ts';
import type { Tables } from '../tables.ts';
import { write } from './letters.ts';
import { enter } from './step.ts';

interface Submitted {
  id: number;
  number: number | null;
  ref: string | null;
  body_id: number | null;
  received_on: Day | null;
  language: string;
  address: string;
  content: FormContent;
}

/** An application is received: it has a number, a place and its first step, and the applicant is told. */
export const handIn = async (
  tx: Writes<Tables>,
  application: Submitted,
  answers: Answers,
  { today, by }: { today: Day; by?: string },
): Promise<string> => {
  const number = application.number ?? (await nextNumber(tx));
  const ref = application.ref ?? `APP-${String(number).padStart(4, '0')}`;
  const place = await placeOf(tx, application.content, answers, today);
  const kept = columnsOf(answers, application.content);
  await tx
    .updateTable('application')
    .set({
      ...kept,
      number,
      ref,
      country_id: place.country_id,
      body_id: application.body_id ?? place.body_id,
      received_on: application.received_on ?? today,
      ...touched(today),
    })
    .where('id', '=', application.id)
    .execute();
  await enter(tx, application.id, 'received', { today, by: by ?? kept.name ?? '', more: { hold_suggested_on: null } });
  await write(tx as AnyWrites, application, (t, { community }) => ({
    subject: t('application.letter.received.subject', { ref, community }),
    body: t('application.letter.received.body', { ref, community }),
  }));
  return ref;
};

/** The answers, and of them what is searched and compared. */
export const columnsOf = (answers: Answers, content: FormContent) => {
  const { name, nativeName } = meantBy(content, answers) as { name?: string; nativeName?: string };
  return {
    answers: JSON.stringify(answers),
    name: name?.slice(0, 200) ?? null,
    name_key: name ? nameKey(name) : null,
    native_key: nativeName ? nameKey(nativeName) : null,
  };
};

/** The country that was named and the body of the region that follows from it, as far as the community knows them. */
const placeOf = async (tx: Writes<Tables>, content: FormContent, answers: Answers, today: Day) => {
  const { country = '' } = meantBy(content, answers) as { country?: string };
  const known = await tx.selectFrom('country').select('id').where('code', '=', country).executeTakeFirst();
  if (!known) return { country_id: null, body_id: null };
  return { country_id: known.id, body_id: await bodyOfRegion(tx as never, await regionOfCountry(tx as never, known.id, today)) };
};

/** Two at once come one after the other. */
const nextNumber = async (tx: Writes<Tables>): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtext('application.number'))`.execute(tx);
  const { next } = await tx
    .selectFrom('application')
    .select(sql<number>`coalesce(max(number), 0) + 1`.as('next'))
    .executeTakeFirstOrThrow();
  return next;
};
