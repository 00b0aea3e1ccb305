import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { also, type Call } from '../../../platform/command.ts';
import type { AnyWrites, Day, Reads, Writes } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { endGrant } from '../../accounts/index.ts';
import { endsOf, givenQuestion } from './given.ts';
import { messages } from './messages/index.ts';
import type { Tables } from './tables.ts';

const words = makeCatalogue([messages]);

/**
 * With an organisation ends what its acceptance gave, on the same day: roles, except those of the grants in `stays`, and places on lists,
 * whose keepers are asked by mail. Gives how many roles end.
 */
export const endGiven = async (
  tx: Writes<Tables>,
  organisation: { id: number; ref: string; name: string },
  on: Day,
  stays: readonly number[],
  call: Call,
): Promise<number> => {
  const given = await givenQuestion(tx as unknown as Reads<Tables>, organisation.id, call.today).execute();
  if (given.length === 0) return 0;
  const { roles, lists } = endsOf(given);
  const t = translator(words, chooseLanguage({}));
  const reason = t('departure.because', { organisation: organisation.name, ref: organisation.ref });
  const ending = [...new Set(roles.map(({ grant }) => grant))].filter((grant) => !stays.includes(grant));
  for (const grant of ending) await also(tx as AnyWrites, endGrant, { grant, on }, { ...call, actor: system(), reason });
  for (const { person, name, list } of lists) await askKeeper(tx as AnyWrites, { person, name, list, organisation: organisation.name, on });
  await tx
    .updateTable('application_admission')
    .set({ ended_on: on })
    .where(
      'id',
      'in',
      given.map(({ id }) => id),
    )
    .execute();
  return ending.length;
};

interface Asked {
  person: number;
  name: string;
  list: { name: string; keeper: string };
  organisation: string;
  on: Day;
}

/** Lists are their keepers’. */
const askKeeper = async (tx: AnyWrites, { person, name, list, organisation, on }: Asked): Promise<void> => {
  const { rows } = await sql<{ address: string }>`select typed as address from email where person_id = ${person} and archived_at is null
    order by confirmed_at is null, id limit 1`.execute(tx);
  const language = chooseLanguage({});
  const t = translator(words, language);
  const { community } = await letterhead(tx);
  await post(tx, {
    to: list.keeper,
    language,
    subject: t('departure.letter.list.subject', { list: list.name }),
    body: t('departure.letter.list.body', {
      list: list.name,
      community,
      organisation,
      name,
      address: rows[0]?.address ?? '',
      day: t.day(on),
    }),
  });
};
