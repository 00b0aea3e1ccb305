import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { Story } from './promise.ts';
import type { Happening } from './queries.ts';
import { addressOf, deedWords, fieldWords, labelled, valueWords } from './words.ts';

/** What happened to a promise as an Atom feed (RFC 4287). The community is its author: changes carry no names. */
export const feedOf = (v: Visit, story: Story, happenings: readonly Happening[]): string => {
  const address = addressOf(v, story);
  const updated = instant(happenings[0]?.at ?? v.now);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${v.language}">`,
    `<title>${escaped(`${story.ref} ${textIn(story.title, v.languages).text}`)}</title>`,
    `<id>${escaped(address)}</id>`,
    `<link href="${escaped(address)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(`${address}/feed.atom`)}"/>`,
    `<updated>${updated}</updated>`,
    `<author><name>${escaped(v.communityName)}</name></author>`,
    ...happenings.map((one) =>
      [
        '<entry>',
        `<title>${escaped(`${one.ref} · ${deedWords(v, one)}`)}</title>`,
        `<id>${escaped(`${address}/history#${one.id}`)}</id>`,
        `<link href="${escaped(`${address}/history`)}"/>`,
        `<updated>${instant(one.at)}</updated>`,
        `<content type="text">${escaped(one.changes.map((change) => `${labelled(change.part, fieldWords(v, change.field))}: ${valueWords(v, change.field, change.after)}`).join('\n'))}</content>`,
        '</entry>',
      ].join(''),
    ),
    '</feed>',
    '',
  ].join('\n');
};

const instant = (at: string): string => new Date(at).toISOString();

const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
