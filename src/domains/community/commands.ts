import { sql } from 'kysely';
import { z } from 'zod';
import { commandsOver, existing, holding } from '../../platform/command.ts';
import type { AnyWrites, Writes } from '../../platform/db/tables.ts';
import { conflict, invalidField } from '../../platform/errors.ts';
import { reference } from '../../platform/fields.ts';
import { bodyChange, canMove, newBody, regionTable } from './body.ts';
import { mayEdit, mayRead } from './policy.ts';
import { idOfBody, regionIdOf } from './regions.ts';
import type { Tables } from './tables.ts';
import { treeHeld } from './tree.ts';

const command = commandsOver<Tables>();

/** The body that an input names under `by`, which the actor may change. */
const body = <Input>(by: (input: Input) => string) =>
  existing<Tables, 'body'>('body')<Input>({ by: (row, input) => row.and([row('body.ref', '=', by(input))]), mayRead, may: mayEdit });

export const addBody = command({
  name: 'body.add',
  input: newBody,
  subject: holding('body.manage'),
  perform: async ({ tx, input, today }) => {
    const known = await tx.selectFrom('body').select(['id', 'archived_at']).where('ref', '=', input.ref).executeTakeFirst();
    if (known && !known.archived_at) throw invalidField('ref', 'body.refTaken', { ref: input.ref });
    const values = {
      ref: input.ref,
      name: JSON.stringify(input.name),
      acronym: input.acronym ?? null,
      kind: input.kind,
      parent_id: input.parent ? await idOfBody(tx, input.parent, 'parent') : null,
      region_id: input.region ? await regionIdOf(tx, input.region) : null,
      state: input.state,
      state_on: input.stateOn ?? today,
      purpose: input.purpose ? JSON.stringify(input.purpose) : null,
      languages: input.languages ?? [],
      position: input.position ?? 0,
      joining: input.joining ?? 'closed',
      how_to_join: input.howToJoin ? JSON.stringify(input.howToJoin) : null,
      charter_url: input.charterUrl ?? null,
      next_meeting_at: input.nextMeeting ?? null,
      meeting_url: input.meetingUrl ?? null,
      documents: JSON.stringify(input.documents ?? []),
    };
    if (known)
      await tx
        .updateTable('body')
        .set({ ...values, archived_at: null, archived_reason: null })
        .where('id', '=', known.id)
        .execute();
    else await tx.insertInto('body').values(values).execute();
    return { ref: input.ref };
  },
});

export const changeBody = command({
  name: 'body.change',
  input: bodyChange,
  subject: async (tx, input: { ref: string; parent?: string | null | undefined }, actor) => {
    if (input.parent) await treeHeld(tx);
    return body<{ ref: string }>(({ ref }) => ref)(tx, input, actor);
  },
  perform: async ({ tx, input, subject, today }) => {
    if (input.state && !canMove(subject.state, input.state)) throw conflict('body.cannotMove', { from: subject.state, to: input.state });
    const parentId = input.parent === undefined ? subject.parent_id : input.parent ? await idOfBody(tx, input.parent, 'parent') : null;
    if (parentId !== null && (await isWithin(tx, parentId, subject.id))) throw invalidField('parent', 'body.ownAncestor');
    await tx
      .updateTable('body')
      .set({
        ...(input.name ? { name: JSON.stringify(input.name) } : {}),
        ...(input.acronym !== undefined ? { acronym: input.acronym } : {}),
        ...(input.kind ? { kind: input.kind } : {}),
        parent_id: parentId,
        ...(input.region !== undefined ? { region_id: input.region ? await regionIdOf(tx, input.region) : null } : {}),
        ...(input.state && input.state !== subject.state ? { state: input.state, state_on: input.stateOn ?? today } : {}),
        ...(input.purpose !== undefined ? { purpose: input.purpose ? JSON.stringify(input.purpose) : null } : {}),
        ...(input.languages ? { languages: input.languages } : {}),
        ...(input.position != null ? { position: input.position } : {}),
        ...(input.joining ? { joining: input.joining } : {}),
        ...(input.howToJoin !== undefined ? { how_to_join: input.howToJoin ? JSON.stringify(input.howToJoin) : null } : {}),
        ...(input.charterUrl !== undefined ? { charter_url: input.charterUrl } : {}),
        ...(input.nextMeeting !== undefined ? { next_meeting_at: input.nextMeeting } : {}),
        ...(input.meetingUrl !== undefined ? { meeting_url: input.meetingUrl } : {}),
        ...(input.documents ? { documents: JSON.stringify(input.documents) } : {}),
      })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

export const archiveBody = command({
  name: 'body.archive',
  input: z.object({ ref: reference() }),
  subject: body<{ ref: string }>((input) => input.ref),
  perform: async ({ tx, subject, now, call }) => {
    await tx
      .updateTable('body')
      .set({ archived_at: now, archived_reason: call.reason ?? null })
      .where('id', '=', subject.id)
      .execute();
    return { ref: subject.ref };
  },
});

/** Takes in a whole region system from one source: countries, regions and a version that begins on a day. Known ones stay as they are. */
export const loadRegions = command({
  name: 'region.load',
  input: regionTable,
  subject: holding('body.manage'),
  perform: async ({ tx, input }) => {
    const system = await keep(
      tx,
      'region_system',
      { key: input.system },
      { title: JSON.stringify(input.title), source: input.source ?? null },
    );
    const regions = new Map<string, number>();
    for (const region of input.regions)
      regions.set(region.key, await keep(tx, 'region', { system_id: system, key: region.key }, { title: JSON.stringify(region.title) }));
    const version = await keep(tx, 'region_version', { system_id: system, valid_from: input.validFrom }, {});
    for (const country of input.countries) {
      const region = regions.get(country.region);
      if (!region) throw invalidField('countries', 'region.unknown', { region: country.region });
      const countryId = await keep(tx, 'country', { code: country.code }, { name: country.name });
      await keep(
        tx,
        'region_country',
        { version_id: version, country_id: countryId },
        { region_id: region, confidence: country.confidence ?? null },
      );
    }
    return { countries: input.countries.length };
  },
});

/** Makes a row or brings it up to date, and gives its id. */
const keep = async (tx: AnyWrites, table: string, by: Record<string, unknown>, values: Record<string, unknown>): Promise<number> => {
  let known = tx.selectFrom(table).select('id');
  for (const [column, value] of Object.entries(by)) known = known.where(column, '=', value);
  const found = await known.executeTakeFirst();
  if (!found)
    return (
      await tx
        .insertInto(table)
        .values({ ...by, ...values })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  if (Object.keys(values).length > 0) await tx.updateTable(table).set(values).where('id', '=', found.id).execute();
  return found.id;
};

/** Is the body the other one or nested in it? */
const isWithin = async (tx: Writes<Tables>, id: number, outer: number): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    with recursive up as (
      select id, parent_id from body where id = ${id}
      union select body.id, body.parent_id from body join up on body.id = up.parent_id
    ) select exists (select from up where id = ${outer}) as found`.execute(tx);
  return rows[0]?.found ?? false;
};
