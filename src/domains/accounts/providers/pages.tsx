import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { system } from '../../../platform/access/actor.ts';
import { clientOf } from '../../../platform/access/client.ts';
import { newToken } from '../../../platform/access/tokens.ts';
import { run } from '../../../platform/command.ts';
import type { OpenIdSettings } from '../../../platform/config/config.ts';
import { conflict, forbidden, notFound, unavailable } from '../../../platform/errors.ts';
import { rateLimit } from '../../../platform/http/security.ts';
import { sayNext, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { ownPath } from '../entry/code.ts';
import { browserOf, showAsk, welcome } from '../entry/pages.tsx';
import { cookieOptions, providerCookie } from '../sessions/session.ts';
import { enterByProvider, linkIdentity, removeIdentity } from './commands.ts';
import { callbackPath, ProviderFault, type Vouched, wayToProvider, whoCameBack } from './openid.ts';
import { type Errand, limits, readErrand, written } from './provider.ts';

export const providerPages = (app: Pages): void => {
  // Each of these makes us ask the provider: one client must not make us ask it all the time.
  const limit = rateLimit(30, 600);
  app.use('/sign-in/provider/*', async (c, next) => {
    if (!limit.take(clientOf(c), Date.now())) throw unavailable('refusal.tooMany');
    await next();
  });

  // By links and not by forms: what a form is led on to must be our own, as our policy for contents says.
  app.get('/sign-in/provider/begin', (c) => begin(c, { secret: newToken(), back: ownPath(c.req.query('return')), link: false }));
  app.get('/account/provider', async (c) => {
    if (visit(c).actor.kind !== 'person') throw forbidden('refusal.signIn');
    // From elsewhere somebody could lead a reader to link their account with another's identity.
    if (!comesFromHere(c)) return c.redirect('/account#provider', 303);
    return begin(c, { secret: newToken(), back: '/account#provider', link: true });
  });

  app.get(callbackPath, async (c) => {
    const { services } = visit(c);
    const settings = settingsOf(c);
    const errand = readErrand(getCookie(c, providerCookie(services.baseUrl)));
    deleteCookie(c, providerCookie(services.baseUrl), cookieOptions(services.baseUrl, 0));
    if (!errand) return failed(c, new ProviderFault('provider.untrusted', 'not begun here'), false, '/');
    const vouched = await whoCameBack(settings, services.baseUrl, new URL(c.req.url).search, errand.secret).catch(asFault);
    if (vouched instanceof ProviderFault) return failed(c, vouched, errand.link, errand.back);
    return errand.link ? link(c, vouched) : enter(c, vouched, ownPath(errand.back));
  });

  app.get('/sign-in/provider/problem', (c) => showProblem(c));

  app.post('/account/identities/:identity/removal', (c) =>
    submit(c, removeIdentity, { more: { identity: c.req.param('identity') }, done: () => '/account#provider', flash: 'provider.removed' }),
  );
};

/** Browsers say where a link was followed; older ones at least name the page. */
const comesFromHere = (c: PageContext): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site) return site === 'same-origin';
  const from = c.req.header('referer') ?? '';
  return URL.canParse(from) && new URL(from).origin === new URL(visit(c).services.baseUrl).origin;
};

const settingsOf = (c: PageContext): OpenIdSettings => {
  const { openId } = visit(c).services;
  if (!openId) throw notFound();
  return openId;
};

const begin = async (c: PageContext, errand: Errand): Promise<Response> => {
  const { services } = visit(c);
  const way = await wayToProvider(settingsOf(c), services.baseUrl, errand.secret).catch(asFault);
  if (way instanceof ProviderFault) return failed(c, way, errand.link, errand.back);
  setCookie(c, providerCookie(services.baseUrl), written(errand), cookieOptions(services.baseUrl, limits.minutes * 60));
  c.header('Cache-Control', 'no-store');
  return c.redirect(way.href, 303);
};

const asFault = (fault: unknown): ProviderFault => {
  if (fault instanceof ProviderFault) return fault;
  throw fault;
};

/** A clear page for the reader, with the other ways to sign in on it, and a line for the log without anything secret. */
const failed = (c: PageContext, fault: ProviderFault, link: boolean, back: string): Response => {
  const v = visit(c);
  const name = v.services.openId?.name ?? '';
  if (fault.key !== 'provider.declined')
    v.services.log.warn('signing in through the provider failed', {
      requestId: v.requestId,
      issuer: v.services.openId?.issuer,
      why: fault.key,
      code: fault.code,
    });
  if (link) throw fault.key === 'provider.down' ? unavailable(fault.key, { name }) : conflict(fault.key, { name });
  return tell(c, fault.key, back);
};

/** At an address of its own: the one that the browser comes back to holds secrets, and every link on a page would repeat them. */
const tell = (c: PageContext, why: Why, back: string): Response =>
  c.redirect(`/sign-in/provider/problem?${new URLSearchParams({ why, return: ownPath(back) })}`, 303);

const statusOfProblem = { 'provider.down': 503, 'provider.declined': 409, 'provider.untrusted': 409, 'provider.noAccount': 409 } as const;
type Why = keyof typeof statusOfProblem;

const showProblem = (c: PageContext): Response | Promise<Response> => {
  const { openId } = visit(c).services;
  const why = c.req.query('why') as Why;
  if (!openId || !Object.hasOwn(statusOfProblem, why)) throw notFound();
  c.status(statusOfProblem[why]);
  return showAsk(c, { values: {}, problems: [], refusal: conflict(why, { name: openId.name }) }, ownPath(c.req.query('return')));
};

const enter = async (c: PageContext, vouched: Vouched, back: string): Promise<Response> => {
  const v = visit(c);
  const outcome = await run(enterByProvider, { ...vouched, ...browserOf(c) }, { ...callOf(v, 'page'), actor: system() });
  if ('refused' in outcome) return tell(c, outcome.refused, back);
  welcome(c, outcome.session);
  return c.redirect(back, 303);
};

const link = async (c: PageContext, vouched: Vouched): Promise<Response> => {
  await run(linkIdentity, { issuer: vouched.issuer, subject: vouched.subject }, callOf(visit(c), 'page'));
  sayNext(c, 'provider.added');
  return c.redirect('/account#provider', 303);
};
