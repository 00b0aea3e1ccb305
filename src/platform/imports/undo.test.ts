import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { system } from '../access/actor.ts';
import { run } from '../command.ts';
import { plainTexts } from '../i18n/texts.ts';
import { nadia, omar, openHouse, people, stranger } from './house.example.ts';
import { saveBody } from './registry.example.ts';

const { db, commands, work, as, bring, begin, undo, counts, found, lines, body } = openHouse();

describe('undo', () => {
  test('archives what was made, gives back what was changed, keeps what others touched since, and can be followed by the same import', async () => {
    await begin(await bring('ref,name,state\nR1,One,active\nR2,Two,active\n'));
    const file = 'ref,name,state\nR1,Eins,dormant\nR2,Zwei,active\nR3,Drei,active\n';
    const id = await bring(file);
    await begin(id);
    await run(saveBody, { ref: 'R1', name: 'Uno', state: 'dormant' }, as(nadia));
    await undo(id);
    expect(await found(id)).toMatchObject({ state: 'undone', counts: { kept: 1, undone: 2 } });
    expect(await body('R1')).toMatchObject({ name: plainTexts('en', 'Uno'), state: 'active' });
    expect(await body('R2')).toMatchObject({ name: plainTexts('en', 'Two') });
    expect(await body('R3')).toMatchObject({ archived_reason: 'import undone' });
    expect((await lines(id))[0].problems).toEqual([{ path: ['name'], key: 'imports.keptField' }]);
    const { rows } = await sql<{ reason: string }>`select reason from audit where command = 'import.takeBack'`.execute(db());
    expect(rows.at(-1)?.reason).toBe('the wrong file');
    await begin(await bring(file));
    expect(await body('R3')).toMatchObject({ archived_at: null });
  });
});

describe('who may undo what', () => {
  const omarsImport = async (first: string, second: string) => {
    const id = await bring(`ref,name,state\n${first},One,active\n${second},Two,active\n`, omar);
    await begin(id, false, omar);
    const own = await body(first);
    people.set(8, { ...omar, rights: new Map([['body.edit', new Set([own?.id as number])]]) });
    return id;
  };

  test('with the right for some bodies only their records are taken back; the others stay, with the reason at their lines', async () => {
    const id = await omarsImport('V1', 'V2');
    await run(commands().undo, { id, why: 'the wrong file' }, as(omar));
    await work(id);
    expect((await lines(id)).map((line) => [line.outcome, line.problems[0]?.key])).toEqual([
      ['undone', undefined],
      ['kept', 'imports.keptNotYours'],
    ]);
    expect(await body('V2')).toMatchObject({ archived_at: null });
  });

  test('where everything or nothing was asked for, one record that must stay keeps all of them, and the lines say why', async () => {
    const id = await omarsImport('V3', 'V4');
    await run(commands().undo, { id, why: 'the wrong file', oneForAll: true }, as(omar));
    await work(id);
    expect(await found(id)).toMatchObject({ state: 'done', failure: 'imports.nothingUndone' });
    expect(await body('V3')).toMatchObject({ archived_at: null });
    expect((await lines(id)).map((line) => [line.outcome, line.problems[0]?.key])).toEqual([
      ['new', undefined],
      ['new', 'imports.keptNotYours'],
    ]);
  });
});

describe('who may', () => {
  test('without the right of the importer nothing can be brought or seen', async () => {
    await expect(run(commands().start, { kind: 'bodies', text: 'ref\nA' }, as(stranger))).rejects.toMatchObject({ kind: 'forbidden' });
    const id = await bring('ref,name,state\nW1,One,active\n');
    await expect(run(commands().begin, { id }, as(stranger))).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('with the right for some bodies one sees one’s own imports and not those of others', async () => {
    const hers = await bring('ref,name,state\nW2,Two,active\n');
    await expect(run(commands().undo, { id: hers, why: 'no' }, as(omar))).rejects.toMatchObject({ kind: 'notFound' });
    const his = await bring('ref,name,state\nW3,Three,active\n', omar);
    await begin(his, false, omar);
    expect(await found(his)).toMatchObject({ state: 'done', actor_name: 'Omar' });
  });

  test('an import begun with a limited token does no more than the token may', async () => {
    const limited = { ...nadia, scopes: ['import.start', 'import.run'] };
    const id = await bring('ref,name,state\nW4,Four,active\n', limited);
    expect(await counts(id)).toEqual({ refused: 1 });
  });

  test('the program itself may import, for example the sample', async () => {
    const id = await bring('ref,name,state\nW5,Five,active\n', system());
    await begin(id, false, system());
    expect(await found(id)).toMatchObject({ state: 'done' });
  });
});
