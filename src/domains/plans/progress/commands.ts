import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver } from '../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../platform/db/tables.ts';
import { conflict, invalidField } from '../../../platform/errors.ts';
import { keepFile, type Upload } from '../../../platform/files/keep.ts';
import { openInside } from '../items/closing.ts';
import { ended } from '../items/item.ts';
import { endOf } from '../items/rest.ts';
import { itemNamed } from '../items/subjects.ts';
import { mayUpdateItem, mayVerifyItem } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { completes, judgementOf, newClaim, newEvidence, newProgress } from './progress.ts';

const command = commandsOver<Tables>();

interface Named {
  ref: string;
  version?: number | null | undefined;
}
const updated = itemNamed<Named>((input) => input.ref, mayUpdateItem);

export const addProgress = command({
  name: 'progress.add',
  input: newProgress,
  subject: updated,
  perform: async ({ tx, input, subject, actor, today, call }) => {
    if (completes(input.status) && subject.status !== 'completed') throw invalidField('status', 'progress.claimInstead');
    const happenedOn = input.happenedOn ?? today;
    if (happenedOn > today) throw invalidField('happenedOn', 'progress.inFuture');
    const moved = input.endsOn ? await moveEnd(tx, subject, input.part ?? '', endOf(input.endsOn), call.reason) : null;
    const { id } = await tx
      .insertInto('plan_progress')
      .values({
        item_id: subject.id,
        happened_on: happenedOn,
        text: JSON.stringify(input.text),
        percent: input.percent ?? null,
        status: input.status ?? null,
        health: input.health ?? null,
        part: moved?.label ?? (input.part || null),
        ended_before: moved?.before ?? null,
        ended_after: moved?.after ?? null,
        reason: moved ? (call.reason ?? null) : null,
        person_id: actor.personId,
        by_name: actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await show(tx, subject.id, id, { url: input.evidenceUrl, file: input.evidenceFile, title: input.evidenceTitle }, actor);
    await tx
      .updateTable('plan_item')
      .set({
        percent: input.percent ?? subject.percent,
        status: input.status ?? subject.status,
        health: input.health ?? subject.health,
        // What is taken up again has not ended.
        ...(input.status && !ended.includes(input.status) ? { ended_on: null } : {}),
      })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref, id };
  },
});

export const claimDone = command({
  name: 'closure.claim',
  input: newClaim,
  subject: updated,
  perform: async ({ tx, input, subject, actor, today }) => {
    const waiting = await tx
      .selectFrom('plan_closure')
      .select('state')
      .where('item_id', '=', subject.id)
      .where('state', 'in', ['claimed', 'verified'])
      .where('archived_at', 'is', null)
      .orderBy('state')
      .executeTakeFirst();
    // What was verified and then taken up again may be claimed anew.
    if (waiting && (waiting.state === 'claimed' || subject.status === 'completed'))
      throw conflict(waiting.state === 'claimed' ? 'closure.alreadyClaimed' : 'closure.alreadyVerified');
    const open = await openInside(tx, subject.id);
    if (open) throw conflict('closure.openInside', open);
    const claimedOn = input.claimedOn ?? today;
    if (claimedOn > today) throw invalidField('claimedOn', 'progress.inFuture');
    await show(tx, subject.id, null, { url: input.evidenceUrl, file: input.evidenceFile, title: input.evidenceTitle }, actor);
    const seen = await tx
      .selectFrom('plan_evidence')
      .select('id')
      .where('item_id', '=', subject.id)
      .where('archived_at', 'is', null)
      .executeTakeFirst();
    if (!seen) throw invalidField('evidenceUrl', 'closure.evidenceNeeded');
    await tx
      .insertInto('plan_closure')
      .values({
        item_id: subject.id,
        claimed_on: claimedOn,
        claimed_by: actor.name,
        claimed_person_id: actor.personId,
        note: input.note ?? null,
      })
      .execute();
    await tx
      .updateTable('plan_item')
      .set({ status: 'completed', ended_on: claimedOn, percent: input.percent ?? subject.percent })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

/** A second person says whether the claim holds. Returned, the item is in progress again. */
export const judgeClaim = command({
  name: 'closure.judge',
  input: judgementOf,
  subject: itemNamed<{ ref: string }>((input) => input.ref, mayVerifyItem),
  perform: async ({ tx, input, subject, actor, today }) => {
    const claim = await tx
      .selectFrom('plan_closure')
      .select(['id', 'claimed_person_id'])
      .where('item_id', '=', subject.id)
      .where('state', '=', 'claimed')
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!claim) throw conflict('closure.nothingClaimed');
    if (claim.claimed_person_id !== null && claim.claimed_person_id === actor.personId) throw conflict('closure.ownClaim');
    if (input.verdict === 'returned' && !input.judgement) throw invalidField('judgement', 'closure.whyReturned');
    await tx
      .updateTable('plan_closure')
      .set({ state: input.verdict, judged_on: today, judged_by: actor.name, judgement: input.judgement ?? null })
      .where('id', '=', claim.id)
      .execute();
    if (input.verdict === 'returned')
      await tx.updateTable('plan_item').set({ status: 'inProgress', ended_on: null }).where('id', '=', subject.id).execute();
    return { ref: subject.ref };
  },
});

export const addEvidence = command({
  name: 'evidence.add',
  input: newEvidence,
  subject: updated,
  perform: async ({ tx, input, subject, actor }) => {
    await show(tx, subject.id, null, input, actor);
    return { ref: subject.ref };
  },
});

interface Shown {
  url?: string | null | undefined;
  file?: Upload | null | undefined;
  title?: string | null | undefined;
}

/** An address and a file are two pieces of evidence; without a title they are called what they are called where they come from. */
const show = async (tx: Writes<Tables>, itemId: number, progressId: number | null, { url, file, title }: Shown, actor: Actor) => {
  const pieces = [
    ...(url ? [{ url, title: title ?? new URL(url).hostname }] : []),
    ...(file ? [{ file_id: await keepFile(tx as unknown as AnyWrites, file, actor.personId), title: title ?? file.name }] : []),
  ];
  for (const piece of pieces)
    await tx
      .insertInto('plan_evidence')
      .values({ item_id: itemId, progress_id: progressId, ...piece })
      .execute();
};

/** Moves one end and says from when to when; the first end that was promised stays as the baseline. */
const moveEnd = async (
  tx: Writes<Tables>,
  item: { id: number; starts_on: string | null },
  label: string,
  end: ReturnType<typeof endOf>,
  reason: string | undefined,
) => {
  if (item.starts_on && end.ends_on && end.ends_on < item.starts_on) throw invalidField('endsOn', 'plan.endsBeforeStart');
  const parts = await tx
    .selectFrom('plan_part')
    .selectAll()
    .where('item_id', '=', item.id)
    .where('archived_at', 'is', null)
    .orderBy('label')
    .execute();
  const part = parts.find((one) => one.label === label) ?? (label === '' && parts.length === 1 ? parts[0] : undefined);
  if (!part && parts.length > 0) throw invalidField('part', 'progress.whichPart', { labels: parts.map((one) => one.label).join(', ') });
  if (part && part.ends_on === end.ends_on && part.ends_precision === end.ends_precision) return null;
  if (!part) {
    await tx
      .insertInto('plan_part')
      .values({ item_id: item.id, label, ...end, baseline_on: end.ends_on })
      .execute();
    return { label: null, before: null, after: end.ends_on };
  }
  if (part.ends_on && !reason) throw invalidField('reason', 'progress.reasonNeeded');
  await tx
    .updateTable('plan_part')
    .set({ ...end, baseline_on: part.baseline_on ?? end.ends_on })
    .where('id', '=', part.id)
    .execute();
  return { label: part.label || null, before: part.ends_on, after: end.ends_on };
};
