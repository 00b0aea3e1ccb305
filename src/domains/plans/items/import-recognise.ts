import type { Block, Table } from '../../../platform/documents/document.ts';
import { plain } from '../../../platform/documents/document.ts';
import { heldTogether } from '../../../platform/imports/held-together.ts';
import { aliasKey, type RawLine } from '../../../platform/imports/importer.ts';
import type { Read } from '../../../platform/imports/read/read.ts';
import { numbered, placeOf, textOf } from './import-cells.ts';
import { type Goals, goalsOf, isGoals, isMoreGoals, isPageFoot } from './import-goals.ts';
import { miscountedLists, sentencesIn } from './import-sentences.ts';

/**
 * Items of a plan in a report or on a wiki page: the table of issues with their dates, work plans with tasks, implementation and outcomes
 * under headings, pledges by body, goals by workstream. Undefined where plain tables say it all by their columns.
 */
export const recognisePlan = (read: Read): readonly RawLine[] | undefined => {
  if (read.kind === 'csv' || read.kind === 'xlsx' || read.kind === 'json') return undefined;
  const found: RawLine[] = [];
  let heading = '';
  let open: 'tasks' | undefined;
  let goals: Goals | undefined;
  for (const block of read.blocks) {
    if (block.kind === 'heading') [heading, open] = [block.text, undefined];
    if (!isPageFoot(block) && block.kind !== 'table') goals = undefined;
    if (block.kind !== 'table') continue;
    const heads = block.header.map((cell) => aliasKey(cell.text));
    goals = isGoals(heads) ? goalsOf(read.name) : goals && isMoreGoals(block) ? goals : undefined;
    if (isIssues(heads)) found.push(...issuesIn(block, read));
    else if (heads[0] === 'tasks' || (open === 'tasks' && heads.length === 0)) found.push(...tasksIn(block, heading, read.name));
    else if (heads.some((head) => /^(commitment|pledge)/.test(head))) found.push(...pledgesIn(block, read.name));
    else if (goals) found.push(...goals.in(block));
    open = heads[0] === 'tasks' || (open === 'tasks' && heads.length === 0) ? 'tasks' : undefined;
  }
  if (found.length === 0) return undefined;
  const issues = [...listedIssues(read.blocks).map((one) => ({ number: one.number, title: one.text })), ...titlesOf(found)];
  if (issues.length === 0) return found;
  const miscounted = miscountedLists(read);
  read.notices.push(...miscounted.map((one) => one.notice));
  return [...found, ...sentencesIn(read, issues), ...miscounted.map((one) => one.line)];
};

const titlesOf = (lines: readonly RawLine[]) =>
  lines.flatMap(({ cells: { kind, number, title } }) => (kind === 'issue' && number && title ? [{ number, title }] : []));

const isIssues = (heads: readonly string[]): boolean =>
  /^issue/.test(heads[0] ?? '') && heads.some((head) => /end date|proposed end/.test(head));

const issuesIn = (table: Table, read: Read): RawLine[] => {
  const at = (sign: RegExp) => table.header.findIndex((cell) => sign.test(aliasKey(cell.text)));
  const columns = { startsOn: at(/start/), ends: at(/end/), status: at(/status/), note: at(/note/) };
  const listed = listedIssues(read.blocks);
  const rows = heldTogether(table.rows, [0])
    .map((row) => ({ row, ...numbered(textOf(row[0])) }))
    .filter((one) => one.number);
  const inTable = new Set(rows.map((one) => one.number));
  const unpaired = listed.filter((one) => !inTable.has(one.number));
  return rows.flatMap(({ row, number, rest }): RawLine[] => {
    const cells: Record<string, string> = { kind: 'issue', number, title: rest, source: read.name, found: 'yes' };
    for (const [key, column] of Object.entries(columns)) if (column >= 0) cells[key] = textOf(row[column]);
    const own = { place: placeOf(row[0]), cells };
    if (listed.length === 0 || listed.some((one) => one.number === number)) return [own];
    const like = likest(`${rest} ${cells.note ?? ''}`, rest, unpaired);
    // The list of the same document knows another number for it: which one is meant is the reader's to say.
    return like ? [{ ...own, cells: { ...cells, number: like.number, aliases: `Issue ${number}` } }, own] : [own];
  });
};

interface Issue {
  number: string;
  text: string;
}

/** `Issue 9 What it is about`, as a list of the document has them. */
const listedIssues = (blocks: readonly Block[]): Issue[] =>
  blocks
    .flatMap((block) => (block.kind === 'list' ? block.items.map((item) => plain(item.spans)) : []))
    .flatMap((line) => {
      const [, number, text] = /^issue\s+(\d+)\b[\s.:–-]*(.+)$/isu.exec(line.trim()) ?? [];
      return number && text ? [{ number, text }] : [];
    });

/** The listed issue with which most words are shared, at least half of those of the title. */
const likest = (all: string, title: string, issues: readonly Issue[]): Issue | undefined => {
  const own = stems(title);
  return issues
    .map((issue) => {
      const theirs = stems(issue.text);
      return { issue, share: shared(own, theirs) / Math.max(1, own.size), more: shared(stems(all), theirs) };
    })
    .filter((one) => one.share >= 0.5)
    .sort((a, b) => b.share - a.share || b.more - a.more)[0]?.issue;
};

const stems = (text: string): Set<string> =>
  new Set(
    aliasKey(text)
      .split(' ')
      .filter((word) => word.length > 3 || word === 'use')
      .map((word) => word.slice(0, 6)),
  );
const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => [...one].filter((word) => other.has(word)).length;

/** A row without a task continues the one above it. */
const tasksIn = (table: Table, heading: string, source: string): RawLine[] => {
  const { title, leads } = workstreamOf(heading);
  const found: RawLine[] = [];
  for (const row of table.rows) {
    const [task, steps, outcome] = [textOf(row[0]), textOf(row[1]), textOf(row[2])];
    const last = found.at(-1);
    if (task) {
      const [first = '', ...rest] = task.split('\n');
      const more = [...rest, steps].filter(Boolean).join('\n');
      found.push({
        place: placeOf(row[0]),
        cells: { kind: 'task', title: first, workstream: title, workstreamLeads: leads, steps: more, outcome, source, found: 'yes' },
      });
    } else if (last) {
      last.cells.steps = [last.cells.steps, steps].filter(Boolean).join('\n');
      last.cells.outcome = [last.cells.outcome, outcome].filter(Boolean).join('\n');
    }
  }
  return found;
};

/** `1.Policy Involvement (Lead: Jonathan / Evin)`: the name of the workstream and those who lead it. */
export const workstreamOf = (heading: string): { title: string; leads: string } => {
  const [, words = heading, leads = ''] = /^(.*?)\s*\((?:Co-)?Leads?\s*:\s*(.*)\)\s*$/isu.exec(heading) ?? [];
  return { title: words.replace(/^\s*(?:[IVX]+|\d+)\.\s*/u, '').trim(), leads: leads.trim() };
};

const pledgesIn = (table: Table, source: string): RawLine[] => {
  let body = '';
  return table.rows.flatMap((row): RawLine[] => {
    body = textOf(row[0]) || body;
    const title = textOf(row[1]);
    return title ? [{ place: placeOf(row[1]), cells: { kind: 'pledge', body, title, outcome: textOf(row[2]), source, found: 'yes' } }] : [];
  });
};
