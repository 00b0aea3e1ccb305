import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

// Secrets that people carry. Only their hash is ever stored: whoever reads the database cannot sign in with what stands there.

/** 256 random bits, safe in cookies and addresses. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Six decimal digits, for people to copy from a mail. Worth nothing without the challenge it is bound to. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** SHA-256 in hexadecimal. Enough for secrets of 256 bits; a short code must be hashed together with one (`hashOf(challenge, code)`). */
export const hashOf = (...parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex');

/** Compares two hashes in a time that says nothing about where they differ. */
export const sameHash = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));
