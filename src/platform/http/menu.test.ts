import { expect, test } from 'vitest';
import type { Actor } from '../access/actor.ts';
import type { MenuEntry } from '../domain.ts';
import { menuFor } from './show.tsx';
import type { Visit } from './visit.ts';

const menu: MenuEntry[] = [
  { area: 'community', label: 'bodies', href: '/bodies', place: 1, covers: ['/regions'] },
  { area: 'community', label: 'join', href: '/bodies/open', place: 2 },
  { area: 'keeping', label: 'roles', href: '/roles', place: 1, shownTo: (actor) => actor.kind === 'person' },
];
const reader = (kind: Actor['kind']) => ({ t: ((key: string) => key) as Visit['t'], actor: { kind } as Actor });
const currentAt = (pathname: string) =>
  menuFor(menu, reader('person'), pathname).flatMap((area) =>
    [area, ...area.entries].filter((entry) => entry.current).map((entry) => entry.label),
  );

test('of two entries that cover a page the nearer one is current, with its area', () => {
  expect(currentAt('/bodies/open')).toEqual(['app.area.community', 'join']);
  expect(currentAt('/bodies/SOUTH')).toEqual(['app.area.community', 'bodies']);
  expect(currentAt('/regions')).toEqual(['app.area.community', 'bodies']);
  expect(currentAt('/bodiesome')).toEqual([]);
});

test('an area without an entry for the reader is not shown', () => {
  expect(menuFor(menu, reader('visitor'), '/').map((area) => area.label)).toEqual(['app.area.community']);
});
