import { z } from 'zod';
import { commandsOver, existing, holding } from '../../../platform/command.ts';
import type { Day } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { reference } from '../../../platform/fields.ts';
import { endWithOrganisation } from '../memberships/end-all.ts';
import { nameKey } from '../name-key.ts';
import { atlasOn } from '../regions.ts';
import type { Tables } from '../tables.ts';
import { columnsOf, nameAlso, nextInSeries, onlyKeepers, placeOf, refIn } from './keep.ts';
import { endedStates, newOrganisation, organisationChange, organisationReturn } from './organisation.ts';
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
    const place = placeOf(input, undefined, await atlasOn(tx, today, input.body ? [input.body] : []));
    onlyKeepers(actor, place.body_id);
    const series = await nextInSeries(tx);
    const { number } = series;
    const ref = input.ref ?? refIn(series, number);
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
    const place = placeOf(input, subject, await atlasOn(tx, today, input.body ? [input.body] : []));
    if (place.body_id !== subject.body_id) onlyKeepers(actor, place.body_id);
    const renamed = input.name && input.name !== subject.name;
    const columns = columnsOf(input, subject, today);
    await tx
      .updateTable('organisation')
      .set({ ...columns, ...place })
      .where('id', '=', subject.id)
      .execute();
    if (columns.state && endedStates.includes(columns.state)) {
      const { withdrawn_on } = columns as { withdrawn_on?: Day | null };
      await endWithOrganisation(tx, subject.id, withdrawn_on ?? subject.withdrawn_on ?? today, columns.state === 'dissolved');
    }
    // Under its former name it is still found and still meant.
    if (renamed) await nameAlso(tx, subject.id, [subject.name], true);
    await nameAlso(tx, subject.id, input.aliases ?? []);
    return { ref: subject.ref };
  },
});

/**
 * An organisation that had left is a member again: the same record goes on, with its reference, history and names, and the time before is
 * kept beside it. What is said of it now holds from now on.
 */
export const returnOrganisation = command({
  name: 'organisation.return',
  input: organisationReturn,
  subject: organisation,
  perform: async ({ tx, input, subject, actor, today }) => {
    if (!endedStates.includes(subject.state)) throw conflict('organisation.neverLeft');
    const left = subject.withdrawn_on ?? subject.state_on ?? today;
    if (left > today) throw conflict('organisation.notLeftYet', { day: left });
    const place = placeOf(input, subject, await atlasOn(tx, today, input.body ? [input.body] : []));
    onlyKeepers(actor, place.body_id);
    await tx
      .insertInto('organisation_period')
      .values({
        organisation_id: subject.id,
        accredited_on: subject.accredited_on,
        accredited_span: subject.accredited_span && JSON.stringify(subject.accredited_span),
        withdrawn_on: left,
        withdrawn_span: subject.withdrawn_span && JSON.stringify(subject.withdrawn_span),
        state: subject.state,
        reason_class: subject.reason_class,
      })
      .execute();
    const ended = { withdrawn_on: null, withdrawn_span: null, reason_class: null };
    const began = input.accredited ? {} : { accredited_on: today, accredited_span: null };
    await tx
      .updateTable('organisation')
      .set({ ...columnsOf({ ...input, state: 'accredited' }, subject, today), ...place, ...began, ...ended })
      .where('id', '=', subject.id)
      .execute();
    if (input.name && input.name !== subject.name) await nameAlso(tx, subject.id, [subject.name], true);
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
