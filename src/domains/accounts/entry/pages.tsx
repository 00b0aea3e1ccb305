import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { clientOf } from '../../../platform/access/client.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import { run } from '../../../platform/command.ts';
import { Refusal } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, sayNext, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { passkeysWork } from '../passkeys/passkey.ts';
import { PasskeyEntry } from '../passkeys/views.tsx';
import { ProviderEntry } from '../providers/views.tsx';
import { endSession } from '../sessions/commands.ts';
import { sessionsOf } from '../sessions/queries.ts';
import { challengeCookie, cookieOptions, sessionCookie } from '../sessions/session.ts';
import { limits, ownPath } from './code.ts';
import { askCode, type Redeemed, redeemCode, redeemLink } from './commands.ts';
import { AskForm, CodeForm, LinkForm } from './views.tsx';

export const entryPages = (app: Pages): void => {
  app.use('/sign-in/*', async (c, next) => {
    // Pages with secrets in their address or cookies are kept by no cache and named to no other site.
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
  });

  app.get('/sign-in', (c) => {
    const back = ownPath(c.req.query('return'));
    return visit(c).actor.kind === 'person' ? c.redirect(back, 303) : showAsk(c, emptyForm(), back);
  });

  app.post('/sign-in', async (c) => {
    const v = visit(c);
    const back = await returnPath(c);
    return submit(c, askCode, {
      more: { language: v.language, client: clientOf(c) },
      done: ({ challenge }) => {
        setCookie(c, challengeCookie(v.services.baseUrl), challenge, cookieOptions(v.services.baseUrl, limits.minutes * 60));
        return `/sign-in/code?return=${encodeURIComponent(back)}`;
      },
      again: (form) => showAsk(c, form, back),
    });
  });

  app.get('/sign-in/code', (c) => showCode(c, emptyForm(), ownPath(c.req.query('return')), !challengeOf(c)));

  app.post('/sign-in/code', async (c) => {
    const v = visit(c);
    const { code } = await c.req.parseBody();
    const back = await returnPath(c);
    const outcome = await tryCode(c, code);
    if (outcome instanceof Refusal) return refused(c, { values: {}, problems: outcome.problems, refusal: outcome }, back, false);
    if ('refused' in outcome) {
      const wrong = { path: ['code'], key: outcome.refused };
      return refused(c, { values: {}, problems: [wrong] }, back, outcome.refused === 'signIn.codeSpent');
    }
    deleteCookie(c, challengeCookie(v.services.baseUrl), cookieOptions(v.services.baseUrl, 0));
    welcome(c, outcome.session);
    return c.redirect(back, 303);
  });

  app.get('/sign-in/link/:token', (c) =>
    show(c, { title: visit(c).t('signIn.title') }, <LinkForm t={visit(c).t} token={c.req.param('token')} />),
  );

  app.post('/sign-in/link/:token', (c) =>
    submit(c, redeemLink, {
      more: { token: c.req.param('token'), ...browserOf(c) },
      done: ({ session }) => {
        welcome(c, session);
        return '/account';
      },
    }),
  );

  app.post('/sign-out', async (c) => {
    const v = visit(c);
    const { baseUrl } = v.services;
    const carried = getCookie(c, sessionCookie(baseUrl));
    const own = carried && (await sessionsOf(v.db, v.actor, v.now)).find((session) => session.hash === hashOf(carried));
    if (own) await run(endSession, { session: own.id }, callOf(v, 'page'));
    deleteCookie(c, sessionCookie(baseUrl), cookieOptions(baseUrl, 0));
    sayNext(c, 'signIn.signedOut');
    return c.redirect('/', 303);
  });
};

/** Gives the browser its new session. */
export const welcome = (c: PageContext, session: string): void => {
  const { baseUrl } = visit(c).services;
  setCookie(c, sessionCookie(baseUrl), session, cookieOptions(baseUrl));
};

/** What a command that begins a session wants to know of the browser. */
export const browserOf = (c: PageContext) => ({
  agent: c.req.header('user-agent')?.slice(0, 300),
  earlier: getCookie(c, sessionCookie(visit(c).services.baseUrl)),
});

const challengeOf = (c: PageContext) => getCookie(c, challengeCookie(visit(c).services.baseUrl));

const tryCode = (c: PageContext, code: unknown): Promise<Redeemed | Refusal> =>
  run(redeemCode, { code, challenge: challengeOf(c) ?? 'none', ...browserOf(c) }, callOf(visit(c), 'page')).catch((fault: unknown) => {
    if (fault instanceof Refusal && fault.kind === 'invalid') return fault;
    throw fault;
  });

const returnPath = async (c: PageContext): Promise<string> => ownPath((await c.req.parseBody()).return);

/** The page with all ways to sign in. */
export const showAsk = (c: PageContext, form: FormState, back: string) => {
  const { t, services } = visit(c);
  return show(
    c,
    { title: t('signIn.title') },
    <AskForm t={t} form={form} back={back}>
      {passkeysWork(services.baseUrl) && <PasskeyEntry t={t} back={back} script={services.house.assets.passkey} />}
      {services.openId && <ProviderEntry t={t} name={services.openId.name} back={back} />}
    </AskForm>,
  );
};

const showCode = (c: PageContext, form: FormState, back: string, spent: boolean) =>
  show(c, { title: visit(c).t('signIn.codeTitle') }, <CodeForm t={visit(c).t} form={form} back={back} spent={spent} />);

const refused = (c: PageContext, form: FormState, back: string, spent: boolean) => {
  c.status(422);
  return showCode(c, form, back, spent);
};
