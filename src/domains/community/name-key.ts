/**
 * The form in which names of people and organisations are compared: without case, accents, punctuation and the order of the words, letters of
 * other alphabets as they are commonly written in Latin. `Елена Соколова`, `Sokolova, Elena` and a name with one Cyrillic letter among
 * Latin ones come out the same. Scripts without a common spelling in Latin stay as they are.
 */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean)
    .map(inLatin)
    .sort()
    .join(' ');

const inLatin = (word: string): string => {
  if (/^[a-z\d]*$/.test(word)) return word;
  const mixed = /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word);
  const spelt = [...word].map((letter) => (mixed ? lookalikes[letter] : undefined) ?? spellings[letter] ?? letter).join('');
  return [...spelt.normalize('NFKD').replace(/\p{M}/gu, '')].map((letter) => spellings[letter] ?? letter).join('');
};

/** How a name looks, whatever alphabet its letters are of. The function `looks_of` of the database gives the same. */
export const looksOf = (name: string): string =>
  [...name.normalize('NFKC').toLowerCase()].map((letter) => lookalikes[letter] ?? letter).join('');

/** Two names that a reader takes for one although letters of theirs are of different alphabets. */
export const lookAlike = (one: string, other: string): boolean => {
  const words = (name: string) => name.split(/\s+/).filter(Boolean).sort().join(' ');
  const plain = (name: string) => words(name.normalize('NFKC').toLowerCase());
  return plain(one) !== plain(other) && words(looksOf(one)) === words(looksOf(other));
};

/** Letters that only look Latin. */
const lookalikes: Record<string, string> = Object.fromEntries(
  [...'авекмнорстухіјѕԁԛԝһӏаεικνορτυχ'].map((letter, at) => [letter, [...'abekmhopctyxijsdqwhlaeikvoptux'][at] as string]),
);

const spellings: Record<string, string> = {
  ...pairs('абвгдеёжзийклмнопрстуфхцчшщъыьэюя', 'a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'),
  ...pairs('іїєґўјљњћђџ', 'i i ie g u j lj nj c dj dz'),
  ...pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
  ...pairs('øłđðþßæœıħŧŋ', 'o l d d th ss ae oe i h t ng'),
};

function pairs(letters: string, latin: string): Record<string, string> {
  const spelt = latin.split(' ');
  return Object.fromEntries([...letters].map((letter, at) => [letter, spelt[at] ?? '']));
}
