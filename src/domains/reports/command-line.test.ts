import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';
import { commandNamed } from '../../../test/laws/world.ts';
import { run } from '../../platform/command.ts';
import { Refusal } from '../../platform/errors.ts';
import { writeReport } from './report/command-line.ts';
import { fileFormats } from './report/files.ts';

const today = '2026-08-01';
const folder = mkdtempSync(join(tmpdir(), 'plenary-report-'));
let home: TestApp;
const does = (name: string, input: unknown, day: string) =>
  run(commandNamed(name), input, home.call('dana', { now: `${day}T09:00:00Z`, today: day, reason: 'So it is' }));

beforeAll(async () => {
  home = await openApp();
  await does(
    'plan.add',
    { kind: 'issue', review: 'R1', number: '1', title: 'Meet in every region', percent: 40, status: 'inProgress' },
    '2026-01-10',
  );
  await does('report.start', { review: 'R1', from: '2026-01-01', to: '2026-06-30' }, '2026-06-30');
  await does('progress.add', { ref: 'ISS-ONE-01', text: 'Rooms were found.', percent: 70 }, '2026-07-05');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await home.close();
});

const ref = 'REP-ONE-2026-06';
const write = (more: Partial<Parameters<typeof writeReport>[1]>) =>
  writeReport(home.services, { ref, format: 'json', out: join(folder, 'report'), ...more }, today);
const percentIn = (): number => JSON.parse(readFileSync(join(folder, 'report'), 'utf8')).content.items[0].percent;
const refusal = async (more: Partial<Parameters<typeof writeReport>[1]>) => {
  const refused = await write(more).catch((fault: unknown) => fault);
  if (!(refused instanceof Refusal)) throw refused;
  return [refused.key, ...refused.problems.map(({ path, key }) => `${path.join('.')} ${key}`)];
};

describe('a report written from the command line', () => {
  it('that is not submitted says so, in every kind of file', async () => {
    for (const format of fileFormats) expect(await write({ format })).toContain('It is not submitted');
    await write({ format: 'html' });
    expect(readFileSync(join(folder, 'report'), 'utf8')).toContain('This is a draft.');
  });

  it('has the figures of the end of its period, or of another day when one is named', async () => {
    await write({});
    expect(percentIn()).toBe(40);
    expect(await write({ asAt: '2026-07-31' })).toContain('figures as at 31 Jul 2026');
    expect(percentIn()).toBe(70);
  });

  it('once submitted keeps its figures, and those of another day say that they are not the submitted ones', async () => {
    for (const step of ['report.sendToReview', 'report.approve', 'report.submit'])
      await does(step, { ref, on: '2026-07-10' }, '2026-07-10');
    expect(await write({})).toContain('As it was submitted, checksum ');
    expect(percentIn()).toBe(40);
    expect(await write({ asAt: '2026-07-31', format: 'html' })).toContain('not those that were submitted');
    const html = readFileSync(join(folder, 'report'), 'utf8');
    expect(html).toContain('The figures are drawn anew as at 31 Jul 2026.');
    expect(html).not.toContain('This is a draft');
  });

  it('once submitted is in every kind of file the same bytes as from its page', async () => {
    for (const format of fileFormats) {
      await write({ format });
      const page = await home.as('dana').get(`/reports/${ref}/report.${format}`);
      expect(readFileSync(join(folder, 'report')).equals(Buffer.from(await page.arrayBuffer())), format).toBe(true);
    }
  });

  it('is refused in clear words for a wrong reference, a day to come, an unknown language and a file that cannot be written', async () => {
    expect(await refusal({ ref: 'REP-NONE' })).toEqual(['report.notFound']);
    expect(await refusal({ asAt: '2026-08-02' })).toContain('--as-at report.inFuture');
    expect(await refusal({ language: 'tlh' })).toContain('--language report.languageUnknown');
    expect(await refusal({ out: join(folder, 'nowhere', 'report.pdf') })).toContain('--out report.noFolder');
    expect(await refusal({ out: folder })).toContain('--out report.isFolder');
  });

  it('is refused where the disk is full', async () => {
    if (existsSync('/dev/full')) expect(await refusal({ out: '/dev/full' })).toContain('--out report.diskFull');
  });

  it('leaves what stood under its name as it was when it cannot be written to the end, and no half file beside it', async () => {
    const out = join(folder, 'kept.json');
    writeFileSync(out, 'as it was');
    mkdirSync(`${out}.${process.pid}.part`);
    await expect(write({ out })).rejects.toThrow();
    expect(readFileSync(out, 'utf8')).toBe('as it was');
    rmSync(`${out}.${process.pid}.part`, { recursive: true, force: true });
    await write({ out });
    expect(JSON.parse(readFileSync(out, 'utf8')).content.report.ref).toBe(ref);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is written through a link to where the link leads', async () => {
    const [there, link] = [join(folder, 'there.json'), join(folder, 'link.json')];
    writeFileSync(there, '');
    symlinkSync(there, link);
    await write({ out: link });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(there, 'utf8')).content.report.ref).toBe(ref);
  });
});
