import { getCookie, setCookie } from 'hono/cookie';
import { hashOf } from '../../../platform/access/tokens.ts';
import { run } from '../../../platform/command.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound, Refusal, statusOf } from '../../../platform/errors.ts';
import { fromForm } from '../../../platform/fields.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { addressesOf, changePerson, masked, personOf } from '../../people/index.ts';
import { askAddress } from '../addresses/commands.ts';
import { openChangeQuestion } from '../addresses/queries.ts';
import { openErasureQuestion } from '../leaving/queries.ts';
import { passkeysWork } from '../passkeys/passkey.ts';
import { passkeysOfQuestion } from '../passkeys/queries.ts';
import { identitiesOfQuestion } from '../providers/queries.ts';
import { known } from '../roles/rights.ts';
import { endOtherSessions, endSession } from '../sessions/commands.ts';
import { sessionsOf, sessionsOfQuestion } from '../sessions/queries.ts';
import { sessionCookie } from '../sessions/session.ts';
import { makeToken, revokeToken } from './commands.ts';
import { tokensOfQuestion } from './queries.ts';
import { newApiToken } from './token.ts';
import { AccountPage, NewToken } from './views.tsx';

export const ownPages = (app: Pages): void => {
  app.get('/account', (c) => showAccount(c));

  app.post('/account', (c) =>
    submit(c, changePerson, {
      more: { person: personId(c) },
      done: () => '/account',
      again: (profile) => showAccount(c, { profile }),
      flash: 'account.saved',
    }).then((answer) => rememberLanguage(c, answer)),
  );

  app.post('/account/addresses', (c) =>
    submit(c, askAddress, {
      done: () => '/account#addresses',
      again: (address) => showAccount(c, { address }),
      flash: 'address.asked',
    }),
  );

  app.post('/account/sessions/end-others', async (c) => {
    const v = visit(c);
    const own = (await sessionsOf(v.db, v.actor, v.now)).find((session) => session.hash === carriedHash(c));
    return submit(c, endOtherSessions, { more: { except: own?.id }, done: () => '/account#sessions', flash: 'session.othersEnded' });
  });

  app.post('/account/sessions/:session/end', (c) =>
    submit(c, endSession, { more: { session: c.req.param('session') }, done: () => '/account', flash: 'session.ended' }),
  );

  // Not through `submit`: the secret is shown in this very answer and kept nowhere, also not as the outcome of a form sent twice.
  app.post('/account/tokens', async (c) => {
    const v = visit(c);
    const values = fromForm(await c.req.parseBody({ all: true }), newApiToken);
    try {
      const { secret } = await run(makeToken, values, callOf(v, 'page'));
      c.header('Cache-Control', 'no-store');
      return show(c, { title: v.t('token.made'), breadcrumbs: trail(c) }, <NewToken t={v.t} secret={secret} />);
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.kind !== 'invalid') throw fault;
      c.status(statusOf.invalid);
      return showAccount(c, { token: { values, problems: fault.problems, refusal: fault } });
    }
  });

  app.post('/account/tokens/:token/revocation', (c) =>
    submit(c, revokeToken, { more: { token: c.req.param('token') }, done: () => '/account#tokens', flash: 'token.nowRevoked' }),
  );
};

const trail = (c: PageContext) => [{ href: '/account', label: visit(c).t('account.title') }];

const personId = (c: PageContext): number => {
  const { actor } = visit(c);
  if (actor.personId === null) throw forbidden('refusal.signIn');
  return actor.personId;
};

const carriedHash = (c: PageContext): string => hashOf(getCookie(c, sessionCookie(visit(c).services.baseUrl)) ?? '');

const showAccount = async (c: PageContext, forms: { profile?: FormState; address?: FormState; token?: FormState } = {}) => {
  const v = visit(c);
  const id = personId(c);
  const [person, addresses, { sessions, tokens, passkeys, identities, changes, erasures }] = await Promise.all([
    personOf(v.db, v.actor, id),
    addressesOf(v.db, v.actor, id),
    together(v.db, {
      sessions: sessionsOfQuestion(v.db, v.actor, v.now),
      tokens: tokensOfQuestion(v.db, v.actor),
      passkeys: passkeysOfQuestion(v.db, v.actor),
      identities: identitiesOfQuestion(v.db, v.actor),
      changes: openChangeQuestion(v.db, v.actor, v.now),
      erasures: openErasureQuestion(v.db, v.actor, id),
    }),
  ]);
  if (!person) throw notFound();
  const carried = carriedHash(c);
  const { baseUrl, openId, house } = v.services;
  const [change] = changes;
  return show(
    c,
    { title: v.t('account.title') },
    <AccountPage
      t={v.t}
      now={v.now}
      person={person}
      addresses={addresses.map(({ id, address, confirmedAt }) => ({ id, shown: masked(address), confirmed: confirmedAt !== null }))}
      open={change && { typed: change.typed, oldConfirmed: change.oldConfirmedAt !== null, newConfirmed: change.newConfirmedAt !== null }}
      address={forms.address ?? emptyForm()}
      passkeys={passkeys}
      script={passkeysWork(baseUrl) ? house.assets.passkey : undefined}
      identities={identities}
      erasure={erasures[0]}
      provider={openId}
      sessions={sessions.map(({ hash, ...session }) => ({ ...session, isThisOne: hash === carried }))}
      tokens={tokens}
      commands={known.commands}
      profile={forms.profile ?? emptyForm()}
      token={forms.token ?? emptyForm()}
    />,
  );
};

/** What somebody sets for good also counts in this browser, where an earlier choice would win over it. */
const rememberLanguage = async (c: PageContext, answer: Response): Promise<Response> => {
  const { language } = await c.req.parseBody();
  if (answer.status !== 303 || typeof language !== 'string') return answer;
  setCookie(c, 'plenary_language', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true });
  return c.body(null, 303, { location: '/account' });
};
