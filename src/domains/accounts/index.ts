import { holdsEverywhere } from '../../platform/access/actor.ts';
import type { Domain } from '../../platform/domain.ts';
import { cardOf } from '../../platform/lists/office.ts';
import { saidOfPeople } from '../people/index.ts';
import { askAddress, confirmAddress } from './addresses/commands.ts';
import { api } from './api.ts';
import { addAccount, openAccount, resumeAccount, suspendAccount } from './commands.ts';
import { askCode, makeLink, redeemCode, redeemLink } from './entry/commands.ts';
import { keepAdministratorRole, makeFirst, redeemFirst } from './first/commands.ts';
import { jobs } from './jobs.ts';
import { askErasure, performErasure, repeatErasure, settleFile, withdrawErasure } from './leaving/commands.ts';
import { finishErasures, forgets } from './leaving/replay.ts';
import { messages } from './messages/index.ts';
import { moves } from './moves.ts';
import { makeToken, revokeToken } from './own/commands.ts';
import { pages } from './pages.tsx';
import { addPasskey, askPasskey, preparePasskey, redeemPasskey, removePasskey, renamePasskey } from './passkeys/commands.ts';
import { right } from './policy.ts';
import { enterByProvider, linkIdentity, removeIdentity } from './providers/commands.ts';
import { defineRole, endGrant, giveGrant } from './roles/commands.ts';
import { peopleList } from './roles/list.ts';
import { rolesOfPeople } from './roles/person-fact.tsx';
import { endOtherSessions, endSession } from './sessions/commands.ts';
import { sweepSecrets } from './sessions/sweep.ts';

export { addAccountFromConsole, makeSignInLink } from './cli.ts';
export { addAccount, openAccount } from './commands.ts';
export { ownPath } from './entry/code.ts';
export { keepAdministratorRole, makeFirstLink } from './first/commands.ts';
export { defineRole, endGrant, giveGrant } from './roles/commands.ts';
export { learnNames } from './roles/rights.ts';
export { administrator } from './roles/role.ts';
export { noteSeen } from './sessions/commands.ts';
export { actorForPerson, actorNow, type Credentials, type Known } from './sessions/queries.ts';
export { sessionCookie } from './sessions/session.ts';

saidOfPeople.say(rolesOfPeople);

export const accounts: Domain = {
  name: 'accounts',
  moves,
  tables: [
    'role',
    'role_grant',
    'account',
    'sign_in_code',
    'first_link',
    'sign_in_link',
    'session',
    'api_token',
    'passkey',
    'passkey_ceremony',
    'identity',
    'address_change',
    'erasure',
  ],
  rights: [right],
  commands: [
    askCode,
    redeemCode,
    makeLink,
    redeemLink,
    endSession,
    endOtherSessions,
    sweepSecrets,
    makeFirst,
    redeemFirst,
    keepAdministratorRole,
    addAccount,
    openAccount,
    suspendAccount,
    resumeAccount,
    defineRole,
    giveGrant,
    endGrant,
    makeToken,
    revokeToken,
    askPasskey,
    redeemPasskey,
    preparePasskey,
    addPasskey,
    renamePasskey,
    removePasskey,
    enterByProvider,
    linkIdentity,
    removeIdentity,
    askAddress,
    confirmAddress,
    askErasure,
    withdrawErasure,
    performErasure,
    repeatErasure,
    settleFile,
  ],
  forgets,
  hears: { 'erasure.perform': finishErasures, 'erasure.settleFile': finishErasures },
  pages,
  api,
  lists: [cardOf(peopleList, { noun: 'person', id: 'person.id' })],
  jobs,
  menu: [{ area: 'keeping', label: 'people.title', href: peopleList.path, place: 2, shownTo: (actor) => holdsEverywhere(actor, right) }],
  messages,
};
