import type { Selectable } from 'kysely';
import type { Actor } from '../../../../platform/access/actor.ts';
import { existing, type FindSubject } from '../../../../platform/command.ts';
import type { AnyWrites, Writes } from '../../../../platform/db/tables.ts';
import type { FormContent } from '../form/form.ts';
import { mayAdvise, mayDecide, mayHandle, mayReadApplication } from '../policy.ts';
import type { ApplicationTable, Tables } from '../tables.ts';

interface Named {
  ref: string;
  version?: number | null | undefined;
}

export type Found = Selectable<ApplicationTable> & { ref: string; content: FormContent };

/** The application that an input names, with the form in which it was begun. */
const named =
  (may: typeof mayHandle): FindSubject<Named, Found> =>
  async (tx: AnyWrites, input, actor: Actor) => {
    const application = await existing<Tables, 'application'>('application')<Named>({
      by: (row, { ref }) => row.and([row('application.ref', '=', ref)]),
      mayRead: mayReadApplication,
      may,
    })(tx, input, actor);
    const { content } = await (tx as Writes<Tables>)
      .selectFrom('application_form')
      .select('content')
      .where('id', '=', application.form_id)
      .executeTakeFirstOrThrow();
    return { ...application, ref: application.ref ?? '', content };
  };

export const handled = named(mayHandle);
export const advised = named(mayAdvise);
export const decided = named(mayDecide);
