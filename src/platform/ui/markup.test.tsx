import { html } from 'hono/html';
import { describe, expect, test } from 'vitest';
import { markup, raw } from './markup.ts';

describe('markup for what stands on a page hundreds of times', () => {
  test('words are escaped, also in attributes and in parts one after the other', () => {
    const evil = `"><script>alert('1 & 2')</script>`;
    const safe = '&quot;&gt;&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;';
    expect(String(markup`<a title="${evil}">${[evil, ' ', [evil]]}</a>`)).toBe(`<a title="${safe}">${safe} ${safe}</a>`);
    expect(String(markup`<i>${Object(evil) as string}</i>`)).toBe(`<i>${safe}</i>`);
  });

  test('markup stays as it is, and nothing leaves nothing', () => {
    expect(String(markup`<p>${markup`<b>${'&'}</b>`}${raw('<i>')}${false}${null}${undefined}${0}</p>`)).toBe('<p><b>&amp;</b><i>0</p>');
  });

  test('it says the same as the template of Hono and stands in components', () => {
    const words = `Élodie's "<review>" & more`;
    expect(String(markup`<p class="${words}">${words}</p>`)).toBe(String(html`<p class="${words}">${words}</p>`));
    expect(String(html`<p>${markup`<b>${words}</b>`}</p>`)).toBe(String(html`<p>${html`<b>${words}</b>`}</p>`));
    expect((<div>{markup`<b>${words}</b>`}</div>).toString()).toBe(`<div>${html`<b>${words}</b>`}</div>`);
  });
});
