import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { saysNothing } from '../audit/meanings.ts';
import { Refusal, statusOf } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import { withOffer } from '../i18n/field-problems.ts';
import { show } from './show.tsx';
import type { PageContext, Visit } from './visit.ts';

/**
 * What went wrong, in words, for programs (RFC 9457). `more` is a status that says more than the kind of the refusal: 401 where a token that
 * lives could do it, and then it is asked for (RFC 6750).
 */
export const problemJson = (c: PageContext, fault: unknown, t: T, requestId: string, more?: 401 | 405): Response => {
  const refusal = fault instanceof Refusal ? fault : undefined;
  const status = more ?? (refusal ? statusOf[refusal.kind] : 500);
  if (status === 401) c.header('WWW-Authenticate', askForToken(refusal));
  const body = {
    type: `/problems/${refusal?.key ?? 'fault'}`,
    title: t(more ? `refusal.kind.${titles[more]}` : `refusal.kind.${refusal?.kind ?? 'fault'}`),
    status,
    detail: refusal ? t(refusal.key, refusal.values) : t('refusal.fault', { id: requestId }),
    instance: requestId,
    ...(refusal && refusal.problems.length > 0
      ? {
          errors: refusal.problems.map((problem) => {
            const { key, values } = withOffer(problem);
            return { path: problem.path, key: problem.key, detail: t(key, values) };
          }),
        }
      : {}),
    ...(refusal && refusal.changes.length > 0
      ? {
          changes: refusal.changes
            .filter(({ table, field }) => !saysNothing(table, field))
            .map(({ who, at, field, before, after }) => ({ who, at, field, before, after })),
        }
      : {}),
  };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
};

const titles = { 401: 'unknown', 405: 'method' } as const;

const askForToken = (refusal: Refusal | undefined): string =>
  refusal?.key === 'refusal.tokenUnknown' ? 'Bearer realm="Plenary", error="invalid_token"' : 'Bearer realm="Plenary"';

/** Nobody known asked for something that a person may be allowed: whoever comes with a living token can be answered. */
export const needsToken = (fault: unknown, v: Visit): boolean =>
  fault instanceof Refusal && fault.kind === 'forbidden' && v.actor.kind === 'visitor' && fault.key !== 'refusal.crossSite';

/** What went wrong, in words, for people: what happened, why, what to do. */
export const problemPage = async (c: PageContext, fault: unknown, v: Visit): Promise<Response> => {
  const refusal = fault instanceof Refusal ? fault : undefined;
  const status: ContentfulStatusCode = refusal ? statusOf[refusal.kind] : 500;
  c.status(status);
  const mustSignIn = needsToken(fault, v);
  const { fields, whole } = refusal?.key !== 'refusal.crossSite' ? await typedIn(c) : nothingTyped;
  const here = new URL(c.req.url);
  const signIn = `/sign-in?return=${encodeURIComponent(here.pathname + here.search)}`;
  const kept = mustSignIn && whole && fields.length > 0 ? fields : undefined;
  return show(
    c,
    { title: v.t(`refusal.kind.${refusal?.kind ?? 'fault'}`) },
    <article class="prose">
      <h1>{v.t(`refusal.kind.${refusal?.kind ?? 'fault'}`)}</h1>
      {/* Whoever only lost the session is told that below, and not that they may not. */}
      {!kept && <p>{refusal ? v.t(keyOf(refusal, c), refusal.values) : v.t('refusal.fault', { id: v.requestId })}</p>}
      {refusal && refusal.problems.length > 0 && (
        <ul role="alert">
          {refusal.problems.map((problem) => (
            <li>
              {problem.path.length > 0 && <code>{problem.path.join('.')}: </code>}
              {v.t(problem.key, problem.values)}
            </li>
          ))}
        </ul>
      )}
      {kept ? <SendAgain t={v.t} action={c.req.path} fields={kept} /> : <Typed t={v.t} fields={fields} />}
      <p>
        {mustSignIn ? (
          !kept && (
            <a class="button" href={signIn}>
              {v.t('refusal.signInNow')}
            </a>
          )
        ) : (
          <a href="/">{v.t('refusal.home')}</a>
        )}
        {/* A letter leads to what only its reader may see: signed out, nothing is there. */}
        {refusal?.kind === 'notFound' && v.actor.kind === 'visitor' && c.req.method === 'GET' && (
          <>
            {' · '}
            <a href={signIn}>{v.t('refusal.signInNow')}</a>
          </>
        )}
      </p>
    </article>,
  );
};

/** Who only asked to read is not told that they may read. */
const keyOf = ({ key }: Refusal, c: PageContext): string =>
  key === 'refusal.forbidden' && (c.req.method === 'GET' || c.req.method === 'HEAD') ? 'refusal.notOpen' : key;

/**
 * The fields of a form that was refused or at which we failed, unless for being no form or one too large to be read. With a file in it they
 * are not the whole of it: a file cannot be kept in a page.
 */
const typedIn = async (c: PageContext): Promise<Typed> => {
  if (!c.get('formWasRead')) return nothingTyped;
  const all = Object.entries(await c.req.parseBody({ all: true })).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  );
  return {
    fields: all.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
    whole: all.every(([, value]) => typeof value === 'string' || value.size === 0),
  };
};

interface Typed {
  fields: readonly (readonly [string, string])[];
  whole: boolean;
}
const nothingTyped: Typed = { fields: [], whole: true };

/** What somebody wrote in words into a form that stands nowhere any more, and the addresses, to be copied from here. */
const Typed = ({ t, fields }: { t: T; fields: Typed['fields'] }) => {
  const words = fields.filter(([, value]) => /\S\s+\S|^https?:/.test(value));
  if (words.length === 0) return null;
  return (
    <>
      <h2>{t('refusal.typed')}</h2>
      <p>{t('refusal.typedHint')}</p>
      {words.map(([, value]) => (
        <textarea readonly rows={3} dir="auto" aria-label={t('refusal.typed')}>
          {value}
        </textarea>
      ))}
    </>
  );
};

/** Nothing typed is lost: after signing in elsewhere the same form is sent from here. */
const SendAgain = ({ t, action, fields }: { t: T; action: string; fields: Typed['fields'] }) => (
  <>
    <p>{t('refusal.notSaved')}</p>
    <p>
      <a class="button" href="/sign-in" target="_blank" rel="noopener">
        {t('refusal.signInNow')}
      </a>
    </p>
    <form method="post" action={action}>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="button primary">
        {t('refusal.sendAgain')}
      </button>
    </form>
  </>
);
