import { expect, test } from 'vitest';
import { hashOf, newCode, newToken, sameHash } from './tokens.ts';

test('a token carries 256 bits and never comes twice', () => {
  const tokens = new Set(Array.from({ length: 1000 }, newToken));
  expect(tokens.size).toBe(1000);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('a code has six digits, leading zeros included', () => {
  for (let count = 0; count < 1000; count++) expect(newCode()).toMatch(/^\d{6}$/);
});

test('a hash tells its parts apart and is equal only to itself', () => {
  expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
  expect(sameHash(hashOf('a'), hashOf('a'))).toBe(true);
  expect(sameHash(hashOf('a'), hashOf('b'))).toBe(false);
  expect(sameHash(hashOf('a'), '')).toBe(false);
});
