import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { choice, id, line, optional, texts, version, whole } from '../../../platform/fields.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { type Item, type Question, questionKinds } from './campaign.ts';

/** Changing a list of expectations or questions, one line at a time. */

export const mostItems = 30;

const change = {
  version: optional(version()),
  /** Missing where a line is added. */
  key: optional(line({ max: 40 })),
  text: optional(texts({ max: 1000 })),
  /** From 1; without it a line stays where it is, and a new one comes last. */
  position: optional(whole(1, mostItems)),
};

export const expectationChange = z.object({ set: id(), ...change });
export const expectationRemoval = z.object({ set: id(), version: optional(version()), key: line({ max: 40 }) });

/** `form` is the version of the questions that the writer saw; missing where there are none yet. */
export const questionChange = z.object({ form: optional(id()), ...change, kind: optional(choice(questionKinds)) });
export const questionRemoval = z.object({ form: id(), version: optional(version()), key: line({ max: 40 }) });

interface Change {
  key?: string | null | undefined;
  text?: Texts | null | undefined;
  position?: number | null | undefined;
  kind?: Question['kind'] | null | undefined;
}

/**
 * The list with one line changed, moved or added; undefined where there is no such line. A new line gets a key that no line ever had, so
 * that no answer of former years is taken for one to it.
 */
export const withLine = <Line extends Item>(list: readonly Line[], input: Change): Line[] | undefined => {
  const at = input.key ? list.findIndex(({ key }) => key === input.key) : -1;
  const known = list[at];
  if ((input.key && !known) || (!known && !input.text)) return undefined;
  const line = {
    ...known,
    key: known?.key ?? randomUUID().slice(0, 8),
    text: input.text ?? known?.text,
    ...(input.kind ? { kind: input.kind } : {}),
  } as Line;
  const others = list.filter((one) => one !== known);
  return others.toSpliced(input.position ? input.position - 1 : known ? at : others.length, 0, line);
};

export const withoutLine = <Line extends Item>(list: readonly Line[], key: string): Line[] => list.filter((one) => one.key !== key);
