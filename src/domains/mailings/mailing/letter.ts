import type { Block } from '../../../platform/documents/document.ts';
import { blocksAsHtml, escaped } from '../../../platform/documents/html.ts';
import { blocksAsText } from '../../../platform/documents/text.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage, directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { readMarkdown } from '../../../platform/imports/read/markdown.ts';
import { defaultLimits } from '../../../platform/imports/read/read.ts';
import type { Letterhead } from '../../../platform/mail/letterhead.ts';
import type { NewMail } from '../../../platform/mail/post.ts';
import { messages } from '../messages/index.ts';
import type { Kind } from './mailing.ts';

interface Written {
  kind: Kind;
  subject: Texts;
  text: Texts;
  reply_to: string | null;
}

interface Reader {
  name: string;
  /** Best first. */
  languages: readonly string[];
}

/** A message as its reader sees it: in the best of its languages, with the reader's name where it stands for one. */
export const asRead = ({ subject, text }: Pick<Written, 'subject' | 'text'>, { name, languages }: Reader) => {
  const best = textIn(text, languages);
  return {
    language: best.language,
    subject: (subject.texts[best.language] ?? textIn(subject, languages).text).replaceAll('{name}', name).replace(/\s+/g, ' '),
    blocks: withName(readMarkdown(best.text, 1, performance.now() + longest, defaultLimits), name),
  };
};

/** The mail to one reader. Its link ends messages of this kind with one click (RFC 8058), and leads people to a page that asks first. */
export const mailTo = (message: Written, reader: Reader, { community, site }: Letterhead, token: string): Omit<NewMail, 'to'> => {
  const { language, subject, blocks } = asRead(message, reader);
  const t = translator(words, chooseLanguage({ asked: language, person: reader.languages[0] }));
  const link = `${site}/unsubscribe/${token}`;
  const why = t('mailing.letter.why', { community, kind: t(`mailing.kind.${message.kind}`) });
  return {
    language,
    subject,
    body: `${blocksAsText(blocks)}\n\n-- \n${why}\n${t('mailing.letter.end')} ${link}\n`,
    html: `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>
${blocksAsHtml(blocks)}
<hr><p lang="${t.language}" dir="${t.direction}"><small>${escaped(why)} <a href="${escaped(link)}">${escaped(t('mailing.letter.endLink'))}</a></small></p>
</body></html>`,
    headers: {
      'List-Unsubscribe': `<${link}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...(message.reply_to ? { 'Reply-To': message.reply_to } : {}),
    },
  };
};

const words = makeCatalogue([messages]);

/** Milliseconds for the reading of one text. */
const longest = 2000;

/** Put in after the marks of the text were read, so that a name with such marks stays a name. */
const withName = (blocks: readonly Block[], name: string): Block[] => blocks.map((block) => named(block, name) as Block);

const named = (value: unknown, name: string): unknown => {
  if (typeof value === 'string') return value.replaceAll('{name}', name);
  if (Array.isArray(value)) return value.map((one) => named(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'href' ? one : named(one, name)]));
};
