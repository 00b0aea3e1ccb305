import { sql } from 'kysely';
import { system } from '../../../../platform/access/actor.ts';
import { addressKey } from '../../../../platform/addresses/email.ts';
import { also, commandsOver } from '../../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../../platform/db/tables.ts';
import { conflict, invalidField, unavailable } from '../../../../platform/errors.ts';
import { keepFile } from '../../../../platform/files/keep.ts';
import { ended } from '../application/application.ts';
import { columnsOf, handIn } from '../application/hand-in.ts';
import { linkTo, write } from '../application/letters.ts';
import { enter } from '../application/step.ts';
import { mergeAnswers, problemsOf } from '../form/answers.ts';
import type { Tables } from '../tables.ts';
import { attachment, beginning, byToken, links, mostFiles, renewal, saving, submission } from './applicant.ts';
import { linked, linkedOnce, newLink } from './link.ts';
import { removeDraft } from './remove.ts';
import { touched } from './unfinished.ts';

const command = commandsOver<Tables>();

/** To apply is open to everybody. */
const anyone = async () => undefined;

/**
 * Begins an application, or leads back to the one that is under way, by a link in a mail. The answer is the same in both cases: who has
 * applied is nobody else's business.
 */
export const beginApplication = command({
  name: 'application.begin',
  secret: true,
  input: beginning,
  subject: anyone,
  perform: async ({ tx, input, now, today }) => {
    const form = await tx
      .selectFrom('application_form')
      .select('id')
      .where('kind', '=', input.kind)
      .where('archived_at', 'is', null)
      .orderBy('edition', 'desc')
      .executeTakeFirst();
    if (!form) throw unavailable('application.noForm');
    const key = addressKey(input.address);
    await sql`select pg_advisory_xact_lock(75373, hashtext(${key}))`.execute(tx);
    const known = await tx
      .selectFrom('application')
      .select(['id', 'language', 'address'])
      .where('address_key', '=', key)
      .where('kind', '=', input.kind)
      .where('state', 'not in', [...ended])
      .where('archived_at', 'is', null)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    const application =
      known ??
      (await tx
        .insertInto('application')
        .values({
          form_id: form.id,
          kind: input.kind,
          language: input.language,
          state: 'draft',
          state_on: today,
          heard_on: today,
          address: input.address,
          address_key: key,
          answers: '{}',
        })
        .returning(['id', 'language', 'address'])
        .executeTakeFirstOrThrow());
    if (known) await touchDraft(tx, known.id, today);
    await mailLink(tx, application, { addressKey: key, client: input.client, now });
    return {};
  },
});

/** Mails another link to the address of the application, for whoever holds one that has run out. */
export const renewLink = command({
  name: 'application.renewLink',
  secret: true,
  input: renewal,
  subject: linkedOnce,
  perform: async ({ tx, input, subject, now, today }) => {
    await touchDraft(tx, subject.id, today);
    await mailLink(tx, subject, { addressKey: subject.address_key, client: input.client, now });
    return {};
  },
});

/** Whoever wants to come back to a draft has not forgotten it. */
const touchDraft = (tx: Writes<Tables>, id: number, today: string) =>
  tx.updateTable('application').set(touched(today)).where('id', '=', id).where('state', '=', 'draft').execute();

const mailLink = async (
  tx: Writes<Tables>,
  application: { id: number; language: string; address: string },
  asking: { addressKey: string; client: string; now: string },
) => {
  const token = await newLink(tx, { ...asking, application: application.id });
  await write(tx as AnyWrites, application, (t, { community, site }) => ({
    subject: t('application.letter.link.subject', { community }),
    body: t('application.letter.link.body', { community, link: linkTo(site, token, application.language), days: links.days }),
  }));
};

/** Keeps what was typed so far, also what is not finished. */
export const saveApplication = command({
  name: 'application.save',
  input: saving,
  subject: linked,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.state !== 'draft' && subject.state !== 'incomplete') throw conflict('application.closedForChanges');
    const answers = mergeAnswers(subject.content, subject.answers, input.answers);
    await tx
      .updateTable('application')
      .set({ ...columnsOf(answers, subject.content), ...touched(today) })
      .where('id', '=', subject.id)
      .execute();
    return { missing: problemsOf(subject.content, answers).length };
  },
});

/** Hands it in, for the first time or again after something was missing. */
export const submitApplication = command({
  name: 'application.submit',
  input: submission,
  subject: linked,
  perform: async ({ tx, input, subject, today }) => {
    if (subject.state !== 'draft' && subject.state !== 'incomplete') throw conflict('application.alreadySubmitted');
    const answers = mergeAnswers(subject.content, subject.answers, input.answers);
    const problems = problemsOf(subject.content, answers);
    // A refusal would take back what was typed: what is missing is an answer, and the rest is kept.
    if (problems.length > 0) {
      await tx
        .updateTable('application')
        .set({ ...columnsOf(answers, subject.content), ...touched(today) })
        .where('id', '=', subject.id)
        .execute();
      return { ref: null, missing: problems.length };
    }
    const ref = await handIn(tx, subject, answers, { today });
    return { ref, missing: 0 };
  },
});

/** Whoever applied may think better of it at any time before the decision. What was never handed in is removed at once. */
export const withdrawApplication = command({
  name: 'application.withdraw',
  input: byToken,
  subject: linked,
  perform: async ({ tx, subject, today, call }): Promise<{ removed: boolean }> => {
    if (ended.includes(subject.state)) throw conflict('application.alreadyEnded');
    if (subject.ref === null) {
      await also(tx as AnyWrites, removeDraft, { application: subject.id, listed: true }, { ...call, actor: system() });
      return { removed: true };
    }
    await enter(tx, subject.id, 'withdrawn', {
      today,
      by: subject.name ?? subject.address,
      more: { held_from: null, hold_suggested_on: null },
    });
    return { removed: false };
  },
});

export const attachFile = command({
  name: 'application.attach',
  input: attachment,
  subject: linked,
  perform: async ({ tx, input, subject, today }) => {
    if (ended.includes(subject.state)) throw conflict('application.alreadyEnded');
    const kept = await tx.selectFrom('application_file').select('id').where('application_id', '=', subject.id).execute();
    if (kept.length >= mostFiles) throw invalidField('file', 'application.tooManyFiles', { count: mostFiles });
    const fileId = await keepFile(tx as AnyWrites, input.file, null);
    await tx.insertInto('application_file').values({ application_id: subject.id, file_id: fileId }).execute();
    await tx
      .updateTable('application')
      .set({ ...touched(today), hold_suggested_on: null })
      .where('id', '=', subject.id)
      .execute();
    return {};
  },
});
