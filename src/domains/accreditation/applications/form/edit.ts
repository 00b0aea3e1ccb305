import { z } from 'zod';
import { choice, issue, line, optional, text, texts, whole, yesNo } from '../../../../platform/fields.ts';
import type { Texts } from '../../../../platform/i18n/texts.ts';
import { kinds } from '../application/application.ts';
import { controls, type FormContent, meanings } from './form.ts';

/** The parts of a form that are lists, each changed by itself. */
export const parts = ['criteria', 'questions', 'checklist', 'reasons', 'reviewRoutes'] as const;
export type Part = (typeof parts)[number];

/** `edition` is the one that the writer saw. A key that is not there yet is added at the end. */
export const itemChange = z.object({
  kind: choice(kinds),
  edition: whole(1),
  part: choice(parts),
  key: line({ max: 60 }).refine((typed) => /^[a-z][A-Za-z0-9]*$/.test(typed), { error: 'form.keyForm' }),
  label: texts({ max: 500 }),
  /** From 1; without it, it stays where it is. */
  position: optional(whole(1, 60)),
  help: optional(texts({ max: 1000 })),
  control: optional(choice(controls)),
  required: optional(yesNo()),
  means: optional(choice(meanings)),
  /** One to a line, `key = words`. */
  choices: optional(text({ max: 8000 })),
  text: optional(texts({ max: 1000 })),
  language: line({ max: 40 }).default('en'),
});

export const itemRemoval = z.object({ kind: choice(kinds), edition: whole(1), part: choice(parts), key: line({ max: 60 }) });

const allowance = whole(1, 1000);

export const ruleChange = z
  .object({
    kind: choice(kinds),
    edition: whole(1),
    received: allowance,
    incomplete: allowance,
    diligence: allowance,
    advice: allowance,
    vote: allowance,
    silence: allowance,
    /** Without it, it stays as it is. */
    draftMonths: optional(whole(1, 120)),
    /** Without these, no committee votes on this kind. */
    numerator: optional(whole(1, 100)),
    denominator: optional(whole(1, 100)),
    quorum: optional(whole(0, 1000)),
  })
  .superRefine(({ numerator, denominator }, context) => {
    if ((numerator == null) !== (denominator == null)) context.addIssue(issue('form.shareHalf', {}, ['denominator']));
  });

type Item = z.output<typeof itemChange>;
type Choice = { key: string; label: Texts };

/** The content with one part of one list changed or added. */
export const withItem = (content: FormContent, input: Item): FormContent => {
  const list = content[input.part] as { key: string; label: Texts }[];
  const at = list.findIndex(({ key }) => key === input.key);
  const before = at < 0 ? {} : list[at];
  const named = { key: input.key, label: input.label };
  const item =
    input.part === 'questions'
      ? {
          ...before,
          ...named,
          help: input.help ?? null,
          control: input.control ?? 'line',
          required: input.required ?? false,
          means: input.means ?? null,
          choices: choicesOf(input.choices ?? '', (before as { choices?: Choice[] | null }).choices ?? [], input.language),
        }
      : input.part === 'reviewRoutes'
        ? { ...named, text: input.text ?? input.label }
        : named;
  const others = list.filter(({ key }) => key !== input.key);
  const place = input.position ? input.position - 1 : at < 0 ? others.length : at;
  return { ...content, [input.part]: others.toSpliced(place, 0, item) };
};

export const withoutItem = (content: FormContent, { part, key }: z.output<typeof itemRemoval>): FormContent => ({
  ...content,
  [part]: (content[part] as { key: string }[]).filter((one) => one.key !== key),
});

/** Choices as they are written, one to a line, in the writer's language. */
export const writtenChoices = (choices: readonly Choice[] | null | undefined, language: string): string =>
  (choices ?? []).map(({ key, label }) => `${key} = ${label.texts[language] ?? label.texts[label.original] ?? ''}`).join('\n');

/** Words in other languages stay with their key. */
const choicesOf = (typed: string, known: readonly Choice[], language: string): Choice[] =>
  typed.split('\n').flatMap((one) => {
    const [, key, words] = /^\s*([a-z][A-Za-z0-9]*)\s*=\s*(\S.*?)\s*$/.exec(one) ?? [];
    if (!key || !words) return [];
    const label = known.find((each) => each.key === key)?.label;
    return [
      {
        key,
        label: label ? { ...label, texts: { ...label.texts, [language]: words } } : { original: language, texts: { [language]: words } },
      },
    ];
  });

export const withRules = (
  content: FormContent,
  { kind: _kind, edition: _edition, silence, draftMonths, numerator, denominator, quorum, ...days }: z.output<typeof ruleChange>,
): FormContent => ({
  ...content,
  rules: {
    days,
    silence,
    draftMonths: draftMonths ?? content.rules.draftMonths,
    vote: numerator != null && denominator != null ? { numerator, denominator, quorum: quorum ?? 0 } : null,
  },
});
