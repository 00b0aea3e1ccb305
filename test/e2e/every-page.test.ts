import { beforeAll, expect, test } from 'vitest';
import { accessFaults, overflow } from './looks.ts';
import type { Name } from './people.ts';
import { journeys, open } from './world.ts';

type Page = Awaited<ReturnType<typeof open>>;

/** Pages of one shape look alike; this many of each are visited. */
const each = 1;

const colours = ['color-contrast', 'link-in-text-block'];

/** What each reader can reach by links from the first page, one address of each shape. */
const reachable = new Map<Name | 'stranger', string[]>();

journeys('Every page', () => {
  beforeAll(async () => {
    reachable.set('stranger', await walk(await open()));
    reachable.set('ama', await walk(await open('ama')));
  }, 300_000);

  test('answers, and a stranger finds no link that is refused', () => {
    expect(reachable.get('stranger')?.length).toBeGreaterThan(15);
    expect(reachable.get('ama')?.length).toBeGreaterThan(35);
  });

  for (const language of ['en', 'ar'] as const) {
    test(`has no fault that axe knows and fits a narrow screen, light and dark (${language})`, async () => {
      const faults: string[] = [];
      const paths = [...(reachable.get('ama') ?? [])];
      const look = async () => {
        const page = await open('ama', { language });
        const note = async (path: string, how: string, found: Promise<string[]>) => {
          for (const fault of await found) faults.push(`${path} (${how}): ${fault}`);
        };
        for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
          // Colours do not change with the direction, and what is wrong with the structure shows in either width.
          if (language === 'en') {
            await page.setViewportSize({ width: 1280, height: 800 });
            await page.emulateMedia({ colorScheme: 'light' });
            await page.goto(path);
            await note(path, 'wide', accessFaults(page));
            await note(path, 'wide', overflow(page));
            await page.emulateMedia({ colorScheme: 'dark' });
            await note(path, 'wide, dark', accessFaults(page, colours));
            await page.setViewportSize({ width: 320, height: 640 });
          } else {
            await page.emulateMedia({ colorScheme: 'dark' });
            await page.setViewportSize({ width: 320, height: 640 });
            await page.goto(path);
            await note(path, 'narrow, dark', accessFaults(page));
          }
          await note(path, 'narrow, dark', overflow(page));
        }
      };
      // Several at once: most of the time a page waits for the other side.
      await Promise.all([look(), look(), look()]);
      expect(faults).toEqual([]);
    }, 480_000);
  }

  test('has no fault that axe knows for a stranger who signs in', async () => {
    const page = await open(undefined, { width: 320 });
    const faults: string[] = [];
    for (const path of ['/sign-in', '/sign-in/code', '/nowhere', '/people-and-roles', '/first/unknown']) {
      await page.goto(path);
      for (const fault of [...(await accessFaults(page)), ...(await overflow(page))]) faults.push(`${path}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});

/** Follows links from the first page, one address of each shape. Fails at a link that is refused or leads nowhere. */
const walk = async (page: Page): Promise<string[]> => {
  const seen = new Map<string, number>();
  const visited: string[] = [];
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const shape = shapeOf(path);
    if ((seen.get(shape) ?? 0) >= each) continue;
    seen.set(shape, (seen.get(shape) ?? 0) + 1);
    const answer = await page.goto(path).catch((fault: Error) => {
      if (fault.message.includes('Download is starting')) return undefined;
      throw fault;
    });
    // A file, which is saved and not shown.
    if (answer === undefined) continue;
    expect(answer?.status(), `${path} answers`).toBe(200);
    // A text that somebody uploaded is shown as it is: not a page of ours.
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue;
    visited.push(path);
    waiting.push(...(await linksOf(page)));
  }
  return visited;
};

const linksOf = (page: Page): Promise<string[]> =>
  // The attribute, because a link within a picture has no address of its own as a property.
  page.locator('a[href]').evaluateAll((links: { getAttribute: (name: string) => string; baseURI: string }[]) => {
    const files = /\.(csv|xlsx|json|pdf|docx|md|txt|atom|svg|zip)$|\/source$|\/not-imported/;
    return links
      .map((link) => ({ address: new URL(link.getAttribute('href'), link.baseURI), here: new URL(link.baseURI) }))
      .filter(({ address, here }) => address.origin === here.origin && !files.test(address.pathname) && !address.searchParams.has('lang'))
      .map(({ address }) => address.pathname + address.search);
  });

/** The address without what names one record: references, numbers and the values of questions. */
const shapeOf = (path: string): string => {
  const { pathname, searchParams } = new URL(path, 'http://place');
  const names =
    pathname === '/recommendations' || pathname === '/triage'
      ? [...searchParams.keys()].filter((name) => name === 'group').slice(0, 1)
      : [...searchParams.keys()].filter((name) => ['kind', 'body', 'show'].includes(name));
  return `${pathname.replace(/\/(?=[^/]*[A-Z0-9])[^/]+/g, '/*')}?${names.join('&')}`;
};
