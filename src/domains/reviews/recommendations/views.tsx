import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf, languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { LanguageNotice, Prose } from '../../../platform/ui/prose/prose.tsx';

/**
 * A long text in the reader's best language; says so where that is not the language asked for, and which language the original is in. With
 * `both` the original can be read below its translation.
 */
export const LongText = ({ v, text, both }: { v: Visit; text: Texts; both?: true }) => {
  const shown = textIn(text, v.languages);
  const others = Object.keys(text.texts).filter((code) => code !== shown.language);
  const asWished = shown.language === v.language && shown.state === 'human';
  const named = (code: string) => languageName(code, v.language);
  return (
    <>
      <Prose
        lang={shown.language}
        dir={directionOf(shown.language)}
        original={asWished && others.length > 0 ? <Origin v={v} text={text} shown={shown} /> : undefined}
        notice={
          asWished ? undefined : (
            <LanguageNotice
              t={v.t}
              shown={named(shown.language)}
              wanted={named(v.language)}
              original={named(text.original)}
              state={shown.state !== 'human' ? shown.state : shown.isOriginal ? 'original' : 'translation'}
              others={others.map((code) => ({ href: `?lang=${code}`, label: named(code) }))}
            />
          )
        }
      >
        <Paragraphs text={shown.text} />
      </Prose>
      {both && !shown.isOriginal && (
        <Disclosure summary={v.t('text.readOriginal', { original: named(text.original) })}>
          <Prose lang={text.original} dir={directionOf(text.original)}>
            <Paragraphs text={text.texts[text.original] ?? ''} />
          </Prose>
        </Disclosure>
      )}
    </>
  );
};

const Paragraphs = ({ text }: { text: string }) => text.split(/\n{2,}/).map((paragraph) => <p>{paragraph}</p>);

/** The language of a text in the reader's own, and of its original where that is another. */
const Origin = ({ v, text, shown }: { v: Visit; text: Texts; shown: ReturnType<typeof textIn> }) => {
  const own = languageName(shown.language, v.language);
  if (shown.isOriginal) return `${own}, ${v.t('text.original')}`;
  return (
    <>
      {v.t('text.translated', { shown: own })} <a href={`?lang=${text.original}`}>{languageName(text.original, v.language)}</a>
    </>
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
