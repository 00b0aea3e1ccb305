import { describe, expect, test } from 'vitest';
import { blocksAsHtml } from '../../documents/html.ts';
import { typedBlocks } from './typed.ts';

const html = (text: string) => blocksAsHtml(typedBlocks(text));

describe('a text typed into a field', () => {
  test('has bold and italic words, headings, quotes and links, as in Markdown', () => {
    expect(html('## Where we are\n\nSome **bold** and *italic* [words](https://example.org/a_b).\n> Said so.')).toBe(
      [
        '<h2>Where we are</h2>',
        '<p>Some <strong>bold</strong> and <em>italic</em> <a href="https://example.org/a_b" rel="nofollow noopener">words</a>.</p>',
        '<blockquote><p>Said so.</p></blockquote>',
      ].join('\n'),
    );
  });

  test('keeps its lines, and a paragraph after a list is not part of its last item', () => {
    expect(html('One\nline\n\n- a\n- b\nAfter')).toBe('<p>One<br>line</p>\n<ul><li>a</li><li>b</li></ul>\n<p>After</p>');
  });

  test('has the lists and tables that Word pastes', () => {
    expect(html('•\tone\no\tinner\n•\ttwo')).toBe('<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>');
    expect(html('1.\tfirst\n2.\tsecond')).toBe('<ol><li>first</li><li>second</li></ol>');
    const table = html('Issue\tLead\tEnd\nRooms\tBadr | Dana\t\nAfterwards');
    expect(table).toContain('<th scope="col">Issue</th><th scope="col">Lead</th><th scope="col">End</th>');
    expect(table).toContain('<td>Rooms</td><td>Badr | Dana</td><td></td>');
    expect(table).toMatch(/<\/table><\/div>\n<p>Afterwards<\/p>$/);
  });

  test('has the tables of Markdown', () => {
    expect(html('| A | B |\n|---|---|\n| **x** | y |')).toContain('<td>x</td><td>y</td>');
  });

  test('loses no sign that means itself', () => {
    expect(html('5*3*2, a_b_c, 5 * 3\n+ 5 % more')).toBe('<p>5*3*2, a_b_c, 5 * 3<br>+ 5 % more</p>');
    expect(html('2. As the group said\n\n9. and')).toBe('<p>2. As the group said</p>\n<p>9. and</p>');
    expect(html('[1]: see below')).toBe('<p>[1]: see below</p>');
    expect(html('نص **غامق**')).toBe('<p>نص <strong>غامق</strong></p>');
  });

  test('shows HTML as the words that it is, and no address that runs', () => {
    expect(html('<b onclick="x">hi</b>\n<script>alert(1)</script>\n<!-- c --> [go](javascript:alert)')).toBe(
      '<p>&#60;b onclick=&#34;x&#34;&#62;hi&#60;/b&#62;<br>&#60;script&#62;alert(1)&#60;/script&#62;<br>&#60;!-- c --&#62; go</p>',
    );
  });

  test('takes no time whatever it is made of', () => {
    const hostile = ['>', '> - ', '- ', '**x *y ', '*_', '[', '[a](', '|a', '\t', '1. '].map((sign) => sign.repeat(20_000));
    hostile.push(`${'**x *y '.repeat(4000)}${' y* x**'.repeat(4000)}`);
    const start = performance.now();
    for (const text of hostile) html(text);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
