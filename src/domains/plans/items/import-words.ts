import { latinDigits } from '../../../platform/i18n/days.ts';
import { aliasKey } from '../../../platform/imports/importer.ts';
import ar from '../messages/ar.json' with { type: 'json' };
import en from '../messages/en.json' with { type: 'json' };
import es from '../messages/es.json' with { type: 'json' };
import fr from '../messages/fr.json' with { type: 'json' };
import { type Health, healths, type ItemKind, itemKinds, type LeadRole, leadRoles, type Status, statuses } from './item.ts';

// What people and our own files write for statuses, healths, kinds and roles.

const catalogues: readonly Record<string, string>[] = [en, fr, es, ar];

const wordsFor = <Value extends string>(values: readonly Value[], prefix: string): ReadonlyMap<string, Value> =>
  new Map(
    values.flatMap((value) =>
      [value, ...catalogues.map((words) => words[`${prefix}.${value}`] ?? value)].map((word) => [aliasKey(word), value] as const),
    ),
  );

const statusWords = wordsFor(statuses, 'plan.status');
const healthWords = wordsFor(healths, 'plan.health');
const kindWords = wordsFor(itemKinds, 'plan.kind');
const roleWords = wordsFor(leadRoles, 'plan.role');

export const labelOfStatus = (status: Status): string => en[`plan.status.${status}`];

export const healthIn = (text: string): Health | undefined => healthWords.get(aliasKey(text));
export const kindIn = (text: string): ItemKind | undefined => kindWords.get(aliasKey(text));
export const roleIn = (text: string): LeadRole | undefined => roleWords.get(aliasKey(text));

/** The percent that a text names, `Completed (98 %)`. */
export const percentIn = (text: string): number | undefined => {
  const found = /(\d{1,3}(?:[.,]\d{1,2})?)[\s\u00a0\u202f\u200e\u200f\u061c]*[%٪]/u.exec(latinDigits(text))?.[1];
  return found === undefined ? undefined : Number(found.replace(',', '.'));
};

/** The status that a text names: one of our words in any language, or the nearest to what reports write. */
export const statusIn = (text: string): Status | undefined => {
  const bare = text.replace(/\([^)]*\)/g, ' ');
  return statusWords.get(aliasKey(bare)) ?? signs.find(([sign]) => sign.test(bare))?.[1];
};

const signs: readonly (readonly [RegExp, Status])[] = [
  [/not (?:yet )?started|will start after|pas commencé|no iniciad|لم يبدأ/i, 'notStarted'],
  [/held over|deferred|postponed|reporté|aplazad|مؤجل/i, 'heldOver'],
  [/on hold|pending|en suspens|en pausa|معلق/i, 'onHold'],
  [/retired|redundant|withdrawn|retirad[oa]|متروك/i, 'retired'],
  [/\bcomplete(?:d)?\b|\bdone\b|achevé|terminé|completad[oa]|مكتمل/i, 'completed'],
  [/ongoing|established|continu|مستمر/i, 'ongoing'],
  [/progress|under ?way|beginning|begun|started|approved|draft|prototype|testing|review|en cours|en curso|قيد/i, 'inProgress'],
];
