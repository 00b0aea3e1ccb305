import type { Configuration } from 'openid-client';
import { hashOf } from '../../../platform/access/tokens.ts';
import type { OpenIdSettings } from '../../../platform/config/config.ts';

/** Whom the provider vouches for. `address` is there only where the provider says that it has verified it. */
export interface Vouched {
  issuer: string;
  subject: string;
  address?: string;
}

/** Why nobody came of it: a message key for the reader, a code without any secret for the log. */
export class ProviderFault extends Error {
  override name = 'ProviderFault';
  readonly key: 'provider.down' | 'provider.declined' | 'provider.untrusted';
  readonly code: string;

  constructor(key: ProviderFault['key'], code: string) {
    super(`${key}: ${code}`);
    this.key = key;
    this.code = code;
  }
}

/**
 * The address of the provider to which the browser goes. State, nonce and verifier come from the secret in its cookie. Whether the provider
 * answers is seen just before: a browser that finds nobody there shows a page from which no way leads back. Throws `ProviderFault`.
 */
export const wayToProvider = (settings: OpenIdSettings, baseUrl: string, secret: string, now = Date.now()): Promise<URL> =>
  tellingFaults(async ({ buildAuthorizationUrl, calculatePKCECodeChallenge }) =>
    buildAuthorizationUrl(await configurationOf(settings, aMoment, now), {
      redirect_uri: `${baseUrl}${callbackPath}`,
      scope: 'openid email',
      response_type: 'code',
      state: madeFrom(secret).state,
      nonce: madeFrom(secret).nonce,
      code_challenge: await calculatePKCECodeChallenge(madeFrom(secret).verifier),
      code_challenge_method: 'S256',
    }),
  );

/** Who came back, once everything that the provider says was checked. `query` is that of the address it sent the browser to. Throws `ProviderFault`. */
export const whoCameBack = (settings: OpenIdSettings, baseUrl: string, query: string, secret: string): Promise<Vouched> =>
  tellingFaults(async ({ authorizationCodeGrant, fetchUserInfo }) => {
    const configuration = await configurationOf(settings, anHour, Date.now());
    const { state, nonce, verifier } = madeFrom(secret);
    const tokens = await authorizationCodeGrant(configuration, new URL(`${baseUrl}${callbackPath}${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new ProviderFault('provider.untrusted', 'no claims');
    const { sub, iss } = claims;
    const about =
      claims.email === undefined && configuration.serverMetadata().userinfo_endpoint
        ? await fetchUserInfo(configuration, tokens.access_token, sub)
        : claims;
    const isVerified = about.email_verified === true || about.email_verified === 'true';
    return { issuer: iss, subject: sub, ...(isVerified && typeof about.email === 'string' ? { address: about.email } : {}) };
  });

export const callbackPath = '/sign-in/provider/callback';

const madeFrom = (secret: string) => ({
  state: hashOf(secret, 'state'),
  nonce: hashOf(secret, 'nonce'),
  verifier: hashOf(secret, 'verifier'),
});

/** What a provider says about itself changes rarely: what was learned within `atMost` milliseconds will do, unless asking failed. */
const configurations = new Map<string, { asked: Promise<Configuration>; at: number }>();
const anHour = 3_600_000;
const aMoment = 10_000;

const openid = () => import('openid-client');

const configurationOf = (settings: OpenIdSettings, atMost: number, now: number): Promise<Configuration> => {
  const known = configurations.get(settings.issuer);
  if (known && now - known.at < atMost) return known.asked;
  const asked = configure(settings);
  configurations.set(settings.issuer, { asked, at: now });
  asked.catch(() => configurations.delete(settings.issuer));
  return asked;
};

const configure = async ({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Configuration> => {
  const library = await openid();
  const { ClientSecretBasic, ClientSecretPost, discovery } = library;
  // The settings allow http on this machine only.
  const insecure = issuer.startsWith('http:') ? [library.allowInsecureRequests] : [];
  const found = await discovery(new URL(issuer), clientId, clientSecret, undefined, { execute: insecure, timeout: 10 });
  const methods = found.serverMetadata().token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const proof = methods.includes('client_secret_basic') ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret);
  const configuration = new library.Configuration(found.serverMetadata(), clientId, clientSecret, proof);
  for (const allow of insecure) allow(configuration);
  // By default only the line to the provider is trusted; we want its signature as well.
  library.enableNonRepudiationChecks(configuration);
  configuration.timeout = 10;
  return configuration;
};

type Library = Awaited<ReturnType<typeof openid>>;

const tellingFaults = async <Result>(act: (library: Library) => Promise<Result>): Promise<Result> => {
  const library = await openid();
  return act(library).catch((fault: Error & { code?: unknown; cause?: { code?: unknown } }) => {
    if (fault instanceof ProviderFault) throw fault;
    if (fault instanceof library.AuthorizationResponseError) throw new ProviderFault('provider.declined', fault.error);
    const code = [fault.code, fault.cause?.code].find((one) => typeof one === 'string') ?? fault.name;
    throw new ProviderFault(isAway(fault) ? 'provider.down' : 'provider.untrusted', String(code));
  });
};

/** No answer at all, or one that says that it cannot answer now. */
const isAway = (fault: Error & { code?: unknown; cause?: unknown; status?: unknown }): boolean => {
  const { code, cause, status } = fault;
  if (fault.name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return true;
  if (fault instanceof TypeError && code === undefined) return true;
  return Number(status ?? (cause as { status?: unknown } | undefined)?.status) >= 500;
};
