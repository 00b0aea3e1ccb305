import type { Block, DocumentOut } from '../../../platform/documents/document.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { type Template, templateFields } from './assessment.ts';

/** The feasibility template on paper: the recommendation's text, then every field, empty ones too, as a committee goes through it. */
export const templateDocument = (
  v: Visit,
  recommendation: { ref: string; title: Texts; text: Texts | null },
  template: Partial<Template>,
): DocumentOut => {
  const { t } = v;
  const paragraphs = (text: Texts): Block[] => {
    const shown = textIn(text, v.languages);
    return shown.text.split(/\n{2,}/).map((paragraph) => ({ kind: 'paragraph', spans: [{ text: paragraph }], language: shown.language }));
  };
  const content = (value: Texts | string | null | undefined, kind: string): Block[] => {
    if (value == null) return [{ kind: 'paragraph', spans: [{ text: t('assessment.empty'), emphasis: true }] }];
    if (typeof value !== 'string') return paragraphs(value);
    return [{ kind: 'paragraph', spans: [{ text: kind === 'choice' ? t(`assessment.support.${value}`) : value }] }];
  };
  return {
    title: t('assessment.of', { ref: recommendation.ref }),
    subtitle: textIn(recommendation.title, v.languages).text,
    language: v.language,
    runningHead: v.communityName,
    date: v.today,
    blocks: [
      ...(recommendation.text
        ? [{ kind: 'heading' as const, level: 1 as const, text: t('assessment.original') }, ...paragraphs(recommendation.text)]
        : []),
      ...templateFields.flatMap(({ key, column, kind }): Block[] => [
        { kind: 'heading', level: 1, text: t(`assessment.field.${key}`) },
        ...content(template[column], kind),
      ]),
    ],
  };
};
