import type { Reads } from '../../../../platform/db/tables.ts';
import type { Kind } from '../application/application.ts';
import type { Tables } from '../tables.ts';
import { announcedIn } from './form.ts';

/** The editions that are in force, one of each kind. Forms are public. */
export const formsInForce = (db: Reads<Tables>) =>
  db
    .selectFrom('application_form')
    .distinctOn('kind')
    .select(['kind', 'edition', 'content', 'created_at'])
    .where('archived_at', 'is', null)
    .orderBy('kind', 'desc')
    .orderBy('edition', 'desc');

/** The lists on which acceptances are announced now. */
export const announcedOn = async (db: Reads<Tables>) => announcedIn(await formsInForce(db).execute());

/** An edition of a form; without a number the one in force. */
export const formOf = (db: Reads<Tables>, kind: Kind, edition?: number) =>
  db
    .selectFrom('application_form')
    .select(['kind', 'edition', 'content', 'created_at'])
    .where('kind', '=', kind)
    .$if(edition !== undefined, (question) => question.where('edition', '=', edition as number))
    .orderBy('edition', 'desc')
    .limit(1);

/** All editions of a kind with how many applications answer each. */
export const editionsOf = (db: Reads<Tables>, kind: Kind) =>
  db.selectFrom('application_form').select(['edition', 'created_at']).where('kind', '=', kind).orderBy('edition', 'desc').limit(50);
