import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { clientOf } from '../../../platform/access/client.ts';
import { hashOf } from '../../../platform/access/tokens.ts';
import { run } from '../../../platform/command.ts';
import { conflict, forbidden, Refusal } from '../../../platform/errors.ts';
import { sayNext, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { ownPath } from '../entry/code.ts';
import { browserOf, showAsk, welcome } from '../entry/pages.tsx';
import { ceremonyCookie, cookieOptions } from '../sessions/session.ts';
import { addPasskey, askPasskey, challengeOf, preparePasskey, redeemPasskey, removePasskey, renamePasskey } from './commands.ts';
import { algorithms, limits, relyingParty } from './passkey.ts';
import { passkeysOfQuestion } from './queries.ts';
import { webauthn } from './webauthn.ts';

export const passkeyPages = (app: Pages): void => {
  app.post('/sign-in/passkey/challenge', async (c) => {
    const v = visit(c);
    const { ceremony } = await run(askPasskey, { client: clientOf(c) }, callOf(v, 'page'));
    carry(c, ceremony);
    const { generateAuthenticationOptions } = await webauthn();
    return c.json(
      await generateAuthenticationOptions({
        rpID: relyingParty(v.services.baseUrl).id,
        challenge: challengeOf(ceremony),
        userVerification: 'required',
        timeout: limits.minutes * 60_000,
      }),
    );
  });

  app.post('/sign-in/passkey', async (c) => {
    const v = visit(c);
    const fields = await c.req.parseBody();
    const outcome = await run(redeemPasskey, { credential: fields.credential, ...ceremonyOf(c), ...browserOf(c) }, callOf(v, 'page')).catch(
      unreadable,
    );
    drop(c);
    if ('refused' in outcome) {
      c.status(422);
      const refusal = conflict(outcome.refused);
      return showAsk(c, { values: {}, problems: [], refusal }, ownPath(fields.return));
    }
    welcome(c, outcome.session);
    return c.redirect(ownPath(fields.return), 303);
  });

  app.post('/account/passkeys/challenge', async (c) => {
    const v = visit(c);
    const { ceremony } = await run(preparePasskey, { client: clientOf(c) }, callOf(v, 'page'));
    carry(c, ceremony);
    const { actor } = v;
    if (actor.personId === null) throw forbidden('refusal.signIn');
    const { generateRegistrationOptions } = await webauthn();
    return c.json(
      await generateRegistrationOptions({
        rpName: v.communityName,
        rpID: relyingParty(v.services.baseUrl).id,
        userName: actor.name,
        userDisplayName: actor.name,
        // The same for all passkeys of one person here, and nothing elsewhere.
        userID: new Uint8Array(Buffer.from(hashOf('passkey of', v.services.baseUrl, String(actor.personId)), 'hex')),
        challenge: challengeOf(ceremony),
        attestationType: 'none',
        supportedAlgorithmIDs: algorithms,
        excludeCredentials: (await passkeysOfQuestion(v.db, actor).execute()).map(({ credential, transports }) => ({
          id: credential,
          transports,
        })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        timeout: limits.minutes * 60_000,
      }),
    );
  });

  app.post('/account/passkeys', async (c) => {
    const v = visit(c);
    const { credential, name } = await c.req.parseBody();
    const outcome = await run(addPasskey, { credential, name, ...ceremonyOf(c), agent: browserOf(c).agent }, callOf(v, 'page')).catch(
      unreadable,
    );
    drop(c);
    if ('refused' in outcome) throw conflict(outcome.refused);
    sayNext(c, 'passkey.added');
    return c.redirect('/account#passkeys', 303);
  });

  app.post('/account/passkeys/:passkey', (c) =>
    submit(c, renamePasskey, { more: { passkey: c.req.param('passkey') }, done: () => '/account#passkeys', flash: 'passkey.renamed' }),
  );

  app.post('/account/passkeys/:passkey/removal', (c) =>
    submit(c, removePasskey, { more: { passkey: c.req.param('passkey') }, done: () => '/account#passkeys', flash: 'passkey.removed' }),
  );
};

const carry = (c: PageContext, ceremony: string): void => {
  const { baseUrl } = visit(c).services;
  setCookie(c, ceremonyCookie(baseUrl), ceremony, cookieOptions(baseUrl, limits.minutes * 60));
  c.header('Cache-Control', 'no-store');
};

const ceremonyOf = (c: PageContext) => {
  const { baseUrl } = visit(c).services;
  return { ceremony: getCookie(c, ceremonyCookie(baseUrl)) ?? 'none', site: baseUrl };
};

const drop = (c: PageContext): void => {
  const { baseUrl } = visit(c).services;
  deleteCookie(c, ceremonyCookie(baseUrl), cookieOptions(baseUrl, 0));
};

/** What no device writes is answered like a passkey that nobody knows. */
const unreadable = (fault: unknown) => {
  if (fault instanceof Refusal && fault.problems.some(({ path }) => path[0] === 'credential'))
    return { refused: 'passkey.refused' } as const;
  throw fault;
};
