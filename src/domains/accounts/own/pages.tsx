import { getCookie, setCookie } from 'hono/cookie';
import { hashOf } from '../../../platform/access/tokens.ts';
import { run } from '../../../platform/command.ts';
import { forbidden, notFound, Refusal, statusOf } from '../../../platform/errors.ts';
import { fromForm } from '../../../platform/fields.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { addressesOf, changePerson, masked, personOf } from '../../people/index.ts';
import { known } from '../roles/rights.ts';
import { endSession } from '../sessions/commands.ts';
import { sessionsOf } from '../sessions/queries.ts';
import { sessionCookie } from '../sessions/session.ts';
import { makeToken, revokeToken } from './commands.ts';
import { tokensOf } from './queries.ts';
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

const showAccount = async (c: PageContext, forms: { profile?: FormState; token?: FormState } = {}) => {
  const v = visit(c);
  const id = personId(c);
  const [person, addresses, sessions, tokens] = await Promise.all([
    personOf(v.db, v.actor, id),
    addressesOf(v.db, v.actor, id),
    sessionsOf(v.db, v.actor, v.now),
    tokensOf(v.db, v.actor),
  ]);
  if (!person) throw notFound();
  const carried = hashOf(getCookie(c, sessionCookie(v.services.baseUrl)) ?? '');
  return show(
    c,
    { title: v.t('account.title') },
    <AccountPage
      t={v.t}
      now={v.now}
      person={person}
      addresses={addresses.map(({ address, confirmedAt }) => ({ shown: masked(address), confirmed: confirmedAt !== null }))}
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
