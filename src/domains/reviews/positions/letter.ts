import { type Block, type DocumentOut, says } from '../../../platform/documents/document.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import type { AnswerLine } from './queries.ts';

/** A body's complete answer to a review as a letter: one document for screen, PDF and Word. Only what the reader may see is in `lines`. */
export const letterOf = (
  v: Visit,
  {
    review,
    body,
    lines,
    terms,
    to,
  }: {
    review: { ref: string; title: Texts };
    body: { name: Texts; acronym: string | null };
    lines: readonly AnswerLine[];
    terms: Terms;
    to?: string | undefined;
  },
): DocumentOut => {
  const { t } = v;
  const name = textIn(body.name, v.languages).text;
  const answered = lines.filter((line) => line.stance || line.comment);
  const decisions = [
    ...new Set(
      answered
        .filter((line) => line.decided_on)
        .map((line) =>
          t('position.decided', { how: t(`position.how.${line.decided_how ?? 'document'}`), day: t.day(line.decided_on as string) }),
        ),
    ),
  ];
  const counts = [...(terms.get('stance')?.keys() ?? [])].map((stance) => ({
    name: termIn(terms, 'stance', stance, v.languages),
    value: t.list(answered.filter((line) => line.stance === stance).map((line) => line.number)) || '–',
  }));
  return {
    title: t('letter.title', { review: textIn(review.title, v.languages).text }),
    subtitle: name,
    author: name,
    language: v.language,
    date: v.today,
    runningHead: `${body.acronym ?? name} · ${review.ref}`,
    blocks: [
      {
        kind: 'paragraph',
        spans: says(to ? t('letter.to', { to }) : t('letter.opening', { body: body.acronym ?? name, count: answered.length })),
      },
      ...(decisions.length > 0
        ? ([{ kind: 'paragraph', spans: says(t('letter.decisions', { decisions: t.list(decisions) })) }] satisfies Block[])
        : []),
      { kind: 'heading', level: 1, text: t('letter.overview') },
      { kind: 'facts', facts: counts },
      { kind: 'heading', level: 1, text: t('letter.answers') },
      ...lines.flatMap((line) => linesOf(v, terms, line)),
    ],
  };
};

const linesOf = (v: Visit, terms: Terms, line: AnswerLine): Block[] => {
  const { t } = v;
  const text = line.text ? textIn(line.text, v.languages) : undefined;
  return [
    { kind: 'heading', level: 2, text: `${line.number}. ${textIn(line.title, v.languages).text}` },
    ...(text ? ([{ kind: 'quote', spans: says(text.text), language: text.language }] satisfies Block[]) : []),
    {
      kind: 'paragraph',
      spans: [
        { text: line.stance ? termIn(terms, 'stance', line.stance, v.languages) : t('position.noneYet'), strong: true },
        ...(line.state && line.state !== 'final' ? [{ text: ` (${t(`position.state.${line.state}`)})`, emphasis: true }] : []),
      ],
    },
    ...(line.comment ? commentOf(v, line.comment) : []),
  ];
};

/** A comment in another language than the letter's says in which, and a translation says where it comes from. */
const commentOf = (v: Visit, comment: Texts): Block[] => {
  const { text, language, isOriginal } = textIn(comment, v.languages);
  const paragraphs = text.split(/\n{2,}/).map((paragraph): Block => ({ kind: 'paragraph', spans: says(paragraph), language }));
  if (isOriginal && language === v.language) return paragraphs;
  const origin = v.t(isOriginal ? 'letter.commentIn' : 'letter.translatedFrom', { language: languageName(comment.original, v.language) });
  return [...paragraphs, { kind: 'paragraph', spans: [{ text: origin, emphasis: true }] }];
};
