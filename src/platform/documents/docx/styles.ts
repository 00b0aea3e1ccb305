import { AlignmentType, type INumberingOptions, type IStylesOptions, LevelFormat, LineRuleType } from 'docx';
import { directionOf, partsOf } from '../language.ts';

/** Width between the margins, in twentieths of a point. */
export const room = 9066;

const ink = '1D2126';
const quiet = '5B646D';

/** Fonts that every Word has, for letters of each script; sizes in half points. */
const serif = { ascii: 'Cambria', hAnsi: 'Cambria', cs: 'Times New Roman', eastAsia: 'SimSun' };
const sans = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial', eastAsia: 'Microsoft YaHei' };

/** Distance of lines in 240ths of a line. Without its rule LibreOffice takes it for a fixed height: large letters then overlap and pictures are cut. */
const lines = (line: number) => ({ line, lineRule: LineRuleType.AUTO });

export const stylesFor = (tag: string): IStylesOptions => {
  const { language, region } = partsOf(tag);
  const full = region ? `${language}-${region}` : language;
  const rtl = directionOf(tag) === 'rtl';
  const heading = (size: number, before: number) => ({
    run: { font: serif, size, sizeComplexScript: size, bold: true, color: ink },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  });
  return {
    default: {
      document: {
        run: {
          font: serif,
          size: 21,
          color: ink,
          language: rtl
            ? { bidirectional: full }
            : language === 'zh' || language === 'ja' || language === 'ko'
              ? { value: 'en-US', eastAsia: full }
              : { value: full },
        },
        paragraph: { spacing: { ...lines(300), after: 140 } },
      },
      title: {
        run: { font: serif, size: 48, sizeComplexScript: 48, bold: true, color: ink },
        paragraph: { spacing: { before: 0, after: 120, ...lines(264) } },
      },
      heading1: heading(30, 420),
      heading2: heading(25, 340),
      heading3: heading(21, 280),
      heading4: {
        run: { font: serif, size: 21, italics: true, bold: false, color: quiet },
        paragraph: { spacing: { before: 240, after: 100 }, keepNext: true },
      },
      hyperlink: { run: { color: '1F4E79', underline: {} } },
      caption: {
        run: { font: sans, size: 18, bold: true, italics: false, color: ink },
        paragraph: { spacing: { before: 320, after: 100 }, keepNext: true },
      },
    },
    paragraphStyles: [
      {
        id: 'Subtitle',
        name: 'Subtitle',
        basedOn: 'Normal',
        next: 'Normal',
        quickFormat: true,
        run: { size: 26, color: quiet },
        paragraph: { spacing: { after: 100 } },
      },
      { id: 'Meta', name: 'Meta', basedOn: 'Normal', run: { font: sans, size: 17, color: quiet }, paragraph: { spacing: { after: 240 } } },
      {
        id: 'Quote',
        name: 'Quote',
        basedOn: 'Normal',
        quickFormat: true,
        run: { italics: true, color: quiet },
        paragraph: { indent: { start: 400 }, spacing: { before: 120, after: 200 } },
      },
      {
        id: 'Cell',
        name: 'Table Text',
        basedOn: 'Normal',
        run: { font: sans, size: 18 },
        paragraph: { spacing: { ...lines(250), before: 40, after: 40 } },
      },
      { id: 'HeadCell', name: 'Table Head', basedOn: 'Cell', run: { bold: true }, paragraph: { keepNext: true } },
    ],
  };
};

const indents = [0, 1, 2, 3, 4];
const levels = (format: (level: number) => { format: (typeof LevelFormat)[keyof typeof LevelFormat]; text: string }) =>
  indents.map((level) => ({
    level,
    ...format(level),
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: 360 * (level + 1), hanging: 300 } } },
  }));

export const numbering: INumberingOptions = {
  config: [
    { reference: 'bullets', levels: levels((level) => ({ format: LevelFormat.BULLET, text: level % 2 === 0 ? '•' : '–' })) },
    { reference: 'numbers', levels: levels((level) => ({ format: LevelFormat.DECIMAL, text: `%${level + 1}.` })) },
  ],
};
