import { sql } from 'kysely';
import { z } from 'zod';
import { also, commandsOver, existing, holding } from '../../../platform/command.ts';
import type { Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { nameKey } from '../name-key.ts';
import { countryIdOf } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { columnsOf, nameAlso, nextNumber, onlyKeepers, placeOf } from './keep.ts';
import { newOrganisation, organisationChange, organisationImport } from './organisation.ts';
import { mayEditOrganisation, mayReadOrganisation } from './policy.ts';

const command = commandsOver<Tables>();

/** The organisation that an input names under `ref`, which the actor may change. */
const organisation = existing<Tables, 'organisation'>('organisation')<{ ref: string }>({
  by: (row, input) => row.and([row('organisation.ref', '=', input.ref)]),
  mayRead: mayReadOrganisation,
  may: mayEditOrganisation,
});

export const addOrganisation = command({
  name: 'organisation.add',
  input: newOrganisation,
  subject: holding('organisation.manage', { wholly: false }),
  perform: async ({ tx, input, actor, today }) => {
    const place = await placeOf(tx, input, undefined, today);
    onlyKeepers(actor, place.body_id);
    const number = await nextNumber(tx);
    const ref = input.ref ?? `ORG-${String(number).padStart(4, '0')}`;
    if (await tx.selectFrom('organisation').select('id').where('ref', '=', ref).executeTakeFirst())
      throw invalidField('ref', 'organisation.refTaken', { ref });
    const { id } = await tx
      .insertInto('organisation')
      .values({
        languages: [],
        state: input.state,
        name: input.name,
        name_key: nameKey(input.name),
        ...columnsOf(input, undefined, today),
        ...place,
        number,
        ref,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await nameAlso(tx, id, input.aliases ?? []);
    return { ref };
  },
});

export const changeOrganisation = command({
  name: 'organisation.change',
  input: organisationChange,
  subject: organisation,
  perform: async ({ tx, input, subject, actor, today }) => {
    const place = await placeOf(tx, input, subject, today);
    if (place.body_id !== subject.body_id) onlyKeepers(actor, place.body_id);
    const renamed = input.name && input.name !== subject.name;
    await tx
      .updateTable('organisation')
      .set({ ...columnsOf(input, subject, today), ...place })
      .where('id', '=', subject.id)
      .execute();
    // Under its former name it is still found and still meant.
    if (renamed) await nameAlso(tx, subject.id, [subject.name], true);
    await nameAlso(tx, subject.id, input.aliases ?? []);
    return { ref: subject.ref };
  },
});

export const archiveOrganisation = command({
  name: 'organisation.archive',
  input: z.object({ ref: reference() }),
  subject: organisation,
  perform: async ({ tx, subject, now, call }) => {
    if (!call.reason) throw invalidField('reason', 'archive.reasonNeeded');
    await tx.updateTable('organisation').set({ archived_at: now, archived_reason: call.reason }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

/** One line of an import: a known organisation is brought up to date (and revived where it was archived), an unknown one is added. */
export const takeInOrganisation = command({
  name: 'organisation.takeIn',
  input: organisationImport,
  subject: holding('organisation.manage', { wholly: false }),
  perform: async ({ tx, input: { match, ...said }, actor, call }) => {
    const known = await knownTo(tx, said, match);
    if (!known) {
      if (!said.name) throw invalidField('name', 'field.required');
      return also(tx, addOrganisation, said, call);
    }
    if (known.archived_at) {
      onlyKeepers(actor, known.body_id);
      await tx.updateTable('organisation').set({ archived_at: null, archived_reason: null }).where('id', '=', known.id).execute();
    }
    return also(tx, changeOrganisation, { ...said, ref: known.ref }, call);
  },
});

/** By its reference wherever the line gives one; otherwise by the chosen rule. A rule that finds two is asked about. */
const knownTo = async (
  tx: Writes<Tables>,
  said: {
    ref?: string | null | undefined;
    name?: string | null | undefined;
    country?: string | null | undefined;
    website?: string | null | undefined;
  },
  match: 'reference' | 'nameAndCountry' | 'website',
) => {
  const any = tx.selectFrom('organisation').select(['id', 'ref', 'archived_at', 'body_id']).orderBy('id');
  if (said.ref) return any.where('ref', '=', said.ref).executeTakeFirst();
  if (match === 'reference') return undefined;
  const found =
    match === 'website'
      ? said.website
        ? await any.where('website', '=', said.website).limit(2).execute()
        : []
      : said.name && said.country
        ? await any
            .where(sql<boolean>`(name_key = ${nameKey(said.name)} or exists (select from alias where alias.kind = 'organisation'
              and alias.record_id = organisation.id and alias.archived_at is null and alias.text = ${said.name}))`)
            .where('country_id', '=', await countryIdOf(tx, said.country))
            .limit(2)
            .execute()
        : [];
  if (found.length > 1) throw conflict('organisation.severalMatch', { one: found[0]?.ref ?? '', other: found[1]?.ref ?? '' });
  return found[0];
};
