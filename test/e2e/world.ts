import { buffer } from 'node:stream/consumers';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, describe, expect, inject } from 'vitest';
import { codeFor } from './outbox.ts';
import { cast, type Name, roles } from './people.ts';

// The files of journeys share this module, and with it one browser, one community and the people who are signed in.

const given = inject('journey');

/** A group of journeys. Skipped where there is no Chromium; after each, no page may have complained. */
export const journeys = (title: string, tell: () => void): void => {
  describe.skipIf(!given)(title, () => {
    afterEach(async () => {
      const faults = opened.flatMap((one) => one.faults);
      await Promise.all(opened.splice(0).map((one) => one.context.close()));
      expect(faults, 'what pages complained about in the console').toEqual([]);
    });
    tell();
  });
};

/** The shared program with the sample community. */
export const program = (): { url: string; dataDir: string; firstLink: string } => given ?? fail('There is no browser.');

const fail = (why: string): never => {
  throw new Error(why);
};

export interface Manner {
  language?: 'en' | 'fr' | 'es' | 'ar';
  width?: number;
  dark?: boolean;
  javaScript?: boolean;
  /** Another program than the shared one. */
  at?: string;
}

const opened: { context: BrowserContext; faults: string[] }[] = [];
let connection: Promise<Browser> | undefined;
const browser = () => (connection ??= chromium.connect((given ?? fail('There is no browser.')).browser));

/** A window of somebody's browser; without a name, of a stranger's. */
export const open = async (who?: Name, manner: Manner = {}): Promise<Page> => {
  const context = await newContext(manner, who && (await signedIn(who)));
  if (who && manner.language) await context.addCookies([{ name: 'plenary_language', value: manner.language, url: program().url }]);
  return context.newPage();
};

/** A browser that nobody has used before. */
export const newContext = async (
  manner: Manner = {},
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<BrowserContext> => {
  const { language = 'en', width = 1280, dark = false, javaScript = true, at = program().url } = manner;
  const context = await (await browser()).newContext({
    baseURL: at,
    locale: language,
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: javaScript,
    acceptDownloads: true,
    ...(storageState ? { storageState } : {}),
  });
  context.setDefaultTimeout(20_000);
  const faults: string[] = [];
  opened.push({ context, faults });
  context.on('page', (page) => listen(page, faults));
  if (javaScript)
    await context.addInitScript(
      "document.addEventListener('securitypolicyviolation', (event) => console.error('Content security policy:', event.violatedDirective, event.blockedURI))",
    );
  return context;
};

/** Every complaint of a page, except that the page itself was answered with a refusal: journeys ask for those. */
const listen = (page: Page, faults: string[]): void => {
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const ownAnswer = /^Failed to load resource: .* status of 4\d\d/.test(message.text()) && !message.location().url.includes('/assets/');
    if (!ownAnswer) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (fault) => faults.push(`${page.url()}: ${fault.message}`));
};

const known = new Map<Name, Promise<Awaited<ReturnType<BrowserContext['storageState']>>>>();

/** The cookies of somebody who is signed in. Each person comes in once and stays. */
const signedIn = (name: Name) => {
  const before = known.get(name);
  if (before) return before;
  const coming = name === 'ama' ? becomeAdministrator() : invite(name);
  known.set(name, coming);
  return coming;
};

const becomeAdministrator = async () => {
  const context = await newContext();
  const page = await context.newPage();
  await openFirstLink(page, program().firstLink);
  for (const [key, rights] of Object.entries(roles)) {
    await page.goto('/people-and-roles/roles/new');
    await page.locator('[name=key]').fill(key);
    await page.locator('[name="title.en"]').fill(key.replace('journey', ''));
    for (const right of rights) await page.locator(`[name=rights][value="${right}"]`).check();
    await submit(page);
  }
  return context.storageState();
};

/** Opens the link that the program printed, and becomes its first administrator. */
export const openFirstLink = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  await page.locator('[name=name]').fill(cast.ama.name);
  await page.locator('[name=address]').fill(cast.ama.email);
  await submit(page);
};

/** The administrator adds the person, who then comes in with a code from the mailbox. */
const invite = async (name: Name) => {
  const part = cast[name];
  const office = await open('ama');
  await office.goto('/people-and-roles/new');
  await office.locator('[name=name]').fill(part.name);
  await office.locator('[name=address]').fill(part.email);
  await office.locator('[name=language]').selectOption(part.language);
  if ('role' in part) {
    await office.locator('[name=role]').selectOption(part.role.key);
    if ('body' in part.role) await office.locator('[name=body]').selectOption(part.role.body);
  }
  await submit(office);
  const context = await newContext({ language: part.language });
  const page = await context.newPage();
  await signInByCode(page, part.email);
  return context.storageState();
};

export const signInByCode = async (page: Page, email: string): Promise<void> => {
  await page.goto('/sign-in?return=/reviews');
  await page.locator('[name=address]').fill(email);
  const asked = Date.now();
  await submit(page);
  await page.locator('[name=code]').fill(await codeFor(program().dataDir, email, asked));
  await submit(page);
};

/** Presses the main button of the form in the content, or of the form that a selector names, and waits for the next page. */
export const submit = async (page: Page, form = 'main form'): Promise<void> => {
  await press(page, `${form} button.primary`);
};

/** Presses the last button that the selector finds, and waits for the next page. */
export const press = async (page: Page, selector: string): Promise<void> => {
  await Promise.all([page.waitForEvent('framenavigated'), page.locator(selector).last().click()]);
  await page.waitForLoadState();
};

/** The words of the content as a reader has them, spaces made single. */
export const words = async (page: Page, selector = 'main'): Promise<string> =>
  (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();

/** Follows a link that leads to a file. */
export const download = async (page: Page, name: string): Promise<{ name: string; bytes: Buffer }> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
  return { name: file.suggestedFilename(), bytes: await buffer(await file.createReadStream()) };
};
