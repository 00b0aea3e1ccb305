import { createRequire } from 'node:module';
import path from 'node:path';
import { partsOf } from '../language.ts';

const files: Record<string, readonly string[]> = {
  'source-serif-4': [
    '400Regular/SourceSerif4_400Regular',
    '400Regular_Italic/SourceSerif4_400Regular_Italic',
    '600SemiBold/SourceSerif4_600SemiBold',
    '600SemiBold_Italic/SourceSerif4_600SemiBold_Italic',
  ],
  'source-sans-3': [
    '400Regular/SourceSans3_400Regular',
    '400Regular_Italic/SourceSans3_400Regular_Italic',
    '600SemiBold/SourceSans3_600SemiBold',
    '600SemiBold_Italic/SourceSans3_600SemiBold_Italic',
  ],
  'noto-naskh-arabic': ['400Regular/NotoNaskhArabic_400Regular', '600SemiBold/NotoNaskhArabic_600SemiBold'],
  'noto-sans-arabic': ['400Regular/NotoSansArabic_400Regular', '600SemiBold/NotoSansArabic_600SemiBold'],
  'noto-sans-hebrew': ['400Regular/NotoSansHebrew_400Regular', '600SemiBold/NotoSansHebrew_600SemiBold'],
  'zcool-xiaowei': ['400Regular/ZCOOLXiaoWei_400Regular'],
  'noto-emoji': ['400Regular/NotoEmoji_400Regular'],
};

/** The font files a document may need, as paths. Scripts beyond them are taken from the machine's own fonts where it has any. */
export const fontFiles = (): string[] => {
  const { resolve } = createRequire(import.meta.url);
  return Object.entries(files).flatMap(([name, faces]) => {
    const folder = path.dirname(resolve(`@expo-google-fonts/${name}/package.json`));
    return faces.map((face) => path.join(folder, `${face}.ttf`));
  });
};

/** `covers` limits a family to the signs it sets best, so that quotation marks beside Chinese or digits beside Arabic come from the right one. */
export interface Family {
  name: string;
  covers?: 'latin' | 'latin-in-cjk';
}

export const familiesFor = (language: string): { serif: Family[]; sans: Family[] } => {
  const { script } = partsOf(language);
  const others = ['Noto Sans Hebrew', 'ZCOOL XiaoWei', 'Noto Emoji'].map((name) => ({ name }));
  const after = (latin: string, arabic: string): Family[] => {
    if (script === 'Arab') return [{ name: latin, covers: 'latin' }, { name: arabic }, { name: latin }, ...others];
    if (script === 'Hans' || script === 'Hant')
      return [{ name: latin, covers: 'latin-in-cjk' }, { name: 'ZCOOL XiaoWei' }, { name: latin }, { name: arabic }, ...others];
    return [{ name: latin }, { name: arabic }, ...others];
  };
  return { serif: after('Source Serif 4', 'Noto Naskh Arabic'), sans: after('Source Sans 3', 'Noto Sans Arabic') };
};
