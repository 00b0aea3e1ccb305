import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Name, TestApp } from '../../../../test/app.ts';
import { plain } from '../../../platform/documents/document.ts';
import { readDocument } from '../../../platform/imports/read/readDocument.ts';
import { openPast, pledgeIn, secrets, words } from './promises.example.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openPast();
});
afterAll(() => home.close());

const page = (path: string, name?: Name) => home.as(name).read(path);

describe('only what one may see', () => {
  const all = 'cols=ref,title,review,number,stage,percent,endsOn,stances,answer,late,endedOn,items,themes,kind&per=all';

  it('names, drafts and what was drafted before stand on no page, in no export, feed, document or answer to a program', async () => {
    const refs = ['REC-PAST-01', 'REC-PAST-02', await pledgeIn(home)];
    const paths = [
      `/promises?${all}`,
      `/promises.csv?${all}`,
      `/promises.json?${all}`,
      '/api/v1/promises',
      ...refs.flatMap((ref) => [
        `/promises/${ref}`,
        ...['2026-02-02', '2026-03-02', '2026-04-10', '2026-05-03', '2020-01-01'].flatMap((day) => [
          `/promises/${ref}?asAt=${day}`,
          `/api/v1/promises/${ref}?asAt=${day}`,
        ]),
        `/promises/${ref}/history`,
        `/promises/${ref}/feed.atom`,
        `/promises/${ref}/promise.json`,
        `/api/v1/promises/${ref}`,
      ]),
    ];
    const found: string[] = [];
    for (const reader of [undefined, 'fatou'] as const) {
      for (const path of paths) {
        // A signed-in reader's own name stands in the head of every page.
        const text = words(await page(path, reader).then((read) => read.replace(/<header class="masthead[\s\S]*?<\/header>/, '')));
        for (const [what, secret] of Object.entries(secrets))
          if (!(reader && what === 'lead') && text.includes(secret)) found.push(`${what} on ${path} for ${reader}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('nor in the documents', async () => {
    for (const format of ['docx', 'pdf'] as const) {
      const answer = await home.as().get(`/promises/REC-PAST-01/promise.${format}`);
      expect(answer.status).toBe(200);
      const { blocks } = await readDocument(Buffer.from(await answer.arrayBuffer()), `promise.${format}`);
      const text = blocks.map((block) => ('spans' in block ? plain(block.spans) : JSON.stringify(block))).join(' ');
      expect(text).toContain('Meet');
      for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    }
  });

  it('who keeps people and plans reads the names', async () => {
    const told = words(await page('/promises/REC-PAST-01', 'ama'));
    for (const name of [secrets.lead, secrets.leadOfDocument, secrets.leadOfSource]) expect(told).toContain(name);
    expect(words(await page(`/promises/${await pledgeIn(home)}`, 'ama'))).toContain(`Claimed by ${secrets.claimant} on 1 May 2026.`);
  });
});
