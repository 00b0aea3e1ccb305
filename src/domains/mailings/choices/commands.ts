import { commandsOver, type FindSubject, signedIn } from '../../../platform/command.ts';
import { type AnyWrites, type Instant, reading, type Writes } from '../../../platform/db/tables.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { type Kind, kinds } from '../mailing/mailing.ts';
import type { Tables } from '../tables.ts';
import { newChoices, unsubscription } from './choice.ts';
import { choicesOf, linkOf } from './queries.ts';

const command = commandsOver<Tables>();

type Whose = { person_id: number; organisation_id: null } | { person_id: null; organisation_id: number };

/** Says for oneself which messages one wants. */
export const chooseMailings = command({
  name: 'mailing.choose',
  input: newChoices,
  subject: signedIn,
  perform: async ({ tx, input, actor, now }) => {
    const person = actor.personId;
    if (person === null) throw forbidden('refusal.signIn');
    const said = new Map((await choicesOf(reading(tx as AnyWrites), actor)).map((one) => [one.kind, one.wanted]));
    for (const kind of kinds) {
      const wanted = input.wanted.includes(kind);
      if ((said.get(kind) ?? true) !== wanted) await choose(tx, { person_id: person, organisation_id: null }, kind, wanted, now);
    }
    return { wanted: kinds.filter((kind) => input.wanted.includes(kind)) };
  },
});

/** Whoever holds the link of a message speaks for the mailbox that it was sent to, in this one matter. */
const holder: FindSubject<{ token: string }, Whose & { kind: Kind; wanted: boolean | null }> = async (tx, input) => {
  const found = await linkOf(reading(tx), input.token);
  if (!found) throw notFound('mailing.linkUnknown');
  return found as Whose & { kind: Kind; wanted: boolean | null };
};

/** Ends messages of one kind or of all, or lets them come again. Done twice it changes nothing. */
export const unsubscribe = command({
  name: 'mailing.unsubscribe',
  input: unsubscription,
  subject: holder,
  perform: async ({ tx, input, subject, now }) => {
    const { kind, wanted, person_id, organisation_id } = subject;
    const whose = { person_id, organisation_id } as Whose;
    for (const one of input.all ? kinds : [kind])
      if (one !== kind || (wanted ?? true) !== input.again) await choose(tx, whose, one, input.again, now);
    return { kind };
  },
});

const choose = (tx: Writes<Tables>, whose: Whose, kind: Kind, wanted: boolean, now: Instant) =>
  tx
    .insertInto('mailing_choice')
    .values({ ...whose, kind, wanted, decided_at: now })
    .onConflict((clash) =>
      clash
        .columns(['person_id', 'organisation_id', 'kind'])
        .doUpdateSet({ wanted, decided_at: now })
        .where('mailing_choice.wanted', '<>', wanted),
    )
    .execute();
