import type { Child } from 'hono/jsx';
import { linkedSpans } from '../../documents/links.ts';
import { directionOf } from '../../i18n/languages.ts';
import type { Direction, Link, Translate } from '../words.tsx';

export type ProseProps = {
  lang?: string | undefined;
  dir?: Direction | undefined;
  /** The word that marks the language, such as "Español, original". */
  original?: Child;
  /** Where a text is not in the reader's language; see LanguageNotice. */
  notice?: Child;
  /** Children come from a trusted renderer (Markdown after sanitising) or from JSX. */
  children?: Child;
};

/** Long text: serif, 60 to 75 characters a line, in its own language and direction. */
export const Prose = ({ lang, dir, original, notice, children }: ProseProps) => (
  <div class="prose-frame">
    {notice}
    {original && <p class="meta">{original}</p>}
    <div class="prose" lang={lang} dir={dir}>
      {children}
    </div>
  </div>
);

/** A few words as `textIn` gives them, marked where their language is not the page's. `page` is the page's language. */
export const InLanguage = ({ page, text, language }: { page: string; text: string; language: string }) =>
  language === page ? (
    text
  ) : (
    <span lang={language} dir={directionOf(language)}>
      {text}
    </span>
  );

export type LanguageNoticeProps = {
  t: Translate;
  /** The language shown, in the reader's words. */
  shown: string;
  wanted: string;
  /** The language of the original, where another one is shown. */
  original?: string | undefined;
  state?: 'original' | 'translation' | 'machine' | 'stale' | undefined;
  others?: readonly Link[] | undefined;
  helpHref?: string | undefined;
};

/** Tells the reader which language is shown and why, and where else to read it. */
export const LanguageNotice = ({ t, shown, wanted, original = shown, state = 'original', others, helpHref }: LanguageNoticeProps) => (
  <p class="language-notice row">
    <span>{t(`ui.languageNotice.${state}`, { shown, wanted, original })}</span>
    {others?.map((link) => (
      <a href={link.href}>{link.label}</a>
    ))}
    {helpHref && <a href={helpHref}>{t('ui.languageNotice.help')}</a>}
  </p>
);

export type SideBySideProps = {
  start: Side;
  end: Side;
  /** One below the heading of the part in which the texts stand. */
  level?: 2 | 3;
};
type Side = { title: Child; lang?: string | undefined; dir?: Direction | undefined; note?: Child; children: Child };

/** Two texts to compare: original and alternative, text and translation, last report and this. */
export const SideBySide = ({ start, end, level = 3 }: SideBySideProps) => (
  <div class="side-by-side">
    {[start, end].map((side) => (
      <section>
        {level === 2 ? <h2>{side.title}</h2> : <h3>{side.title}</h3>}
        {side.note && <p class="meta">{side.note}</p>}
        <div class="prose" lang={side.lang} dir={side.dir}>
          {side.children}
        </div>
      </section>
    ))}
  </div>
);

/** A line of prose; addresses in it are links. */
export const Linked = ({ text }: { text: string }) => (
  <>
    {linkedSpans(text).map((span) =>
      span.href ? (
        <a href={span.href} rel="nofollow noopener" {...(span.href === span.text ? { dir: 'ltr' } : {})}>
          {span.text}
        </a>
      ) : (
        span.text
      ),
    )}
  </>
);
