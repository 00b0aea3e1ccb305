import type { Cell } from '../../../platform/documents/document.ts';

/** `3. What is to be done`: its number and the rest; without a number the whole is the rest. */
export const numbered = (text: string): { number: string; rest: string } => {
  const [, number = '', rest = text] = /^(\d{1,3}(?:\.\d{1,3})?)\s*[.:)–-]\s*(\S.*)$/su.exec(text.trim()) ?? [];
  return { number, rest };
};

export const textOf = (cell: Cell | undefined): string => {
  if (!cell) return '';
  const plain = cell.text.trim();
  return cell.items && cell.items.length > 1 && !/^[•-]/m.test(plain) ? cell.items.map((item) => `• ${item}`).join('\n') : plain;
};

export const placeOf = (cell: Cell | undefined) => {
  const { column: _column, ...place } = cell?.place ?? {};
  return place;
};
