import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A provider that can be told to lie, because the real one never does. Only tests use it.

export type Lie = 'none' | 'nonce' | 'audience' | 'issuer' | 'signature' | 'expired' | 'unsigned' | 'otherSubject' | 'fails' | 'otherHouse';

export interface LyingProvider {
  issuer: string;
  lie: Lie;
  email: { email?: string; email_verified?: unknown };
  /** What its token endpoint was asked. */
  asked: URLSearchParams[];
  close(): Promise<void>;
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const openLyingProvider = async (clientId: string): Promise<LyingProvider> => {
  const [own, foreign] = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('rsa', { modulusLength: 2048 })];
  const nonces = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname === '/.well-known/openid-configuration') {
      const issuer = provider.lie === 'otherHouse' ? 'https://other.example' : provider.issuer;
      const at = (path: string) => `${provider.issuer}/${path}`;
      return json({
        issuer,
        authorization_endpoint: at('authorize'),
        token_endpoint: at('token'),
        jwks_uri: at('jwks'),
        userinfo_endpoint: at('me'),
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (url.pathname === '/jwks')
      return json({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] });
    if (url.pathname === '/authorize') {
      const code = `code-${nonces.size}`;
      nonces.set(code, url.searchParams.get('nonce') ?? '');
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }).toString();
      return response.writeHead(303, { location: back.href }).end();
    }
    if (url.pathname === '/me') return json({ sub: provider.lie === 'otherSubject' ? 'somebody-else' : 'subject-1', ...provider.email });
    const given = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString());
    provider.asked.push(given);
    if (provider.lie === 'fails') return json({ error: 'server_error' }, 500);
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: provider.lie === 'issuer' ? 'https://other.example' : provider.issuer,
      aud: provider.lie === 'audience' ? 'another-client' : clientId,
      sub: 'subject-1',
      nonce: provider.lie === 'nonce' ? 'invented' : nonces.get(given.get('code') ?? ''),
      iat: provider.lie === 'expired' ? seconds - 7200 : seconds,
      exp: provider.lie === 'expired' ? seconds - 3600 : seconds + 300,
    };
    const unsigned = provider.lie === 'unsigned';
    const content = `${base64({ alg: unsigned ? 'none' : 'RS256', kid: 'own' })}.${base64(claims)}`;
    const key = provider.lie === 'signature' ? foreign.privateKey : own.privateKey;
    const signature = unsigned ? '' : sign('sha256', Buffer.from(content), key).toString('base64url');
    return json({ access_token: 'secret-access-token', token_type: 'Bearer', id_token: `${content}.${signature}` });
  });
  const provider: LyingProvider = {
    issuer: '',
    lie: 'none',
    email: {},
    asked: [],
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
};
