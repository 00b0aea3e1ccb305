import { describe, expect, it } from 'vitest';
import { parseDomain } from './domain.ts';
import { addressKey, asciiAddress, bareAddresses, parseEmail, sameAddress } from './email.ts';
import { parseWebAddress, shownWebAddress } from './url.ts';

const read = (text: string) => {
  const email = parseEmail(text);
  if ('refused' in email) throw new Error(`${text}: ${email.refused}`);
  return email;
};

describe('e-mail addresses', () => {
  it.each([
    '用户@例子.广告',
    'δοκιμή@παράδειγμα.δοκιμή',
    'مثال@موقع.إختبار',
    'उपयोगकर्ता@उदाहरण.कॉम',
    'user+tag@example.org',
    "o'brien@example.ie",
    'josé@münchen.de',
    'نامه\u200cای@نامه\u200cای.com',
  ])('%s is accepted and shown as it was typed', (address) => {
    expect(read(address).shown).toBe(address.normalize('NFC'));
  });

  it('two spellings of one address are the same, and the key is what an index can hold', () => {
    expect(sameAddress('用户@例子.广告', '用户@xn--fsqu00a.xn--4rr70v')).toBe(true);
    expect(sameAddress('jose\u0301@M\u00dcNCHEN.de', 'JOSÉ@münchen.de')).toBe(true);
    expect(sameAddress('anna@straße.de', 'anna@strasse.de')).toBe(false);
    expect(sameAddress('anna@example.org', 'ana@example.org')).toBe(false);
    expect(addressKey('用户@例子.广告')).toBe('用户@xn--fsqu00a.xn--4rr70v');
    expect(addressKey(' Not an address ')).toBe('not an address');
    expect(read('Anna@Example.ORG').shown).toBe('Anna@example.org');
  });

  it('what tables and mail programs put around an address is taken off a cell', () => {
    expect(bareAddresses('mailto:a@b.org')).toBe('a@b.org');
    expect(bareAddresses('<a@b.org>; Zoë B. <zoe@b.org>')).toBe('a@b.org;zoe@b.org');
    expect(bareAddresses('a@b.org, c@d.org')).toBe('a@b.org, c@d.org');
    expect(bareAddresses('a <b> c')).toBe('a <b> c');
  });

  it('what keyboards and programs write for the same address is read as that address', () => {
    expect(read(' a@b.org ').shown).toBe('a@b.org');
    expect(read('用户＠例子。广告').shown).toBe('用户@例子.广告');
    expect(read('"john.smith"@example.org').shown).toBe('john.smith@example.org');
    expect(read('"john smith"@example.org').shown).toBe('"john smith"@example.org');
    expect(read('"a@b"@example.org').local).toBe('"a@b"');
  });

  it.each([
    ['<a@example.org>', 'address.wrapped'],
    ['Ana <a@example.org>', 'address.wrapped'],
    ['mailto:a@example.org', 'address.wrapped'],
    ['a@exam\u200bple.org', 'address.domainInvalid'],
    ['a@exam\u00adple.org', 'address.domainInvalid'],
    ['a@example.org\u2060', 'address.domainInvalid'],
    ['nobody', 'address.noAt'],
    ['a@b@example.org', 'address.twoAts'],
    ['@example.org', 'address.localMissing'],
    ['a@', 'address.domainMissing'],
    ['.a@example.org', 'address.localInvalid'],
    ['a..b@example.org', 'address.localInvalid'],
    ['a b@example.org', 'address.localInvalid'],
    ['a\u202eb@example.org', 'address.localInvalid'],
    ['"a"b"@example.org', 'address.localInvalid'],
    [`${'a'.repeat(65)}@example.org`, 'address.localTooLong'],
    [`${'用'.repeat(22)}@example.org`, 'address.localTooLong'],
    [`${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example.org`, 'address.tooLong'],
    ['a@localhost', 'address.domainSingleLabel'],
    ['a@[127.0.0.1]', 'address.domainIsNumber'],
    ['a@127.0.0.1', 'address.domainIsNumber'],
    ['a@example.org.', 'address.domainInvalid'],
    ['a@exam_ple.org', 'address.domainInvalid'],
    ['a@example..org', 'address.domainInvalid'],
  ])('%s is refused with %s', (address, refused) => {
    expect(parseEmail(address)).toEqual({ refused });
  });

  it('up to 64 octets before the @ are accepted', () => {
    expect(read(`${'用'.repeat(21)}a@example.org`).local).toHaveLength(22);
  });

  it('an old mail server is given the ASCII form where there is one', () => {
    expect(asciiAddress(read('anna@例子.广告'))).toBe('anna@xn--fsqu00a.xn--4rr70v');
    expect(asciiAddress(read('用户@例子.广告'))).toBeNull();
  });
});

describe('domain names', () => {
  it.each([
    ['Example.ORG', 'example.org'],
    ['faß.de', 'xn--fa-hia.de'],
    ['例子。广告', 'xn--fsqu00a.xn--4rr70v'],
    ['example.org.', 'example.org'],
    ['a.unknowntld', 'a.unknowntld'],
    [`${'ä'.repeat(20)}.com`, parseAscii(`${'ä'.repeat(20)}.com`)],
  ])('%s is %s', (typed, ascii) => {
    expect(parseDomain(typed)).toMatchObject({ ascii });
  });

  it.each([
    ['-a.com', 'address.domainInvalid'],
    ['a-.com', 'address.domainInvalid'],
    ['ab--cd.com', 'address.domainInvalid'],
    ['xn--a.com', 'address.domainInvalid'],
    ['xn--zz--zz.com', 'address.domainInvalid'],
    ['a\u200cb.com', 'address.domainInvalid'],
    ['אa.com', 'address.domainInvalid'],
    ['a/b.com', 'address.domainInvalid'],
    ['a／b.com', 'address.domainInvalid'],
    ['ex%41mple.com', 'address.domainInvalid'],
    ['a.com:80', 'address.domainInvalid'],
    ['com', 'address.domainSingleLabel'],
    ['[::1]', 'address.domainIsNumber'],
    ['::1', 'address.domainIsNumber'],
    ['1.2.3', 'address.domainIsNumber'],
    ['0x7f.1', 'address.domainIsNumber'],
    [`${'x'.repeat(64)}.com`, 'address.domainTooLong'],
    [`${'ä'.repeat(63)}.com`, 'address.domainTooLong'],
    [`${'abcdefghi.'.repeat(26)}com`, 'address.domainTooLong'],
  ])('%s is refused with %s', (typed, refused) => {
    expect(parseDomain(typed)).toEqual({ refused });
  });
});

function parseAscii(typed: string): string {
  return new URL(`http://${typed}`).hostname;
}

describe('web addresses', () => {
  it('http and https at a domain name in any script are accepted', () => {
    expect(parseWebAddress('https://Example.org/a?b=c#d')).toBe('https://example.org/a?b=c#d');
    expect(parseWebAddress('www.example.org')).toBe('https://www.example.org/');
    expect(parseWebAddress('example.org:8080/x')).toBe('https://example.org:8080/x');
    expect(parseWebAddress('http://例子.广告/路')).toBe('http://xn--fsqu00a.xn--4rr70v/%E8%B7%AF');
  });

  it.each([
    'javascript:alert(1)',
    'ftp://example.org',
    'data:text/html,x',
    'https://a:b@example.org',
    'http://localhost',
    'http://127.0.0.1/',
    'http://[::1]/',
    'no address',
    '',
  ])('%s is refused', (typed) => {
    expect(parseWebAddress(typed)).toBeUndefined();
  });

  it('people read them in their script', () => {
    expect(shownWebAddress('http://xn--fsqu00a.xn--4rr70v/%E8%B7%AF')).toBe('例子.广告/路');
    expect(shownWebAddress('https://example.org/')).toBe('example.org');
    expect(shownWebAddress('https://example.org/a%20b/')).toBe('example.org/a%20b/');
  });
});
