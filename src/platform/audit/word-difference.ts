/** A run of words that both texts have, or that only the one before or only the one after has. */
export interface Run {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** How one text became the other, word by word; each text is the runs that it has, one after another. Texts that have little in common are given whole. */
export const wordDifference = (before: string, after: string, language: string): Run[] => {
  const [old, now] = [wordsOf(before, language), wordsOf(after, language)];
  const start = sharedStart(old, now);
  const end = sharedStart(old.slice(start).reverse(), now.slice(start).reverse());
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  const middle = gone.length * come.length > mostSteps ? replaced(gone, come) : compared(gone, come);
  return joined([...same(old.slice(0, start)), ...middle, ...same(old.slice(old.length - end))]);
};

/** A comparison takes as many steps as the one text has words times the other: some ten milliseconds at the most. */
const mostSteps = 4_000_000;

/** Words, and what stands between them. */
const wordsOf = (text: string, language: string): string[] =>
  Array.from(new Intl.Segmenter(language, { granularity: 'word' }).segment(text), ({ segment }) => segment);

const sharedStart = (one: readonly string[], other: readonly string[]): number => {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
};

const same = (words: readonly string[]): Run[] => words.map((text) => ({ kind: 'same', text }));

const replaced = (gone: readonly string[], come: readonly string[]): Run[] => [
  ...gone.map((text): Run => ({ kind: 'gone', text })),
  ...come.map((text): Run => ({ kind: 'new', text })),
];

/** Along the longest row of words that both have. */
const compared = (old: readonly string[], now: readonly string[]): Run[] => {
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const runs: Run[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      runs.push({ kind: 'same', text: old[i] ?? '' });
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      runs.push({ kind: 'gone', text: old[i] ?? '' });
      i += 1;
    } else {
      runs.push({ kind: 'new', text: now[j] ?? '' });
      j += 1;
    }
  }
  return [...runs, ...replaced(old.slice(i), now.slice(j))];
};

/** Neighbours of one kind become one run; a space between two changed words counts as changed with them, or every word were a run of its own. */
const joined = (pieces: readonly Run[]): Run[] => {
  const runs: Run[] = [];
  let [gone, come, space] = ['', '', ''];
  const keep = (text: string) => {
    const last = runs.at(-1);
    if (last?.kind === 'same') last.text += text;
    else if (text) runs.push({ kind: 'same', text });
  };
  const close = () => {
    if (gone) runs.push({ kind: 'gone', text: gone });
    if (come) runs.push({ kind: 'new', text: come });
    keep(space);
    [gone, come, space] = ['', '', ''];
  };
  for (const { kind, text } of pieces) {
    if (kind === 'same' && text.trim() === '' && (gone || come)) space += text;
    else if (kind === 'same') {
      close();
      keep(text);
    } else {
      gone += space + (kind === 'gone' ? text : '');
      come += space + (kind === 'new' ? text : '');
      space = '';
    }
  }
  close();
  return runs;
};
