import { ExternalHyperlink, Paragraph, type ParagraphChild, TextRun } from 'docx';
import type { Span } from '../document.ts';
import { partsOf } from '../language.ts';
import { safeHref } from '../links.ts';
import { xmlText } from '../xml-text.ts';

export const captioned = (text: string, rtl: boolean): Paragraph =>
  new Paragraph({ style: 'Caption', bidirectional: rtl, children: runs([{ text }], rtl) });

export const runs = (spans: readonly Span[], rtl: boolean, language?: string): ParagraphChild[] =>
  spans.flatMap((span): ParagraphChild[] => {
    const href = safeHref(span.href);
    const pieces = span.text.split(/\r?\n/).map(
      (text, line) =>
        new TextRun({
          text: xmlText(text),
          rightToLeft: rtl,
          ...(line > 0 ? { break: 1 } : {}),
          ...(span.strong ? { bold: true } : {}),
          ...(span.emphasis ? { italics: true } : {}),
          ...(href ? { style: 'Hyperlink' } : {}),
          ...(language ? { language: spoken(language, rtl) } : {}),
        }),
    );
    return href ? [new ExternalHyperlink({ link: href, children: pieces })] : pieces;
  });

const spoken = (tag: string, rtl: boolean) => {
  const { language, region } = partsOf(tag);
  const full = region ? `${language}-${region}` : language;
  return rtl ? { bidirectional: full } : language === 'zh' ? { eastAsia: full } : { value: full };
};
