import { z } from 'zod';
import { commandsOver, holding } from '../../../platform/command.ts';
import { later } from '../moments.ts';
import { right } from '../policy.ts';
import type { Tables } from '../tables.ts';

const command = commandsOver<Tables>();

/** Forgets codes, links, challenges, changes of address and sessions a day after they ended: who tried to sign in when is nobody's business for longer. */
export const sweepSecrets = command({
  name: 'session.sweep',
  input: z.object({}),
  subject: holding(right),
  perform: async ({ tx, now }) => {
    const dayAgo = later(now, { hours: -24 });
    await tx.deleteFrom('sign_in_code').where('expires_at', '<', dayAgo).execute();
    await tx.deleteFrom('sign_in_link').where('expires_at', '<', dayAgo).execute();
    await tx.deleteFrom('passkey_ceremony').where('expires_at', '<', dayAgo).execute();
    await tx.deleteFrom('address_change').where('expires_at', '<', dayAgo).execute();
    await tx.deleteFrom('session').where('expires_at', '<', dayAgo).execute();
    return {};
  },
});
