import type { Visit } from '../http/visit.ts';
import { directionOf, languageName } from '../i18n/languages.ts';
import { Disclosure } from '../ui/navigation/navigation.tsx';
import type { FieldChange } from './history.ts';
import { isTexts, longest, Value } from './value-view.tsx';
import { type Run, wordDifference } from './word-difference.ts';

export type ChangedValue = Pick<FieldChange, 'table' | 'field' | 'before' | 'after' | 'beforeNames' | 'afterNames'>;

export const Before = ({ v, change }: { v: Visit; change: ChangedValue }) => (
  <Value v={v} table={change.table} field={change.field} value={change.before} names={change.beforeNames} />
);

export const After = ({ v, change }: { v: Visit; change: ChangedValue }) => (
  <Value v={v} table={change.table} field={change.field} value={change.after} names={change.afterNames} />
);

/** The texts of both sides where a change is one of wording, by language; empty for everything else. */
export const rewordings = ({ before, after, beforeNames, afterNames }: ChangedValue): Rewording[] => {
  if (beforeNames || afterNames) return [];
  if (isTexts(before) && isTexts(after)) {
    const languages = [...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)])];
    return languages
      .map((language) => ({ language, before: before.texts[language] ?? '', after: after.texts[language] ?? '' }))
      .filter((one) => one.before !== one.after);
  }
  const isProse = (value: unknown): value is string => typeof value === 'string' && /\S\s+\S+\s+\S/.test(value);
  return isProse(before) && isProse(after) ? [{ language: null, before, after }] : [];
};

export interface Rewording {
  /** Null for a text whose language nobody has said. */
  language: string | null;
  before: string;
  after: string;
}

/** What changed in the words; a long text is unfolded for it. */
export const Rewordings = ({ v, texts }: { v: Visit; texts: readonly Rewording[] }) => (
  <>
    {texts.map(({ language, before, after }) => {
      const runs = wordDifference(before, after, language ?? v.language);
      const named = language !== null && language !== v.language && (
        <span class="quiet">{v.t('history.inLanguage', { language: languageName(language, v.language) })} </span>
      );
      return before.length + after.length <= longest * 2 ? (
        <div>
          {named}
          <Difference language={language} runs={runs} />
        </div>
      ) : (
        <Disclosure
          summary={
            <>
              {named}
              {v.t('history.wordsChanged', { gone: wordsIn(runs, 'gone'), come: wordsIn(runs, 'new') })}
            </>
          }
        >
          <Difference language={language} runs={runs} />
        </Disclosure>
      );
    })}
  </>
);

const Difference = ({ language, runs }: { language: string | null; runs: readonly Run[] }) => (
  <p class="difference" {...(language ? { lang: language, dir: directionOf(language) } : { dir: 'auto' as const })}>
    {runs.map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? <del>{text}</del> : <ins>{text}</ins>))}
  </p>
);

const wordsIn = (runs: readonly Run[], kind: Run['kind']): number =>
  runs.filter((run) => run.kind === kind).reduce((sum, run) => sum + (run.text.match(/\S+/g)?.length ?? 0), 0);
