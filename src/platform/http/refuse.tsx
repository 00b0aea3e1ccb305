import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal, statusOf } from '../errors.ts';
import type { T } from '../i18n/catalogue.ts';
import { show } from './show.tsx';
import type { PageContext, Visit } from './visit.ts';

/** What went wrong, in words, for programs (RFC 9457). */
export const problemJson = (c: PageContext, fault: unknown, t: T, requestId: string): Response => {
  const refusal = fault instanceof Refusal ? fault : undefined;
  const status = refusal ? statusOf[refusal.kind] : 500;
  const body = {
    type: `/problems/${refusal?.key ?? 'fault'}`,
    title: t(`refusal.kind.${refusal?.kind ?? 'fault'}`),
    status,
    detail: refusal ? t(refusal.key, refusal.values) : t('refusal.fault', { id: requestId }),
    instance: requestId,
    ...(refusal && refusal.problems.length > 0
      ? { errors: refusal.problems.map((problem) => ({ path: problem.path, key: problem.key, detail: t(problem.key, problem.values) })) }
      : {}),
    ...(refusal && refusal.changes.length > 0 ? { changes: refusal.changes } : {}),
  };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
};

/** What went wrong, in words, for people: what happened, why, what to do. */
export const problemPage = (c: PageContext, fault: unknown, v: Visit): Promise<Response> | Response => {
  const refusal = fault instanceof Refusal ? fault : undefined;
  const status: ContentfulStatusCode = refusal ? statusOf[refusal.kind] : 500;
  c.status(status);
  const mustSignIn = refusal?.kind === 'forbidden' && v.actor.kind === 'visitor';
  return show(
    c,
    { title: v.t(`refusal.kind.${refusal?.kind ?? 'fault'}`) },
    <article class="prose">
      <h1>{v.t(`refusal.kind.${refusal?.kind ?? 'fault'}`)}</h1>
      <p>{refusal ? v.t(refusal.key, refusal.values) : v.t('refusal.fault', { id: v.requestId })}</p>
      {refusal && refusal.problems.length > 0 && (
        <ul>
          {refusal.problems.map((problem) => (
            <li>
              {problem.path.length > 0 && <code>{problem.path.join('.')}: </code>}
              {v.t(problem.key, problem.values)}
            </li>
          ))}
        </ul>
      )}
      <p>
        {mustSignIn ? (
          <a class="button" href={`/sign-in?return=${encodeURIComponent(c.req.path)}`}>
            {v.t('refusal.signInNow')}
          </a>
        ) : (
          <a href="/">{v.t('refusal.home')}</a>
        )}
      </p>
    </article>,
  );
};
