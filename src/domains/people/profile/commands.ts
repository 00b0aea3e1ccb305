import { createHash } from 'node:crypto';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import { invalidField } from '../../../platform/errors.ts';
import { mayRead, maySayConsent, nobody } from '../policy.ts';
import type { Tables } from '../tables.ts';
import { mostBytes, mostPixels, readPicture } from './picture.ts';
import { lastDay, newPortrait, newSkill, onePortrait, oneSkill } from './skill.ts';

const command = commandsOver<Tables>();

/** What is one's own to say; for somebody who cannot sign in those who keep the records write down what they were told. */
const ownRecord = existing<Tables, 'person'>('person')<{ person: number }>({
  by: (row, input) => row.and([row('person.id', '=', input.person)]),
  mayRead,
  may: maySayConsent,
});

const ofOwn = (actor: Actor): RawBuilder<SqlBool> =>
  sql<SqlBool>`exists (select from person where person.id = skill.person_id and ${maySayConsent(actor)})`;

const ownSkill = existing<Tables, 'skill'>('skill')<{ skill: number }>({
  by: (row, input) => row.and([row('skill.id', '=', input.skill)]),
  mayRead: ofOwn,
  may: ofOwn,
});

export const addSkill = command({
  name: 'skill.add',
  input: newSkill,
  subject: ownRecord,
  perform: async ({ tx, input, subject, today }) =>
    tx
      .insertInto('skill')
      .values({ person_id: subject.id, kind: input.kind, label: input.label, purpose: input.purpose, expires_on: lastDay(today) })
      .returning('id')
      .executeTakeFirstOrThrow(),
});

/** Still meant: kept for another two years. */
export const renewSkill = command({
  name: 'skill.renew',
  input: oneSkill,
  subject: ownSkill,
  perform: async ({ tx, subject, today }) => {
    await tx
      .updateTable('skill')
      .set({ expires_on: lastDay(today), reminded_on: null })
      .where('id', '=', subject.id)
      .execute();
    return { person: subject.person_id };
  },
});

/** Really gone: nobody needs to know what somebody no longer offers. */
export const removeSkill = command({
  name: 'skill.remove',
  input: oneSkill,
  subject: ownSkill,
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('skill').where('id', '=', subject.id).execute();
    return { person: subject.person_id };
  },
});

/** Notes that somebody was reminded. Only the program itself does this. */
export const noteReminded = command({
  name: 'skill.remind',
  input: oneSkill,
  subject: existing<Tables, 'skill'>('skill')<{ skill: number }>({
    by: (row, input) => row.and([row('skill.id', '=', input.skill)]),
    mayRead: nobody,
    may: nobody,
  }),
  perform: async ({ tx, subject, today }) => {
    await tx.updateTable('skill').set({ reminded_on: today }).where('id', '=', subject.id).execute();
    return { person: subject.person_id };
  },
});

/** Takes a photograph, as base64: only what is picture in it is kept. */
export const setPortrait = command({
  name: 'portrait.set',
  input: newPortrait,
  subject: ownRecord,
  perform: async ({ tx, input, subject }) => {
    const bytes = Buffer.from(input.picture, 'base64');
    if (bytes.length > mostBytes) throw invalidField('picture', 'portrait.tooLarge', { most: mostBytes / 1024 / 1024 });
    const picture = readPicture(bytes);
    if (!picture) throw invalidField('picture', 'portrait.noPicture');
    const [width, height] = picture.size;
    if (width * height > mostPixels) throw invalidField('picture', 'portrait.tooWide', { width, height, most: mostPixels / 1_000_000 });
    const row = {
      sha256: createHash('sha256').update(picture.content).digest('hex'),
      media_type: picture.mediaType,
      content: picture.content,
    };
    await tx
      .insertInto('portrait')
      .values({ person_id: subject.id, ...row })
      .onConflict((clash) => clash.column('person_id').doUpdateSet(row))
      .execute();
    return { person: subject.id };
  },
});

export const removePortrait = command({
  name: 'portrait.remove',
  input: onePortrait,
  subject: ownRecord,
  perform: async ({ tx, subject }) => {
    await tx.deleteFrom('portrait').where('person_id', '=', subject.id).execute();
    return { person: subject.id };
  },
});
