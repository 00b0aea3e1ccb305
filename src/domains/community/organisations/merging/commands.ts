import { z } from 'zod';
import type { Actor } from '../../../../platform/access/actor.ts';
import { commandsOver, existing, type FindSubject, type RowOf } from '../../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../../platform/db/tables.ts';
import { forbidden, invalidField, notFound } from '../../../../platform/errors.ts';
import { id } from '../../../../platform/fields.ts';
import { bothLocked, mergeToUndo } from '../../../../platform/merging/both.ts';
import { keepApart } from '../../../../platform/merging/keep-apart.ts';
import { mergeRecords } from '../../../../platform/merging/merge.ts';
import { type Side, sidesOf, takenOver } from '../../../../platform/merging/merging.ts';
import { unmergeRecords } from '../../../../platform/merging/unmerge.ts';
import type { Tables } from '../../tables.ts';
import { nameAlso } from '../keep.ts';
import { mayEditOrganisation, mayReadOrganisation } from '../policy.ts';
import { columnsOf, organisationApart, organisationMerge } from './merging.ts';

const command = commandsOver<Tables>();

type Organisation = RowOf<Tables, 'organisation'>;

const one = (
  tx: AnyWrites,
  actor: Actor,
  input: { ref?: string; number?: number; version?: number | null | undefined },
  archivedToo = false,
): Promise<Organisation> =>
  existing<Tables, 'organisation'>('organisation')<typeof input>({
    by: (row, asked) =>
      row.and([asked.ref === undefined ? row('organisation.id', '=', asked.number ?? 0) : row('organisation.ref', '=', asked.ref)]),
    mayRead: mayReadOrganisation,
    may: mayEditOrganisation,
    archivedToo,
  })(tx, input, actor);

const both: FindSubject<
  { kept: string; gone: string; version?: number | null | undefined; goneVersion?: number | null | undefined },
  Record<Side, Organisation>
> = (tx, input, actor) =>
  bothLocked(input, (side) => one(tx, actor, { ref: input[side], version: side === 'kept' ? input.version : input.goneVersion }));

/**
 * Two records of one organisation become one: the chosen values, and everything that hangs on either. The name and reference that go are
 * further names of the one that stays. It can be undone.
 */
export const mergeOrganisations = command({
  name: 'organisation.merge',
  input: organisationMerge,
  subject: both,
  perform: async ({ tx, input, subject: { kept, gone }, actor, now }) => {
    const from = sidesOf(columnsOf, input.fields, { kept, gone });
    const merge = await mergeRecords(tx, 'organisation', { kept: kept.id, gone: gone.id }, takenOver(columnsOf, from), { now, actor });
    await nameAlso(tx, kept.id, [from.name === 'gone' ? kept.name : gone.name, gone.ref], true);
    return { merge: merge.id, organisation: kept.ref };
  },
});

/** Makes two records of one again, as far as they still are what the merge made of them. */
export const unmergeOrganisations = command({
  name: 'organisation.unmerge',
  input: z.object({ merge: id() }),
  subject: (tx, input: { merge: number }, actor) =>
    mergeToUndo(tx, 'organisation', input.merge, (number) => one(tx, actor, { number }, true)),
  perform: async ({ tx, subject, actor, now }) => {
    const stayed = await unmergeRecords(tx, subject, { now, actor });
    const { ref } = await tx.selectFrom('organisation').select('ref').where('id', '=', subject.gone_id).executeTakeFirstOrThrow();
    return { merge: subject.id, organisation: ref, stayed };
  },
});

/** Says of two records that they are of two organisations, so that nobody is asked again; or that one may ask again. */
export const keepOrganisationsApart = command({
  name: 'organisation.keepApart',
  input: organisationApart,
  subject: async (tx, input: { one: string; other: string }, actor) => {
    if (input.one === input.other) throw invalidField('other', 'merge.same');
    const found = await (tx as Writes<Tables>)
      .selectFrom('organisation')
      .select(['organisation.id', mayEditOrganisation(actor).as('may')])
      .where('organisation.ref', 'in', [input.one, input.other])
      .where(mayReadOrganisation(actor))
      .execute();
    const [first, second] = found;
    if (!first || !second) throw notFound();
    if (!first.may || !second.may) throw forbidden();
    return [first.id, second.id] as const;
  },
  perform: async ({ tx, input, subject, actor, now }) => {
    await keepApart(tx as never, 'organisation', subject, { apart: input.apart, by: actor.name, now });
    return { one: input.one, other: input.other, apart: input.apart };
  },
});
