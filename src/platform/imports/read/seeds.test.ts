import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plain, type Table } from '../../documents/document.ts';
import { type Read, tablesOf, textOf } from './read.ts';
import { readDocument } from './readDocument.ts';

const folder = new URL('../../../../../shared/seeds/', import.meta.url);
const here = existsSync(folder);

const seed = (start: string): Promise<Read> => {
  const name = readdirSync(folder).find((each) => each.startsWith(start)) ?? '';
  return readDocument(readFileSync(new URL(name, folder)), name);
};

const paragraphs = (read: Read): string[] => read.blocks.flatMap((block) => (block.kind === 'paragraph' ? [plain(block.spans)] : []));
const titled = (read: Read, title: string): Table | undefined =>
  tablesOf(read).find(({ header }) => header.some(({ text }) => text === title));

describe.skipIf(!here)('five real files (skipped only where the folder of seeds is absent)', () => {
  test('an answer to a review reads as one paragraph for each recommendation and each position, with its line', async () => {
    const read = await seed('002');
    const texts = paragraphs(read);
    expect(read.kind).toBe('text');
    expect(texts.filter((text) => /^Recommendation \d+\. /.test(text))).toHaveLength(16);
    expect(texts.filter((text) => text.includes('[*Support*]')).length).toBeGreaterThan(8);
    expect(texts.filter((text) => /^LACRALO Working Group - At-Large Review \[\*.+\*\] /.test(text))).toHaveLength(16);
    expect(read.blocks[1]).toMatchObject({ kind: 'paragraph', place: { line: 2 } });
  });

  test('a final report exported from PDF gives its tables with titles, cells with lists, and its links without their marks', async () => {
    const read = await seed('001');
    expect(read.kind).toBe('markdown');
    const issues = titled(read, 'Issue ID');
    expect(issues?.header.map(({ text }) => text)).toEqual([
      'Issue ID',
      'Start Date',
      'Proposed End Date',
      'Status (% completed)',
      'Notes',
    ]);
    expect(issues?.rows).toHaveLength(8);
    expect(issues?.rows[0]?.[0]).toMatchObject({ text: '1. ALAC Comments and Advice', place: { line: 73 } });
    const notes = issues?.rows[0]?.[4];
    expect(notes?.items?.[0]).toMatch(/^At-Large Policy Advice Development/);
    expect(notes?.text).toContain('\n• ');
    const sample = tablesOf(read).find(({ caption }) => caption?.startsWith('Sample recommendations'));
    expect(sample?.rows[0]?.[1]?.items).toHaveLength(3);
    expect(textOf(read)).not.toMatch(/<ul|\]\(#\)/);
  });

  test('a wiki page of work plans gives a table under each heading, rows put together from cells over several lines', async () => {
    const read = await seed('000');
    const plans = tablesOf(read).filter(({ header }) => header[0]?.text === 'Tasks');
    expect(plans).toHaveLength(8);
    expect(plans[0]?.rows.map((row) => row[0]?.text)).toContain('ATLAS Participants/At-Large Ambassador Reports');
    expect(plans[0]?.rows[0]?.map(({ text }) => text.slice(0, 12))).toEqual(['ATLAS III Pr', 'The survey (', '30 EN;5 FR; ']);
    const mentors = plans.flatMap(({ rows }) => rows).find((row) => row[0]?.text === 'Coaches and mentors');
    expect(mentors?.[1]?.items).toHaveLength(4);
    expect(mentors?.[0]?.place).toEqual({ line: 176 });
    expect(titled(read, 'RALO')?.rows).toHaveLength(19);
    expect(read.notices.map(({ key }) => key)).toEqual(expect.arrayContaining(['import.pictures', 'import.tableGuessed']));
    expect(read.blocks).toContainEqual(
      expect.objectContaining({ kind: 'heading', text: 'III. Completion of At-Large Review Implementation Plan Activities' }),
    );
  });

  test('an outreach plan gives headings without bookmarks, bullet lists, and a calendar of events two cells wide', async () => {
    const read = await seed('003');
    const headings = read.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings).toEqual(expect.arrayContaining(['Background', 'Objectives', 'Use of CROP', 'List of events of 2023']));
    expect(textOf(read)).not.toContain('bookmark');
    const events = titled(read, 'Event Name');
    expect(events?.rows).toHaveLength(57);
    expect(events?.rows[4]?.map(({ text }) => text)).toEqual(['LACRALO\n1st Capacity Development Webinar', '2/27/23']);
    expect(read.blocks.filter(({ kind }) => kind === 'list').length).toBeGreaterThan(8);
  });

  test('slides exported as markdown give nested lists and links', async () => {
    const read = await seed('004');
    const agenda = read.blocks.find((block) => block.kind === 'list');
    expect(agenda).toMatchObject({ ordered: true, place: { line: 15 } });
    expect(agenda?.kind === 'list' && agenda.items[1]?.items).toHaveLength(4);
    const links = read.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.spans.flatMap((span) => span.href ?? []) : []));
    expect(links).toContain('https://community.icann.org/display/IO/Webinars');
  });
});
