import type { T } from '../i18n/catalogue.ts';
import { directionOf, languageName, languages } from '../i18n/languages.ts';
import type { Texts } from '../i18n/texts.ts';
import type { TextsControl } from '../ui/form/texts.tsx';
import type { FormState } from './submit.ts';
import type { Visit } from './visit.ts';

/** What the form of a record takes, of a new one and of one that is known. */
export interface RecordForm {
  v: Visit;
  form: FormState;
  action: string;
  cancelHref: string;
  /** What the button says. */
  submit: string;
  /** Of the record as it was read; missing for a new one. */
  version?: number | undefined;
}

/** What the fields of a form need from its state: the error beside each, and all of them for the summary above. */
export const formWords = (form: FormState, t: T) => {
  const messages = form.problems.map((problem) => ({ name: String(problem.path[0] ?? ''), message: t(problem.key, problem.values) }));
  return {
    errors: messages.map(({ name, message }) => ({ name, message: withField(t, name, message) })),
    error: (name: string): string | undefined => messages.find((one) => one.name === name)?.message,
    /** The typed or stored value of a one-line field. */
    value: (name: string): string => textOf(form.values[name]),
    /** What a field of one value takes from its form: its name, what was typed or stored, and what is wrong with it. */
    field: (name: string) => ({ t, name, value: textOf(form.values[name]), error: messages.find((one) => one.name === name)?.message }),
    chosen: (name: string): readonly string[] => {
      const value = form.values[name];
      return Array.isArray(value) ? value.map(String) : value == null || value === '' ? [] : String(value).split(/\s*;\s*/);
    },
  };
};

/** Above a form a problem is read far from its field, so it says which one is meant, where the field has a name of its own in histories. */
const withField = (t: T, name: string, problem: string): string => {
  const field = `field.name.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  return t.has(field) ? t('form.errorAt', { field: t(field), problem }) : problem;
};

/** A field with a text in several languages, as stored or as it came back from a form; a new text begins in the reader's language. */
export const textsControl = (value: unknown, language: string, rows?: number): TextsControl => {
  const { original, texts } = readTexts(value, language);
  const codes = [...new Set([original, language, ...languages.map((one) => one.code), ...Object.keys(texts)])];
  return {
    control: 'texts',
    original,
    texts,
    languages: codes.map((code) => ({
      code,
      name: languages.find((one) => one.code === code)?.name ?? languageName(code, language),
      dir: directionOf(code),
    })),
    ...(isTexts(value) && value.state ? { state: value.state } : {}),
    ...(rows ? { rows } : {}),
  };
};

const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null && 'texts' in value && 'original' in value;

/** Stored texts, or the entries `name.original` and `name.<language>` of a form. */
const readTexts = (value: unknown, language: string): { original: string; texts: Record<string, string> } => {
  if (isTexts(value)) return { original: value.original, texts: value.texts };
  if (typeof value !== 'object' || value === null)
    return { original: language, texts: typeof value === 'string' && value ? { [language]: value } : {} };
  const { original, ...typed } = value as Record<string, unknown>;
  return {
    original: typeof original === 'string' ? original : language,
    texts: Object.fromEntries(Object.entries(typed).map(([code, text]) => [code, textOf(text)])),
  };
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
