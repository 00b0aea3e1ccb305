import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { mayReadField, mayReadPerson, type Onlooker } from '../../community/index.ts';
import { maySayConsent } from '../policy.ts';
import type { Tables } from '../tables.ts';

/** What somebody offers, as far as it is shown to the onlooker. What has expired is seen by nobody but its owner, on the page of the profile. */
export const skillsQuestion = (db: Reads<Tables>, as: Onlooker, person: number, today: Day) =>
  db
    .selectFrom('skill')
    .innerJoin('person', 'person.id', 'skill.person_id')
    .select(['skill.id', 'skill.kind', 'skill.label', 'skill.purpose'])
    .where('skill.person_id', '=', person)
    .where('skill.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .where('skill.expires_on', '>', today)
    .where(mayReadPerson(as))
    .where(mayReadField(as, 'skills'))
    .orderBy('skill.kind', 'desc')
    .orderBy('skill.id');

/** All of one's own, with their end. */
export const ownSkillsQuestion = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('skill')
    .innerJoin('person', 'person.id', 'skill.person_id')
    .select(['skill.id', 'skill.kind', 'skill.label', 'skill.purpose', 'skill.expires_on as expiresOn'])
    .where('skill.person_id', '=', person)
    .where('skill.archived_at', 'is', null)
    .where(maySayConsent(actor))
    .orderBy('skill.id');

/** Is there a photograph that the onlooker may see? Its hash makes its address new when it changes. */
export const portraitQuestion = (db: Reads<Tables>, as: Onlooker, person: number) =>
  db
    .selectFrom('portrait')
    .innerJoin('person', 'person.id', 'portrait.person_id')
    .select(sql<string>`left(portrait.sha256, 12)`.as('mark'))
    .where('portrait.person_id', '=', person)
    .where('person.archived_at', 'is', null)
    .where(mayReadPerson(as))
    .where(mayReadField(as, 'photo'));

/** The photograph itself. */
export const portraitOf = (db: Reads<Tables>, actor: Actor, person: number) =>
  portraitQuestion(db, actor, person)
    .clearSelect()
    .select(['portrait.content', 'portrait.media_type', 'portrait.sha256'])
    .executeTakeFirst();

/** Whether the reader may say what this person shows. */
export const mayProfileQuestion = (db: Reads<Tables>, actor: Actor, person: number) =>
  db
    .selectFrom('person')
    .select(['person.id', 'person.display_name as name'])
    .where('person.id', '=', person)
    .where('person.archived_at', 'is', null)
    .where(maySayConsent(actor));
