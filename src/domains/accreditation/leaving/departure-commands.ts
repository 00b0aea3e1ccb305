import type { z } from 'zod';
import { commandsOver, existing, type RowOf, type Work } from '../../../platform/command.ts';
import { conflict } from '../../../platform/errors.ts';
import { mayReadOrganisation, memberStates } from '../../community/index.ts';
import { close, move, onlyFor } from './commands.ts';
import { type DepartureKind, newDeparture } from './departure.ts';
import { endGiven } from './end-given.ts';
import { tell } from './letters.ts';
import { mayLeave } from './policy.ts';
import type { Tables } from './tables.ts';

const command = commandsOver<Tables>();

const leaving = existing<Tables, 'organisation'>('organisation')<{ organisation: string }>({
  by: (row, input) => row.and([row('organisation.ref', '=', input.organisation)]),
  mayRead: mayReadOrganisation,
  may: mayLeave,
});

/** A member goes by its own will. A later day is kept as that day: until then it is still counted. */
export const resign = command({
  name: 'departure.resign',
  input: newDeparture,
  subject: leaving,
  perform: (work) => leave(work, 'resigned', 'ownRequest'),
});

/** An organisation that no longer exists. */
export const dissolve = command({
  name: 'departure.dissolve',
  input: newDeparture,
  subject: leaving,
  perform: (work) => leave(work, 'dissolved', 'dissolved'),
});

type Leaving = Work<Tables, z.output<typeof newDeparture>, RowOf<Tables, 'organisation'>>;

const leave = async ({ tx, input, subject, actor, today, call }: Leaving, kind: DepartureKind, reasonClass: string) => {
  if (!memberStates.includes(subject.state)) throw conflict('departure.alreadyLeft');
  const stays = input.stays ?? [];
  if (stays.length > 0) onlyFor(actor, 'activity.manage', subject.body_id);
  const on = input.on ?? today;
  await tx
    .insertInto('departure')
    .values({ organisation_id: subject.id, kind, leaves_on: on, words: input.words ?? null, said_by: actor.name })
    .execute();
  const ladder = await tx
    .selectFrom('ladder_case')
    .select('id')
    .where('organisation_id', '=', subject.id)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst();
  if (ladder) await close(tx, ladder.id, 'ended', today, null);
  const told = await tell(
    tx,
    subject,
    today,
    (t, values) => [
      t(`departure.letter.${kind}.subject`, { organisation: values.organisation }),
      [
        t(`departure.letter.${kind}.body`, { ...values, day: t.day(on) }),
        ...(input.words ? [t('departure.letter.words', { words: input.words })] : []),
        t('departure.letter.ends', values),
      ].join('\n\n'),
    ],
    'standing',
  );
  // Last, since with the organisation go those who are written to.
  await move(tx, { ref: subject.ref, state: kind, withdrawn: on, reasonClass }, call);
  const ended = await endGiven(tx, subject, on, stays, call);
  return { organisation: subject.ref, told, ended };
};
