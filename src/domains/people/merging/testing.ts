import { openApp, type TestApp } from '../../../../test/app.ts';
import { commandNamed } from '../../../../test/laws/world.ts';
import { system } from '../../../platform/access/actor.ts';
import { run } from '../../../platform/command.ts';

/** A small community with three countries, and short words for what tests of merging do in it. */
export interface Merging {
  home: TestApp;
  does: (name: string, input: unknown, as?: 'dana' | 'ama' | 'eko' | 'fatou' | 'program') => Promise<ReturnType<typeof JSON.parse>>;
  /** Adds a person and gives the number. */
  person: (name: string, more?: object) => Promise<number>;
  row: (id: number) => Promise<Record<string, unknown> & { version: number; consent: unknown }>;
}

export const openMerging = async (): Promise<Merging> => {
  const home = await openApp();
  const does: Merging['does'] = (name, input, as = 'program') =>
    run(commandNamed(name), input, home.call(undefined, { actor: as === 'program' ? system() : home.actor(as), reason: 'It was agreed.' }));
  await does('region.load', {
    system: 'main',
    title: 'Regions',
    validFrom: '2003-01-01',
    regions: [{ key: 'N', title: 'North' }],
    countries: ['KE', 'GB', 'DK'].map((code) => ({ code, name: code, region: 'N' })),
  });
  return {
    home,
    does,
    person: async (name, more = {}) => (await does('person.add', { name, ...more })).id,
    row: (id) => home.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow() as never,
  };
};
