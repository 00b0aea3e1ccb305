import { expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { isForTests, type Source, sourcesUnder } from './sources.ts';

/** Pages that only developers see; they speak English. */
const forDevelopers = /\/design-pages\.tsx$/;

it('no view says anything that translators never saw', () => {
  const views = sourcesUnder('src', /\.tsx$/).filter(({ path }) => !isForTests(path) && !forDevelopers.test(path));
  expect(views.flatMap(untranslated)).toEqual([]);
});

it('the law about views can fail', () => {
  const planted = `
    const kind = 'button';
    export const View = ({ t, open }) => (
      <form class="prose" aria-label="Search">
        <h1>Hello</h1> · {open} – <p>{t('a.b')}: 7 €</p>
        {open ? 'Open' : t('a.closed')}
        {open && \`until \${open}\`}
        {items.map((item) => <li>{item.name} days</li>)}
        <PageTitle title={open ? t('a.b') : 'Closed'} lead="CSV" />
        <code>Authorization: Bearer</code> <input type="text" name="who" placeholder='Your name' />
        <Part body={() => show(c, { title: 'Untranslated' }, <p />)} />
        {t(open ? 'a.open' : 'a.closed')} {labels['one']} {kind === 'button' && <b>{kind}</b>} <a href="/x">JSON</a>
      </form>
    );`;
  expect(untranslated({ path: 'planted.tsx', text: planted })).toEqual(
    [
      [4, 'Search'],
      [5, 'Hello'],
      [6, 'Open'],
      [7, 'until'],
      [8, 'days'],
      [9, 'Closed'],
      [10, 'Your name'],
      [11, 'Untranslated'],
    ].map(([line, words]) => `planted.tsx:${line} says "${words}" outside t()`),
  );
});

interface Node {
  type: string;
  start: number;
  [part: string]: unknown;
}

/** Attributes that people read or hear, of elements and of our components. */
const spoken = new Set(
  'title label alt placeholder aria-label aria-description aria-roledescription caption summary lead note text heading hint corner help'.split(
    ' ',
  ),
);
/** Names of formats and files, the same in every language. */
const names = /^[\W\d_]*((CSV|XLSX|JSON|PDF|DOCX|HTML|Plenary|openapi\.json)[\W\d_]*)*$/;
/** What stands in these is for machines. */
const verbatim = new Set(['code', 'pre', 'kbd', 'samp', 'script', 'style']);

function untranslated({ path, text }: Source): string[] {
  const found: { at: number; words: string }[] = [];
  const note = (words: string, at: number) => {
    const bare = words.trim().replace(/\s+/g, ' ');
    if (/\p{L}/u.test(bare) && !names.test(bare)) found.push({ at, words: bare });
  };
  /** The literal words that an expression can come to; calls, names and lookups are somebody else's. */
  const literals = (node: Node): void => {
    if (node.type === 'Literal' && typeof node.value === 'string') note(node.value, node.start);
    if (node.type === 'TemplateLiteral')
      for (const part of node.quasis as Node[]) note((part.value as { cooked: string }).cooked, node.start);
    if (node.type === 'ConditionalExpression') for (const arm of [node.consequent, node.alternate]) literals(arm as Node);
    if (node.type === 'LogicalExpression') literals(node.right as Node);
    if (node.type === 'ParenthesizedExpression') literals(node.expression as Node);
  };
  const walk = (node: Node, quiet: boolean): void => {
    if (node.type === 'JSXText' && !quiet) note(leading(node.value as string).words, node.start + leading(node.value as string).blanks);
    if (node.type === 'JSXAttribute' && spoken.has(attributeName(node)) && node.value) {
      const value = node.value as Node;
      literals(value.type === 'JSXExpressionContainer' ? (value.expression as Node) : value);
    }
    if (node.type === 'CallExpression' && (node.callee as Node).name === 'show') literals(titleIn((node.arguments as Node[])[1]));
    if (node.type === 'JSXElement') {
      const inside = quiet || verbatim.has(elementName(node));
      for (const child of node.children as Node[])
        if (child.type === 'JSXExpressionContainer' && !inside) literals(child.expression as Node);
      for (const child of partsOf(node)) walk(child, inside);
      return;
    }
    for (const child of partsOf(node)) walk(child, quiet);
  };
  walk(parseAst(text, { lang: 'tsx' }) as unknown as Node, false);
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ at, words }) => `${path}:${text.slice(0, at).split('\n').length} says "${words}" outside t()`);
}

/** The title that `show(c, { title }, …)` gives to a page. */
function titleIn(shown: Node | undefined): Node {
  const properties = (shown?.properties as Node[] | undefined) ?? [];
  const title = properties.find((property) => (property.key as Node | undefined)?.name === 'title');
  return (title?.value as Node | undefined) ?? { type: 'Nothing', start: 0 };
}

const leading = (words: string) => ({ words, blanks: words.length - words.trimStart().length });

const attributeName = (node: Node): string => String((node.name as Node).name);

const elementName = (node: Node): string => String(((node.openingElement as Node).name as Node).name);

const partsOf = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((part): part is Node => typeof part === 'object' && part !== null && typeof (part as Node).type === 'string');
