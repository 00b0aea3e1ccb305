import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../../test/app.ts';
import { run } from '../../../platform/command.ts';
import { Refusal } from '../../../platform/errors.ts';
import { changeRecommendation } from '../recommendations/commands.ts';
import { draftPosition, finalisePosition } from './commands.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const cell = { recommendation: 'REC-ONE-01', body: 'SOUTH' };

describe('a position from draft to decision', () => {
  test('the rapporteur drafts in Spanish, and nobody outside the body sees the draft', async () => {
    const sent = await app.as('carmen').post('/recommendations/REC-ONE-01/positions/SOUTH/edit', {
      stance: 'support',
      'comment.es': 'Es una buena recomendación.',
      'comment.original': 'es',
    });
    expect(sent.status).toBe(303);
    expect(await app.as('carmen').read('/recommendations/REC-ONE-01')).toContain('Es una buena recomendación.');
    for (const name of [undefined, 'fatou', 'badr'] as const) {
      expect(await app.as(name).read('/recommendations/REC-ONE-01')).not.toContain('buena recomendación');
      expect(await app.as(name).read('/recommendations/REC-ONE-01/positions/SOUTH')).not.toContain('buena recomendación');
      expect(await app.as(name).read('/reviews/R1')).not.toContain('Support');
    }
  });

  test('a rapporteur of another body is refused and nothing is written', async () => {
    await expect(run(draftPosition, { ...cell, stance: 'oppose' }, app.call('badr'))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(run(finalisePosition, { ...cell, how: 'call', on: '2026-02-01' }, app.call('eko'))).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(await app.as('carmen').read('/recommendations/REC-ONE-01/positions/SOUTH')).toContain('Draft');
  });

  test('a decision in the future is refused beside its field, and what was typed comes back', async () => {
    const answer = await app
      .as('carmen')
      .post('/recommendations/REC-ONE-01/positions/SOUTH/decision', { how: 'call', on: '2999-01-01', note: 'noted on the call' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('The decision cannot lie in the future.');
    expect(page).toContain('noted on the call');
  });

  test('the decision makes it final and public, with its date, its link and the original language marked', async () => {
    const answer = await app
      .as('carmen')
      .post('/recommendations/REC-ONE-01/positions/SOUTH/decision', { how: 'poll', on: '2026-02-01', link: 'https://example.org/poll/7' });
    expect(answer.status).toBe(303);
    const page = await app.as().read('/recommendations/REC-ONE-01/positions/SOUTH');
    expect(page).toContain('Es una buena recomendación.');
    expect(page).toContain('lang="es"');
    expect(page).toContain('https://example.org/poll/7');
    expect(page).toContain('1 Feb 2026');
    expect(await app.as().read('/reviews/R1')).toContain('Support');
  });

  test('a final position is not changed by another draft', async () => {
    await expect(run(draftPosition, { ...cell, stance: 'oppose' }, app.call('carmen'))).rejects.toMatchObject({
      kind: 'conflict',
      key: 'position.alreadyFinal',
    });
  });

  test('when the text changes afterwards the position is marked stale', async () => {
    await run(
      changeRecommendation,
      { ref: 'REC-ONE-01', text: { en: 'The community must meet in every region, every year.' } },
      app.call('dana', { reason: 'The final report has another wording' }),
    );
    expect(await app.as().read('/recommendations/REC-ONE-01/positions/SOUTH')).toContain('changed after this position was taken');
    expect(await app.as().read('/recommendations/REC-ONE-01/history')).toContain('The final report has another wording');
  });

  test('the whole answer leaves as a letter in PDF and Word', async () => {
    for (const [format, start] of [
      ['pdf', '%PDF'],
      ['docx', 'PK'],
    ] as const) {
      const answer = await app.as().get(`/reviews/R1/answers/SOUTH/letter.${format}`);
      expect(answer.status).toBe(200);
      expect(
        Buffer.from(await answer.arrayBuffer())
          .toString('latin1')
          .startsWith(start),
      ).toBe(true);
    }
  });
});

test('who reads a translation is told so, reads the original below it, and finds the same in the letter', async () => {
  const comment = { original: 'es', texts: { es: 'Depende de los horarios.', en: 'It depends on the hours.' } };
  await run(draftPosition, { recommendation: 'REC-ONE-03', body: 'SOUTH', stance: 'depends', comment }, app.call('carmen'));
  const read = (path: string) => app.as('carmen').read(path);
  const cell = '/recommendations/REC-ONE-03/positions/SOUTH';
  const english = await read(cell);
  expect(english).toMatch(/English, translated\. Original: <a href="\?lang=es">Spanish<\/a>/);
  expect(english).toMatch(/<summary>The original, in Spanish<\/summary>.*Depende de los horarios\./s);
  expect(await read(`${cell}?lang=ar`), 'English is not called the original').toContain('والأصل باللغة الإسبانية');
  expect(await read(`${cell}?lang=es`)).toContain('español, original');
  expect(await read('/reviews/R1/answers/SOUTH/letter.html')).toContain('(Translation; the original is in Spanish.)');
  expect(await read('/reviews/R1/answers/SOUTH/letter.html?lang=es')).not.toContain('Traducción');
});

test('the page of a position says what is recommended, open where it is short, and the form of a draft too', async () => {
  const set = (text: string) => run(changeRecommendation, { ref: 'REC-ONE-01', text }, app.call('dana'));
  await set('Meetings are held in every region.');
  for (const path of ['/recommendations/REC-ONE-01/positions/NORTH', '/recommendations/REC-ONE-01/positions/SOUTH/edit']) {
    const page = await app.as('carmen').read(path);
    expect(page).toMatch(/<details[^>]* open[^>]*>\s*<summary>What is recommended/);
    expect(page).toContain('Meetings are held in every region.');
  }
  await set('Word '.repeat(300));
  expect(await app.as('carmen').read('/recommendations/REC-ONE-01/positions/NORTH')).toMatch(
    /<details(?![^>]* open)[^>]*>\s*<summary>What is recommended/,
  );
});

describe('two people at one draft', () => {
  test('the second writer is told who changed what, and nothing is overwritten', async () => {
    const place = { recommendation: 'REC-ONE-02', body: 'SOUTH' };
    await run(draftPosition, { ...place, stance: 'support' }, app.call('carmen'));
    await run(draftPosition, { ...place, version: 1, stance: 'depends' }, app.call('eko'));
    const stale = await run(draftPosition, { ...place, version: 1, stance: 'oppose' }, app.call('carmen')).catch((fault: unknown) => fault);
    expect(stale).toBeInstanceOf(Refusal);
    expect(stale).toMatchObject({
      kind: 'conflict',
      key: 'record.changed',
      changes: [{ who: 'Eko Santoso', field: 'stance', before: 'support', after: 'depends' }],
    });
    const answer = await app.as('carmen').post('/recommendations/REC-ONE-02/positions/SOUTH/edit', { version: '1', stance: 'oppose' });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Eko Santoso');
  });

  test('the same form sent twice is performed once', async () => {
    const form = { once: 'a-form-key', stance: 'support' };
    const answers = await Promise.all([1, 2].map(() => app.as('carmen').post('/recommendations/REC-ONE-03/positions/SOUTH/edit', form)));
    expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
    const { count } = await app.db
      .selectFrom('audit')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('request_id', 'is not', null)
      .where('command', '=', 'position.draft')
      .where('via', '=', 'page')
      .executeTakeFirstOrThrow();
    const drafts = await app.db
      .selectFrom('audit_change')
      .select('id')
      .where('table_name', '=', 'position')
      .where('op', '=', 'insert')
      .execute();
    expect(Number(count)).toBeGreaterThan(0);
    expect(drafts).toHaveLength(3);
  });

  test('of two first drafts the second one is told of the first, and both are kept', async () => {
    const page = '/recommendations/REC-ONE-01/positions/SOUTH-WG/edit';
    expect(await app.as('carmen').read(page)).toContain('name="version" value="0"');
    expect((await app.as('eko').post(page, { version: '0', stance: 'support', 'comment.en': 'We meet there already.' })).status).toBe(303);
    const late = await app.as('carmen').post(page, { version: '0', stance: 'oppose', 'comment.en': 'Too far for us.' });
    expect(late.status).toBe(409);
    const shown = await late.text();
    for (const words of ['Eko Santoso', 'We meet there already.', 'Too far for us.', 'name="version" value="1"'])
      expect(shown).toContain(words);
  });
});
