import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { InferResult } from 'kysely';
import { actorNow, noteSeen, ownPath, sessionCookie } from '../domains/accounts/index.ts';
import { type Actor, keyOf, visitor } from '../platform/access/actor.ts';
import { clientOf } from '../platform/access/client.ts';
import { communityNow, lastCommunityName, nameQuestion, shownName } from '../platform/config/community-name.ts';
import { reading } from '../platform/db/tables.ts';
import { togetherByDomain } from '../platform/db/together.ts';
import { forbidden, Refusal, unavailable } from '../platform/errors.ts';
import { serveApi } from '../platform/http/api.ts';
import { serveAssets } from '../platform/http/assets.ts';
import { deliver } from '../platform/http/deliver.ts';
import { keepPages } from '../platform/http/kept-pages.ts';
import { needsToken, problemJson, problemPage } from '../platform/http/refuse.tsx';
import { limitWrites, readForms, secure } from '../platform/http/security.ts';
import type { PageContext, PageEnv, Pages, Services, Visit } from '../platform/http/visit.ts';
import { translator } from '../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../platform/i18n/languages.ts';
import { kept } from '../platform/lists/kept.ts';
import { keepTerms, termsQuestion } from '../platform/terms/terms.ts';
import { isDiskFull, isUnreached } from '../platform/trouble.ts';
import { apiPages } from './api-page.tsx';
import { catalogue } from './catalogue.ts';
import { designPages } from './design-pages.tsx';
import { domains } from './domains.ts';
import { beginPages, samplePages } from './first-pages.tsx';
import { ready } from './ready.ts';

/** The whole web server as one function from request to answer. */
export const makeWeb = (services: Services): Pages => {
  const app: Pages = new Hono<PageEnv>();
  app.use(deliver);
  secure(app, services);
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => ((await ready(services)) ? c.text('ready') : c.text('not ready', 503)));
  serveAssets(app, services.house.assets);
  app.use(limitWrites(clientOf));
  app.use(async (c, next) => {
    c.set('visit', await welcome(c, services));
    await next();
  });
  app.use(readForms);
  app.use(keepPages);
  app.post('/theme', async (c) => {
    const { theme, return: back } = await c.req.parseBody();
    if (theme === 'light' || theme === 'dark')
      setCookie(c, 'plenary_theme', theme, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true });
    else deleteCookie(c, 'plenary_theme', { path: '/' });
    return c.redirect(ownPath(back), 303);
  });
  const rows = domains.flatMap((domain) => domain.api ?? []);
  apiPages(app, rows, services.baseUrl);
  app.route('/api/v1', serveApi(rows));
  samplePages(app);
  beginPages(app);
  if (services.development) designPages(app);
  for (const domain of domains) domain.pages?.(app);
  app.notFound((c) => answer(c, new Refusal('notFound', 'refusal.notFound')));
  app.onError((fault, c) => answer(c, fault));
  return app;

  async function answer(c: PageContext, fault: unknown): Promise<Response> {
    // What was refused before anybody was welcomed is still shown on a page, and whoever is signed in stays so there.
    const v = c.get('visit') ?? (await welcome(c, services).catch(() => stranger(c, services)));
    c.set('visit', v);
    if (isDiskFull(fault)) return answer(c, unavailable('file.diskFull'));
    if (isUnreached(fault)) return answer(c, unavailable('refusal.noDatabase'));
    if (!(fault instanceof Refusal)) {
      const status = (fault as { status?: unknown }).status;
      if (status === 403) return answer(c, forbidden('refusal.crossSite'));
      services.log.error('request failed', { requestId: v.requestId, method: c.req.method, path: withoutSecrets(c.req.path), fault });
    }
    return c.req.path.startsWith('/api/')
      ? problemJson(c, fault, v.t, v.requestId, needsToken(fault, v) ? 401 : undefined)
      : problemPage(c, fault, v);
  }
};

/** First links and sign-in links carry their secret in the address. */
const withoutSecrets = (path: string): string => path.replace(/[\w-]{32,}/g, '…');

/** Who comes, in which language, on which day: two questions to the database at the most. */
const welcome = async (c: PageContext, services: Services): Promise<Visit> => {
  const now = new Date().toISOString();
  // The description of all paths is a page like any other.
  const forPrograms = c.req.path.startsWith('/api/') && c.req.path !== '/api/v1';
  const bearer = c.req.header('authorization')?.match(/^Bearer (\S+)$/i)?.[1];
  const session = getCookie(c, sessionCookie(services.baseUrl));
  const known = forPrograms
    ? bearer
      ? await actorNow(reading(services.db), { token: bearer }, now)
      : null
    : session
      ? await actorNow(reading(services.db), { session }, now)
      : null;
  const v = stranger(c, services, now, known?.account?.language);
  if (forPrograms && bearer && !known) throw forbidden('refusal.tokenUnknown');
  if (!known) {
    const { name, moment } = await communityNow(v.db);
    return { ...v, communityName: shownName(v.db, name), moment };
  }
  // Not awaited: it only keeps the session alive, at most once an hour.
  void noteSeen(services.db, known, now).catch((fault) => services.log.warn('session not noted', { fault }));
  const { actor, moment } = known;
  return { ...v, actor, moment, ...(forPrograms ? {} : await frameOf(v, actor, moment)) };
};

/** What stands around every page of this person: one question to the database, and none while nothing is written. */
const frameOf = (v: Visit, actor: Actor, moment: string): Promise<Pick<Visit, 'communityName' | 'due'>> =>
  kept(v.db, moment, `frame ${v.today} ${keyOf(actor)}`, async () => {
    const dues = Object.fromEntries(domains.map(({ name, due }) => [name, due?.questions(v.db, actor, v.today) ?? {}]));
    const house = { name: nameQuestion(v.db), terms: termsQuestion(v.db) };
    const answers = await togetherByDomain(v.db, { ...dues, house });
    await keepTerms(v.db, moment, answers.house?.terms as InferResult<typeof house.terms>);
    const due = domains.flatMap(({ name, due }) => due?.read(answers[name] ?? {}) ?? []).filter((one) => one.count > 0);
    return { due, communityName: shownName(v.db, answers.house?.name?.[0]?.name as string | undefined) };
  });

const stranger = (c: PageContext, services: Services, now = new Date().toISOString(), own?: string | null): Visit => {
  const asked = c.req.query('lang');
  const cookie = getCookie(c, 'plenary_language');
  const language = chooseLanguage({
    ...(asked ? { asked } : {}),
    ...(cookie ? { cookie } : {}),
    ...(own ? { person: own } : {}),
    ...(c.req.header('accept-language') ? { acceptLanguage: c.req.header('accept-language') as string } : {}),
  });
  if (asked && asked !== cookie && language === asked)
    setCookie(c, 'plenary_language', language, { path: '/', maxAge: 31_536_000, sameSite: 'Lax', httpOnly: true });
  const theme = getCookie(c, 'plenary_theme');
  const flash = getCookie(c, 'plenary_flash');
  // Anybody can write a cookie: a message with slots is none that was kept for this page.
  const isWhole = flash !== undefined && typeof catalogue.find(language, flash) === 'string';
  return {
    db: reading(services.db),
    actor: visitor,
    t: translator(catalogue, language),
    language,
    languages: [language, 'en'],
    today: now.slice(0, 10),
    now,
    requestId: c.get('requestId') ?? '',
    services,
    due: [],
    communityName: lastCommunityName(services.db),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    flash: isWhole ? flash : undefined,
  };
};
