import { raw } from 'hono/html';
import { jsx as honos } from 'hono/jsx';
import { describe, expect, test } from 'vitest';
import { jsx } from './jsx-runtime.ts';

describe('views become markup', () => {
  test('words are escaped in texts and in attributes, markup is not', () => {
    expect(String(<p title={`"it's" <b>`}>{'<b> & "x"'}</p>)).toBe(
      '<p title="&quot;it&#39;s&quot; &lt;b&gt;">&lt;b&gt; &amp; &quot;x&quot;</p>',
    );
    expect(String(<p>{raw('<b>bold</b>')}</p>)).toBe('<p><b>bold</b></p>');
  });

  test('what a component gives as plain words is escaped too', () => {
    const Words = ({ text }: { text: string }) => text;
    expect(String(<Words text="<i>" />)).toBe('&lt;i&gt;');
  });

  test('nothing is shown of null, undefined and booleans, and zero is a number', () => {
    const nothing: unknown[] = [null, undefined, true, false];
    expect(
      String(
        <p>
          {nothing as never}
          {0}
        </p>,
      ),
    ).toBe('<p>0</p>');
  });

  test('tags and attributes are written as Hono writes them', () => {
    for (const [tag, props, children] of [
      ['input', { type: 'checkbox', checked: true, disabled: false, required: undefined, value: '' }, []],
      ['button', { 'aria-expanded': false, hidden: true, 'data-search': true, tabindex: -1 }, ['Go']],
      ['details', { open: true, class: 'a b', lang: null }, [1, ' ', 'two']],
      ['br', {}, []],
    ] as const)
      expect(String(jsx(tag, { ...props, children: [...children] }))).toBe(String(honos(tag, { ...props }, ...children)));
  });

  test('a view that would have to wait is a mistake', () => {
    expect(() => jsx('p', { children: Promise.resolve('later') })).toThrow('waits for nothing');
  });
});
