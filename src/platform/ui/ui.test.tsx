import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Child } from 'hono/jsx';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { ExamplesPage, examples } from './examples.tsx';
import {
  Board,
  Breadcrumbs,
  CardGrid,
  Chapter,
  Chips,
  Conflict,
  Doors,
  EmptyState,
  ErrorSummary,
  Field,
  FieldSet,
  History,
  ListFrame,
  Matrix,
  Notice,
  Page,
  PageTitle,
  Prose,
  RecordPage,
  SideBySide,
  Stance,
  Stat,
  StatusChip,
  stances,
  Table,
  Tabs,
  type Translate,
  Way,
} from './index.ts';

const english: Record<string, string> = JSON.parse(readFileSync(join(import.meta.dirname, 'messages/en.json'), 'utf8'));
const asked = new Set<string>();
const t: Translate = (key, values) => {
  asked.add(key);
  if (!(key in english)) throw new Error(`No English for ${key}`);
  return String(new IntlMessageFormat(english[key] ?? '', 'en').format(values as Record<string, string>));
};
const draw = (view: Child) => String(view);

const evil = '<b onclick="x">&"Ñandú';
const safe = '&lt;b onclick=&quot;x&quot;&gt;&amp;&quot;Ñandú';
const quadrant = (value: string) => ({ value, title: evil });
const when = { iso: '2026-11-20', text: evil };

const strangers: Record<string, Child> = {
  StatusChip: <StatusChip tone="done" label={evil} />,
  Stance: <Stance {...stances.depends} label={evil} />,
  Notice: <Notice t={t} tone="good" text={evil} />,
  EmptyState: <EmptyState title={evil} />,
  Table: <Table caption={evil} columns={[{ label: evil }]} rows={[[evil]]} />,
  Matrix: (
    <Matrix
      caption="m"
      corner={evil}
      columns={[{ label: evil }]}
      rows={[{ label: evil, cells: [{ shape: 'full', tone: 'done', label: evil }] }]}
    />
  ),
  RecordPage: <RecordPage t={t} title={evil} reference={evil} facts={[{ label: evil, value: evil }]} />,
  PageTitle: <PageTitle title={evil} lead={evil} />,
  Field: <Field t={t} control="text" name="a" label={evil} hint={evil} error={evil} value={evil} />,
  Textarea: <Field t={t} control="textarea" name="a" label="a" value={evil} />,
  Select: <Field t={t} control="select" name="a" label="a" options={[{ value: evil, label: evil }]} />,
  FieldSet: <FieldSet legend={evil} />,
  ErrorSummary: <ErrorSummary t={t} errors={[{ name: 'a', message: evil }]} />,
  Conflict: (
    <Conflict
      t={t}
      who={evil}
      when={{ iso: '2026-11-20', text: 'today' }}
      changes={[{ name: 'a', label: evil, before: evil, theirs: evil, yours: evil }]}
    />
  ),
  ListFrame: <ListFrame t={t} total={1} active={[{ label: evil, removeHref: '#' }]} />,
  History: <History t={t} entries={[{ when, who: evil, what: evil, changes: [{ label: evil, before: evil, after: evil }] }]} />,
  Stat: <Stat t={t} label={evil} figure={evil} definition={evil} />,
  Doors: <Doors label="d" doors={[{ href: '#', label: evil, text: evil }]} />,
  CardGrid: <CardGrid cards={[{ href: '#', title: evil, text: evil }]} />,
  Prose: <Prose original={evil}>{evil}</Prose>,
  SideBySide: <SideBySide start={{ title: evil, children: evil }} end={{ title: evil, children: evil }} />,
  Board: <Board t={t} label="b" quadrants={[quadrant('a'), quadrant('b'), quadrant('c'), quadrant('d')]} cards={[]} />,
  Tabs: <Tabs t={t} label={evil} tabs={[{ href: '#', label: evil, current: true }]} />,
  Breadcrumbs: <Breadcrumbs t={t} trail={[{ href: '#', label: evil }]} />,
  Chips: <Chips items={[{ label: evil }]} />,
  Chapter: <Chapter id="c" title={evil} note={evil} />,
  Way: <Way label={evil} steps={[{ label: evil, reached: true, said: evil }]} />,
};

describe('text that a stranger wrote stays text', () => {
  for (const [name, view] of Object.entries(strangers))
    test(`in ${name}`, () => {
      const html = draw(view);
      expect(html).toContain(safe);
      expect(html).not.toContain('<b onclick');
    });
});

describe('every example', () => {
  for (const [folder, group] of Object.entries(examples))
    for (const example of group)
      test(`of ${folder} is drawn without inline style or script: ${example.name}`, () => {
        const html = draw(<div>{example.view(t)}</div>);
        expect(html).not.toMatch(/ style="| on[a-z]+="|<script|\bundefined\b|\[object|\bNaN\b/);
        const ids = parse(html)
          .querySelectorAll('[id]')
          .map((element) => element.id);
        expect(ids).toEqual([...new Set(ids)]);
      });
});

const frame = (more: Partial<Parameters<typeof Page>[0]> = {}) =>
  draw(
    <Page
      t={t}
      language="ar"
      direction="rtl"
      title="التوصيات"
      communityName="At-Large"
      areas={[{ href: '/plan', label: 'Plan', current: true, entries: [{ href: '/plan', label: 'Plan', current: true }] }]}
      account={null}
      languages={[
        { code: 'ar', name: 'العربية', href: '?language=ar' },
        { code: 'en', name: 'English', href: '?language=en' },
      ]}
      theme="dark"
      due={[{ href: '/due', label: 'Votes', count: 3 }]}
      assets={{ css: '/a.css', js: ['/a.js'] }}
      {...more}
    >
      text
    </Page>,
  );

test('a page says its language, direction, theme and title, and lets the keyboard skip to its content', () => {
  const page = parse(frame({ flash: { tone: 'good', text: 'Saved' }, today: '22 Nov 2026', version: '1' }));
  const root = page.querySelector('html');
  expect([root?.getAttribute('lang'), root?.getAttribute('dir'), root?.getAttribute('data-theme')]).toEqual(['ar', 'rtl', 'dark']);
  expect(page.querySelector('title')?.text).toBe('التوصيات · At-Large');
  expect(page.querySelector('a.skip')?.getAttribute('href')).toBe('#content');
  expect(page.querySelector('main')?.id).toBe('content');
  expect(page.querySelector('main [role=status]')?.text).toContain('Saved');
  expect(page.querySelector('.gateway a')?.text).toBe('Votes 3');
});

test('one thing that is due stands in the bar; several fold into their sum where it is narrow', () => {
  const one = parse(frame());
  expect(one.querySelector('.gateway details')).toBeNull();
  const bar = parse(
    frame({
      due: [
        { href: '/votes', label: 'Votes', count: 3 },
        { href: '/claims', label: 'Claims', count: 2 },
      ],
    }),
  ).querySelector('.gateway');
  expect(bar?.querySelector('details.narrow summary b')?.text).toBe('5');
  expect(bar?.querySelectorAll('.wide a').map((link) => link.text)).toEqual(bar?.querySelectorAll('details a').map((link) => link.text));
});

test('the frame of a page costs at most 2 kB on the wire', () => {
  expect(gzipSync(frame()).length).toBeLessThan(2048);
});

test('a field joins its label, hint and error for those who hear the page', () => {
  const field = parse(draw(<Field t={t} control="date" name="due_on" label="End" hint="A day" error="Too early" required />));
  const input = field.querySelector('input');
  expect(field.querySelector('label')?.getAttribute('for')).toBe(input?.id);
  expect(input?.getAttribute('aria-invalid')).toBe('true');
  for (const id of input?.getAttribute('aria-describedby')?.split(' ') ?? ['none']) expect(field.querySelector(`#${id}`)).toBeTruthy();
});

test('the words of the interface and the words asked for are the same', () => {
  draw(<ExamplesPage t={t} />);
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx') && !name.includes('test'))
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n');
  const written = [...sources.matchAll(/\bt\(\s*'(ui\.[\w.]+)'/g)].map((found) => found[1]!);
  const built = [...sources.matchAll(/\bt\(`(ui\.[\w.]+)\$\{/g)].map((found) => found[1]!);
  expect(written.filter((key) => !(key in english))).toEqual([]);
  expect(Object.keys(english).filter((key) => !written.includes(key) && !built.some((start) => key.startsWith(start)))).toEqual([]);
});
