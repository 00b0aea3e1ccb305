import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { commandsOver, existing } from '../../../platform/command.ts';
import { conflict, forbidden, invalid, invalidField } from '../../../platform/errors.ts';
import { isOwn } from '../policy.ts';
import { known } from '../roles/rights.ts';
import type { Tables } from '../tables.ts';
import { lastDay, newApiToken, oneToken, tokenPrefix } from './token.ts';

const command = commandsOver<Tables>();

/** Makes a token for programs. Only on the page: a token must not make tokens. Gives the secret once; it is stored nowhere. */
export const makeToken = command({
  name: 'token.make',
  secret: true,
  input: newApiToken,
  subject: async (_tx, _input, actor) => {
    if (actor.kind !== 'person' || actor.personId === null) throw forbidden('refusal.signIn');
    if (actor.scopes) throw forbidden('token.byPageOnly');
    return actor.personId;
  },
  perform: async ({ tx, input, subject, today }) => {
    const commands = input.reach === 'chosen' ? (input.commands ?? []) : [];
    const unknown = commands.filter((name) => !known.commands.includes(name));
    if (unknown.length > 0) throw invalid(unknown.map((name) => ({ path: ['commands'], key: 'token.unknownCommand', values: { name } })));
    if (input.reach === 'chosen' && commands.length === 0) throw invalidField('commands', 'token.chooseCommands');
    if (input.expires < today) throw invalidField('expires', 'token.expiryPast');
    if (input.expires > lastDay(today)) throw invalidField('expires', 'token.expiryTooFar');
    const secret = tokenPrefix + newToken();
    await tx
      .insertInto('api_token')
      .values({
        person_id: subject,
        name: input.name,
        token_hash: hashOf(secret),
        scopes: input.reach === 'all' ? ['*'] : commands,
        expires_at: `${input.expires}T23:59:59Z`,
      })
      .execute();
    return { secret };
  },
});

export const revokeToken = command({
  name: 'token.revoke',
  input: oneToken,
  subject: existing<Tables, 'api_token'>('api_token')<{ token: number }>({
    by: (row, input) => row.and([row('api_token.id', '=', input.token)]),
    mayRead: (actor) => isOwn(actor, 'api_token.person_id'),
    may: (actor) => isOwn(actor, 'api_token.person_id'),
  }),
  perform: async ({ tx, subject, now }) => {
    if (subject.revoked_at) throw conflict('token.alreadyRevoked');
    await tx.updateTable('api_token').set({ revoked_at: now }).where('id', '=', subject.id).execute();
    return { id: subject.id };
  },
});
