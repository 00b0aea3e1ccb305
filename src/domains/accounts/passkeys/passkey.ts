import { z } from 'zod';
import { id, line, optional } from '../../../platform/fields.ts';

/** What bounds a challenge: how long it counts, and how many one client may ask for. */
export const limits = { minutes: 5, perClientAndHour: 60, perAccount: 20 };

/** `client` is where the request came from; `site` our own address, to which every answer must be bound. */
export const ceremonyRequest = z.object({ client: line({ max: 200 }) });

/** What a device answered, as `public/passkey.js` writes it: everything binary in base64url. */
export interface Answer {
  id: string;
  clientDataJSON: string;
  attestationObject?: string | undefined;
  authenticatorData?: string | undefined;
  signature?: string | undefined;
  userHandle?: string | undefined;
  transports: string[];
}

const base64 = z.string().max(20_000);
const answer: z.ZodType<Answer> = z.object({
  id: z.string().min(1).max(2_000),
  clientDataJSON: base64,
  attestationObject: base64.optional(),
  authenticatorData: base64.optional(),
  signature: base64.optional(),
  userHandle: base64.optional(),
  transports: z.array(z.string().max(40)).max(10).default([]),
});

const credential = z
  .string({ error: 'passkey.refused' })
  .max(60_000, { error: 'passkey.refused' })
  .transform((typed, context) => {
    const read = answer.safeParse(parsed(typed));
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'passkey.refused', input: typed });
    return z.NEVER;
  });

const parsed = (typed: string): unknown => {
  try {
    return JSON.parse(typed);
  } catch {
    return undefined;
  }
};

const given = { credential, ceremony: line(), site: line() };

export const passkeyAnswer = z.object({ ...given, agent: optional(line({ max: 1000 })), earlier: optional(line()) });

export const newPasskey = z.object({
  ...given,
  name: optional(line({ max: 80 })),
  agent: optional(line({ max: 1000 })),
});

export const onePasskey = z.object({ passkey: id() });

export const passkeyChange = z.object({ passkey: id(), name: line({ max: 80 }) });

/** The kinds of keys that devices in use make: EdDSA, ES256, RS256 (COSE). */
export const algorithms = [-8, -7, -257];

/** Whom a device keeps a passkey for: the host of our own address, and the origin that it must have seen. */
export const relyingParty = (site: string) => {
  const { hostname, origin } = new URL(site);
  return { id: hostname, origin };
};

/** Browsers make passkeys for names only, never for numbers, and only over https or on the same machine. */
export const passkeysWork = (site: string): boolean => {
  const { hostname, protocol } = new URL(site);
  if (/^[\d.]+$|^\[/.test(hostname)) return false;
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
};
