import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf, languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { LanguageNotice, Prose } from '../../../platform/ui/prose/prose.tsx';

/** A long text in the reader's best language; says so where that is not the language asked for. */
export const LongText = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  const others = Object.keys(text.texts).filter((code) => code !== shown.language);
  const asWished = shown.language === v.language && shown.state === 'human';
  return (
    <Prose
      lang={shown.language}
      dir={directionOf(shown.language)}
      original={
        asWished && others.length > 0
          ? `${languageName(shown.language, v.language)}${shown.isOriginal ? `, ${v.t('text.original')}` : ''}`
          : undefined
      }
      notice={
        asWished ? undefined : (
          <LanguageNotice
            t={v.t}
            shown={languageName(shown.language, v.language)}
            wanted={languageName(v.language, v.language)}
            state={shown.state === 'human' ? 'original' : shown.state}
            others={others.map((code) => ({ href: `?lang=${code}`, label: languageName(code, v.language) }))}
          />
        )
      }
    >
      {shown.text.split(/\n{2,}/).map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </Prose>
  );
};

/** A short text in the reader's best language, with its own language marked where it differs. */
export const ShortText = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return shown.language === v.language ? (
    shown.text
  ) : (
    <span lang={shown.language} dir={directionOf(shown.language)}>
      {shown.text}
    </span>
  );
};
