import { z } from 'zod';
import { email, id, line, optional } from '../../../platform/fields.ts';

/** Minutes in which somebody must come back from the provider. */
export const limits = { minutes: 10 };

const known = { issuer: line({ max: 500 }), subject: line({ max: 500 }) };

/** `address` only where the provider says that it has verified it. */
export const providerAnswer = z.object({
  ...known,
  address: optional(email()),
  agent: optional(line({ max: 1000 })),
  earlier: optional(line()),
});

export const newIdentity = z.object(known);

export const oneIdentity = z.object({ identity: id() });

/** What is remembered in the browser while its owner is at the provider. `secret` is what state, nonce and verifier are made from. */
export interface Errand {
  secret: string;
  back: string;
  /** To link with the account that is signed in, instead of signing in. */
  link: boolean;
}

export const written = ({ secret, back, link }: Errand): string =>
  Buffer.from(JSON.stringify([secret, back, link ? 1 : 0])).toString('base64url');

const errand = z.tuple([z.string().min(40), z.string(), z.union([z.literal(0), z.literal(1)])]);

export const readErrand = (cookie: string | undefined): Errand | undefined => {
  try {
    const [secret, back, link] = errand.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()));
    return { secret, back, link: link === 1 };
  } catch {
    return undefined;
  }
};
