import { shape } from '../status/shapes.ts';
import type { Direction, Translate } from '../words.tsx';

export type LanguageChoice = { code: string; name: string; dir: Direction };

/** One text in several languages: any subset, one of them the original. */
export type TextsControl = {
  control: 'texts';
  languages: readonly LanguageChoice[];
  /** Text by language code; a language that is absent has no text yet. */
  texts: Record<string, string>;
  original: string;
  state?: Record<string, 'human' | 'machine' | 'stale'> | undefined;
  rows?: number | undefined;
};

type Props = { t: Translate; name: string; label: string; control: TextsControl };

/** Sends `<name>.<code>` for each text and `<name>.original` for the language of the original. */
export const TextsInput = ({ t, name, label, control }: Props) => {
  const written = control.languages.filter((one) => one.code === control.original || control.texts[one.code]);
  const missing = control.languages.filter((one) => !written.includes(one));
  return (
    <div class="texts">
      {written.map((one) => (
        <OneText t={t} name={name} label={label} control={control} language={one} />
      ))}
      {missing.length > 0 && (
        <details class="disclosure">
          <summary>{t('ui.texts.add', { languages: missing.length })}</summary>
          <div class="texts">
            {missing.map((one) => (
              <OneText t={t} name={name} label={label} control={control} language={one} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
};

const OneText = ({ t, name, label, control, language }: Props & { language: LanguageChoice }) => {
  const { code, dir } = language;
  const state = control.state?.[code];
  const box = { name: `${name}.${code}`, lang: code, dir, 'aria-label': t('ui.texts.in', { label, language: language.name }) };
  return (
    <div class="one-text">
      <div class="row split">
        <span class="row small">
          <span lang={code}>{language.name}</span>
          {state && state !== 'human' && (
            <span class="status waiting">
              {shape(state === 'stale' ? 'clock' : 'diamond')}
              <span>{t(`ui.texts.${state}`)}</span>
            </span>
          )}
        </span>
        <label class="choice small">
          <input type="radio" name={`${name}.original`} value={code} checked={code === control.original} />
          <span>
            {t('ui.texts.original')}
            <span class="vh" lang={code}>
              {' '}
              {language.name}
            </span>
          </span>
        </label>
      </div>
      {control.rows === 1 ? (
        <input type="text" {...box} value={control.texts[code] ?? ''} />
      ) : (
        <textarea {...box} rows={control.rows ?? 4}>
          {control.texts[code] ?? ''}
        </textarea>
      )}
    </div>
  );
};
