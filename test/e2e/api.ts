import { open, program, submit } from './world.ts';

// What a journey needs before it begins is made as programs make it: through the interface for programs.

let token: Promise<string> | undefined;

/** A token of the administrator, made on the page of the account. */
export const ownToken = () => (token ??= makeToken());

const makeToken = async (): Promise<string> => {
  const page = await open('ama');
  await page.goto('/account');
  const form = page.locator('form[action="/account/tokens"]');
  await form.locator('[name=name]').fill('Journeys');
  await form.getByLabel('Everything that you may do').check();
  await form.getByLabel('Last day').fill(Temporal.Now.plainDateISO('UTC').add({ days: 30 }).toString());
  await submit(page, 'form[action="/account/tokens"]');
  return page.locator('main code').first().innerText();
};

/** Asks the interface for programs as the administrator; fails with what it says unless it answers well. */
export const ask = async <Answer = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer> => {
  const answer = await fetch(`${program().url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await ownToken()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
};

/** A review of its own for one journey, with a recommendation for each title. Gives their references. */
export const newReview = async (ref: string, titles: readonly string[]): Promise<string[]> => {
  await ask('POST', '/reviews', {
    ref: `${ref}-2026`,
    prefix: ref,
    title: { en: `Review ${ref}` },
    publishedOn: '2026-02-01',
    state: 'open',
  });
  const made: string[] = [];
  for (const [at, title] of titles.entries()) {
    const { ref: one } = await ask<{ ref: string }>('POST', '/recommendations', {
      review: `${ref}-2026`,
      number: String(at + 1),
      title: { en: title },
      text: { en: `The community should ${title.toLowerCase()}.\n\nIt should say by when.` },
    });
    made.push(one);
  }
  return made;
};

/** The review of the sample on which bodies have said most. */
export const fullestReview = async (): Promise<string> => {
  const { items } = await ask<{ items: { ref: string; final_positions?: number; finalPositions?: number }[] }>('GET', '/reviews');
  const count = (one: (typeof items)[number]) => Number(one.finalPositions ?? one.final_positions ?? 0);
  return [...items].sort((a, b) => count(b) - count(a))[0]?.ref ?? '';
};
