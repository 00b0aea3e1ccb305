import { type AnyWrites, type Day, reading } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { messages } from './messages/index.ts';
import { officersOf } from './queries.ts';
import { daysLeft } from './triage.ts';

export interface Matter {
  ref: string;
  review: Texts;
  body: { id: number; name: Texts };
  dueOn: Day;
  items: number;
}

/** Asks the body's officers, each in their language, to edit and sign off. Gives how many were written to; nobody without an address is. */
export const ask = (
  tx: AnyWrites,
  matter: Matter,
  today: Day,
  { note, returnedFor }: { note: string | null; returnedFor: string | null },
): Promise<number> =>
  toOfficers(tx, matter, today, 'triage.letter', (t) => [
    ...(returnedFor ? [t('triage.letter.again', { reason: returnedFor })] : []),
    ...(note ? [t('triage.letter.note', { note })] : []),
  ]);

/** Says again what is asked and how much time is left, or has gone by. */
export const remind = (tx: AnyWrites, matter: Matter, today: Day): Promise<number> =>
  toOfficers(tx, matter, today, daysLeft(matter.dueOn, today) < 0 ? 'triage.overdue' : 'triage.reminder', () => []);

type Say = (key: string, values: Record<string, string | number>) => string;

const toOfficers = async (
  tx: AnyWrites,
  matter: Matter,
  today: Day,
  kind: 'triage.letter' | 'triage.reminder' | 'triage.overdue',
  more: (t: Say) => string[],
): Promise<number> => {
  const officers = (await officersOf(reading(tx), matter.body.id, today)).filter((officer) => officer.address !== null);
  const { site, community } = await letterhead(tx);
  for (const { id, name, language: wish, address } of officers) {
    const language = chooseLanguage(wish ? { person: wish } : {});
    const t = translator(words, language);
    const values = {
      name,
      body: textIn(matter.body.name, [language]).text,
      review: textIn(matter.review, [language]).text,
      items: matter.items,
      day: t.day(matter.dueOn),
      days: Math.abs(daysLeft(matter.dueOn, today)),
      link: `${site}/triage/${encodeURIComponent(matter.ref)}`,
      community,
    };
    await post(tx, {
      to: address as string,
      language,
      personId: id,
      subject: t(`${kind}.subject`, values),
      body: [t(`${kind}.body`, values), ...more(t), t('triage.letter.end', values)].join('\n\n'),
    });
  }
  return officers.length;
};

const words = makeCatalogue([messages]);
