import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp, type TestApp } from '../../../test/app.ts';

let home: TestApp;
beforeAll(async () => {
  home = await openApp();
});
afterAll(() => home.close());

const meets = (local: string, zone: string) =>
  home.as('ama').post('/bodies/NORTH/edit', { kind: 'region', 'nextMeeting.local': local, 'nextMeeting.zone': zone });

test('a meeting written in the time of a place is told with its weekday in UTC, for a script to tell once more by the reader’s clock', async () => {
  expect((await meets('2099-03-04T13:00', 'Africa/Nairobi')).status).toBe(303);
  const page = await home.as('fatou').read('/bodies/NORTH');
  expect(page).toContain('Wednesday <time datetime="2099-03-04T10:00:00.000Z">4 Mar 2099, 10:00 UTC');
  expect(page).toContain('data-clock="2099-03-04T10:00:00.000Z" hidden=""');
  expect(await home.as('fatou').read('/bodies/NORTH?lang=fr')).toContain(
    'mercredi <time datetime="2099-03-04T10:00:00.000Z">4 mars 2099, 10:00 UTC',
  );
  expect(await home.as('fatou').read('/bodies/NORTH?lang=ar')).toContain('الأربعاء');
});

test('the form says which zone it takes, shows what stands there in UTC, and refuses a zone that is none', async () => {
  await meets('2099-03-04T13:00', 'Africa/Nairobi');
  const form = await home.as('ama').read('/bodies/NORTH/edit');
  expect(form).toMatch(/name="nextMeeting.local"[^>]*value="2099-03-04T10:00"/);
  expect(form).toMatch(/name="nextMeeting.zone"[^>]*value="UTC"/);
  const refused = await meets('2099-03-04T13:00', 'Nowhere/At all');
  expect(refused.status).toBe(422);
  expect(await refused.text()).toMatch(/name="nextMeeting.zone"[^>]*value="Nowhere\/At all"/);
  expect(await home.as('fatou').read('/bodies/NORTH')).toContain('10:00 UTC');
});

test('in the hour that a clock skips the meeting is an hour later, and a day on the other side of midnight is that day', async () => {
  await meets('2099-03-29T02:30', 'Europe/Brussels');
  expect(await home.as('fatou').read('/bodies/NORTH')).toContain('Sunday <time datetime="2099-03-29T01:30:00.000Z">29 Mar 2099, 01:30 UTC');
  await meets('2099-03-04T08:00', 'Pacific/Auckland');
  expect(await home.as('fatou').read('/bodies/NORTH')).toContain('Tuesday <time datetime="2099-03-03T19:00:00.000Z">3 Mar 2099, 19:00 UTC');
});
