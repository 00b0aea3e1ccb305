/** Text as XML can hold it: lone surrogates replaced, control signs other than tab and line end dropped. */
export const xmlText = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '');
