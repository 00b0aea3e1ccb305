import { expect, test } from 'vitest';
import { mailTo } from './outbox.ts';
import { journeys, newContext, open, program, submit, words } from './world.ts';

journeys('Somebody becomes a member', () => {
  test('an applicant without an account and without JavaScript stops and comes back by mail, staff and an officer hear the region, the committee votes, and the register shows them', async () => {
    const address = 'wiremu@harbour.example';
    const context = await newContext({ language: 'fr', javaScript: false });
    const applicant = await context.newPage();
    await applicant.goto('/apply');
    await applicant.locator('[name=kind][value=organisation]').check();
    await applicant.locator('[name=address]').fill(address);
    await submit(applicant);
    const { body } = await mailTo(program().dataDir, address, /Votre candidature/);
    const link = new URL(/http\S+\/apply\/\S+/.exec(body)?.[0] ?? '');
    await applicant.goto(link.pathname + link.search);
    await applicant.locator('[name="answers.name"]').fill('Harbour Internet Users');
    await applicant.locator('form[action^="/apply/"] button.primary').first().click();
    expect(await words(applicant)).toMatch(/Il manque encore \d+ réponses/);

    await applicant.goto(link.pathname + link.search);
    await applicant.locator('[name="answers.country"]').selectOption('NZ');
    for (const [key, value] of Object.entries({
      members: '64',
      mission: 'Un port, un réseau.',
      keyPeople: 'Un bureau de cinq.',
      funding: 'Des cotisations.',
      informing: 'Une lettre par mois.',
      contactName: 'Wiremu Parata',
      contactEmail: address,
    }))
      await applicant.locator(`[name="answers.${key}"]`).fill(value);
    await applicant.locator('[name="answers.residents"][value=yes]').check();
    await applicant.locator('[name="answers.takesPart"][type=checkbox]').check();
    await applicant.locator('[name="answers.deregistration"][type=checkbox]').check();
    await applicant.locator('button[name=act][value=submit]').click();
    expect(await words(applicant)).toContain('Elle est reçue');

    const dana = await open('dana');
    await dana.goto('/applications?q=Harbour');
    await dana.getByRole('link', { name: 'Harbour Internet Users' }).first().click();
    const record = new URL(dana.url()).pathname;
    const moveTo = async (state: string) => {
      await dana.goto(record);
      await dana.locator('form[action$="/move"] [name=to]').selectOption(state);
      await submit(dana, 'form[action$="/move"]');
    };
    await moveTo('diligence');
    await dana.goto(`${record}/thread`);
    await dana.locator('[name=text]').fill('Who keeps your members list?');
    await submit(dana, 'form[action$="/questions"]');
    await mailTo(program().dataDir, address, /Une question/);
    await applicant.reload();
    await applicant.locator('form[action$="/reply"] [name=text]').fill('La secrétaire.');
    await applicant.locator('form[action$="/reply"] button').click();
    await dana.reload();
    expect(await words(dana)).toContain('La secrétaire.');
    await moveTo('advice');

    const eko = await open('eko');
    await eko.goto('/applications?waits=advice&q=Harbour');
    await eko.getByRole('link', { name: 'Harbour Internet Users' }).first().click();
    await eko.goto(`${record}/advice`);
    await eko.locator('[name=advice][value=accept]').check();
    await eko.locator('[name=text]').fill('Discussed on the monthly call.');
    await submit(eko, 'form[action$="/advice"]');

    await moveTo('vote');
    await dana.goto(`${record}/decision`);
    await dana.locator('[name=yes]').fill('11');
    await dana.locator('[name=no]').fill('1');
    await submit(dana, 'form[action$="/vote"]');
    expect(await words(dana)).toContain('11 of 12 votes');
    await dana.locator('[name=outcome][value=accredited]').check();
    await submit(dana, 'form[action$="/decision"]');
    await mailTo(program().dataDir, address, /est membre/);

    await applicant.reload();
    expect(await words(applicant)).toContain('Bienvenue');
    await applicant.locator('main a[href^="/organisations/"]').first().click();
    expect(await words(applicant)).toContain('Harbour Internet Users');
    const stranger = await open();
    await stranger.goto(record);
    expect(await words(stranger)).not.toContain('Harbour');
  });
});
