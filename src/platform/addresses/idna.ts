import { domainToASCII } from 'node:url';

/**
 * Whether a label in Unicode is one that may be registered (IDNA 2008). Browsers also take what was allowed in 2003 (signs, emoji); no
 * registry gives out such a name any more, and mail to it reaches nobody. Mapping, joiners and direction were checked before (UTS 46).
 */
export const isLabelOf2008 = (label: string): boolean => {
  if (isCombining.test(label) || /^-|-$|^..--/u.test(label)) return false;
  for (const sign of label) if (!isAllowed(sign)) return false;
  return contexts.every(([sign, fits]) => !sign.test(label) || fits(label)) && everyJoinerFits(label);
};

/** Of several joiners the checks of Node (UTS 46) look at the first one alone, so each is shown to them as if it were the only one. */
const everyJoinerFits = (label: string): boolean => {
  if (/[\u200c\u200d]{2}/u.test(label)) return false;
  const parts = label.split(/([\u200c\u200d])/u);
  return parts.every((part, at) => {
    const alone = parts.filter((other, where) => where === at || !joiner.test(other)).join('');
    return !joiner.test(part) || domainToASCII(alone) !== '';
  });
};

/**
 * In a name with a label that runs from right to left every other label must begin with a letter, or the two would be read in the wrong
 * order (RFC 5893, 2). Labels that run from right to left were checked one by one before.
 */
export const fitDirections = (labels: readonly string[]): boolean =>
  !labels.some((label) => rightToLeft.test(label)) ||
  labels.every((label) => (rightToLeft.test(label) ? !leftToRight.test(label) : beginsPlainly.test(label)));

/** Hebrew, Arabic and whatever else is written so; the eastern digits alone are digits like others. */
const rightToLeft = /[[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]--[\u06f0-\u06f9]]/v;
/** Letters that run the other way. The checks of Node know directions only as far as Unicode 13. */
const leftToRight = /[[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]--[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]]/v;
const beginsPlainly = /^[[\p{L}\p{Nd}]--[0-9\u06f0-\u06f9]]/v;

/** A mark that belongs to the letter before it cannot begin (RFC 5891, 4.2.3.2). */
const isCombining = /^\p{M}/u;

/** RFC 5892, 2.6: what the general rule gets wrong. */
const exceptionally = {
  allowed: /^[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007\u00b7\u0375\u05f3\u05f4\u30fb]$/u,
  refused: /^[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]$/u,
};

/** Letters, digits and marks of all scripts that no mapping changes; without those that no name needs (RFC 5892, 2 and 3). */
const letter =
  /^[[\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]--[\p{Changes_When_NFKC_Casefolded}\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Noncharacter_Code_Point}]--[\u20d0-\u20ff\u{1d100}-\u{1d1ff}\u{1d200}-\u{1d24f}]--[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb]]$/v;

const joiner = /^[\u200c\u200d]$/u;

const isAllowed = (sign: string): boolean => {
  if (exceptionally.allowed.test(sign)) return true;
  if (exceptionally.refused.test(sign)) return false;
  return sign === '-' || joiner.test(sign) || letter.test(sign);
};

/** RFC 5892, appendix A: signs that may stand in some places only. */
const contexts: readonly (readonly [RegExp, (label: string) => boolean])[] = [
  [/\u00b7/u, (label) => !/(?<!l)\u00b7|\u00b7(?!l)/u.test(label)],
  [/\u0375/u, (label) => !/\u0375(?!\p{Script=Greek})/u.test(label)],
  [/[\u05f3\u05f4]/u, (label) => !/(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u.test(label)],
  [/\u30fb/u, (label) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label)],
  [/[\u0660-\u0669]/u, (label) => !/[\u06f0-\u06f9]/u.test(label)],
];
