import { holdsEverywhere, holdsFor } from '../../platform/access/actor.ts';
import type { FindSubject } from '../../platform/command.ts';
import type { Writes } from '../../platform/db/tables.ts';
import { forbidden, notFound } from '../../platform/errors.ts';
import type { Tables } from './tables.ts';

interface Named {
  body?: string | null | undefined;
}

/** The body that an input names, for whoever holds the right for it; where it names none, all of them, for whoever holds it everywhere. */
export const bodyOrAll =
  (right: string): FindSubject<Named, { id: number | null }> =>
  async (tx, input, actor) => {
    if (!input.body) {
      if (!holdsEverywhere(actor, right)) throw forbidden();
      return { id: null };
    }
    const body = await (tx as Writes<Tables>).selectFrom('body').select('id').where('ref', '=', input.body).executeTakeFirst();
    if (!body) throw notFound('body.unknown', { ref: input.body });
    if (!holdsFor(actor, right, body.id)) throw forbidden();
    return body;
  };
