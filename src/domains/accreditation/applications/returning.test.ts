import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyingHome, openApplyingHome } from '../../../../test/applying.ts';
import { run } from '../../../platform/command.ts';
import { confirmStatus } from '../activity/commands.ts';
import { resign } from '../leaving/departure-commands.ts';

let home: ApplyingHome;
beforeAll(async () => {
  home = await openApplyingHome();
});
afterAll(() => home.close());

const toDecision = async (address: string, name: string) => {
  const one = await home.submitted(address, name);
  await home.toVote(one);
  await home.does('dana', one, 'vote', { heldOn: home.call().today, yes: '9', no: '2' });
  return one;
};
const organisationOf = async (address: string) => {
  const { organisation_id: id } = await home.rowOf(address);
  return (await home.db.selectFrom('organisation').select('ref').where('id', '=', id).executeTakeFirstOrThrow()).ref as string;
};

it('an organisation that applies again after it left goes on in its old record, as a new member, once somebody said that it is the same', async () => {
  await home.does('dana', await toDecision('rosa@example.net', 'Usuarios del Sur'), 'decision', { outcome: 'accredited' });
  const ref = await organisationOf('rosa@example.net');
  await run(confirmStatus, { organisation: ref, status: 'standby' }, home.call('dana', { reason: 'Nobody answers.' }));
  await run(resign, { organisation: ref }, home.call('dana'));

  const again = await toDecision('rosa@example.net', 'Usuarios del Sur');
  expect(await home.as('dana').read(`/applications/${again.ref}/decision`)).toContain(`value="${ref}"`);
  expect((await home.sends('dana', again, 'decision', { outcome: 'accredited' })).text).toContain('was a member before');
  expect((await home.sends('dana', again, 'decision', { outcome: 'accredited', record: 'ORG-9999' })).text).toContain('has left');
  await home.does('dana', again, 'decision', { outcome: 'accredited', record: ref });

  expect(await organisationOf('rosa@example.net')).toBe(ref);
  const page = await home.as('dana').read(`/organisations/${ref}`);
  expect(page).toContain('(Resigned');
  expect(page).toContain('Rosa Quispe');
  expect(await home.as().read(`/organisations/${ref}/standing`), 'what it was before it left is over').toContain('Accredited only lately');
});

it('another organisation of the same name gets a record of its own', async () => {
  const other = await toDecision('otra@example.net', 'Usuarios del Norte');
  await home.does('dana', other, 'decision', { outcome: 'accredited' });
  const ref = await organisationOf('otra@example.net');
  await run(resign, { organisation: ref }, home.call('dana'));
  const next = await toDecision('nueva@example.net', 'Usuarios del Norte');
  await home.does('dana', next, 'decision', { outcome: 'accredited', record: 'new' });
  expect(await organisationOf('nueva@example.net')).not.toBe(ref);
});
