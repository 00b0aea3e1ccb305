import { expect, test } from 'vitest';
import { ask } from './api.ts';
import { journeys, open, submit, words } from './world.ts';

journeys('Two records of one person', () => {
  test('are found, looked at side by side, become one, and become two again', async () => {
    const kept = await ask<{ id: number }>('POST', '/people', { name: 'Matilde Journey', givenName: 'Matilde', phone: '+351 1' });
    const gone = await ask<{ id: number }>('POST', '/people', { name: 'Journey, Matilde', pronouns: 'she', phone: '+351 2' });
    const ama = await open('ama', { width: 320 });
    await ama.goto('/people');
    await ama.getByRole('link', { name: 'Duplicates' }).click();
    await ama.waitForURL(/duplicates/);
    expect(await words(ama)).toContain('Ferrante, Dragana');
    expect(await words(ama)).toContain('Letters that only look alike');
    await ama.locator(`a[href="/people/${kept.id}/merge/${gone.id}"]`).click();
    await ama.waitForURL(/merge/);
    const phone = ama.locator('tr', { hasText: 'Telephone' });
    await phone.locator('input[value=gone]').check();
    await submit(ama);
    expect(await words(ama)).toContain('The records are merged.');
    const report = ama.url();

    await ama.goto(`/people/${gone.id}`);
    expect(ama.url()).toMatch(new RegExp(`/people/${kept.id}$`));
    expect(await words(ama)).toContain('+351 2');
    await ama.goto('/search?q=Journey%20Matilde');
    expect(await ama.locator(`main a[href="/people/${gone.id}"]`).count()).toBe(0);

    await ama.goto(report);
    await ama.getByRole('button', { name: 'Make two records of it again' }).click();
    await ama.getByText('Everything went back.').waitFor();
    await ama.goto(`/people/${gone.id}`);
    expect(ama.url()).toMatch(new RegExp(`/people/${gone.id}$`));
    expect(await words(ama)).toContain('+351 2');
  });

  test('of which somebody says that they are two are not asked about again, without JavaScript and in Arabic too', async () => {
    const one = await ask<{ id: number }>('POST', '/people', { name: 'Teresa Twofold' });
    const other = await ask<{ id: number }>('POST', '/people', { name: 'Twofold, Teresa' });
    const ama = await open('ama', { language: 'ar', javaScript: false });
    await ama.goto('/people/duplicates');
    const pair = ama.locator('tr', { has: ama.locator(`a[href="/people/${one.id}/merge/${other.id}"]`) });
    await pair.getByRole('button', { name: 'ليسا واحدًا' }).click();
    await ama.waitForURL(/duplicates/);
    expect(await words(ama)).not.toContain('Twofold');
    await ama.goto('/people/duplicates?apart=yes');
    expect(await words(ama)).toContain('Twofold');
  });
});
