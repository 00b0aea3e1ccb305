import { setForm } from '../src/domains/accreditation/applications/form/commands.ts';
import { smallForm } from '../src/domains/accreditation/applications/testing.ts';
import { changeBody, loadRegions } from '../src/domains/community/index.ts';
import { system } from '../src/platform/access/actor.ts';
import { run } from '../src/platform/command.ts';
import { type Name, openApp, type TestApp } from './app.ts';

// The small community with forms and a region, and what applicants and staff do in it.

export type ApplyingHome = Awaited<ReturnType<typeof openApplyingHome>>;

export const openApplyingHome = async () => {
  const home: TestApp = await openApp();
  const call = home.call(undefined, { actor: system() });
  await run(setForm, smallForm(), call);
  await run(setForm, smallForm('individual'), call);
  const regions = [{ key: 'S', title: 'South' }];
  const countries = [{ code: 'PE', name: 'Peru', region: 'S' }];
  await run(loadRegions, { system: 'main', title: 'Regions', validFrom: '2003-01-01', regions, countries }, call);
  await run(changeBody, { ref: 'SOUTH', region: 'S' }, call);

  const mailsTo = (address: string) => home.db.selectFrom('mail').selectAll().where('recipient', '=', address).orderBy('id').execute();
  /** The latest link that was mailed to an address, as a path without its language. */
  const linkFor = async (address: string): Promise<string> => {
    const mail = (await mailsTo(address)).findLast(({ body }) => body.includes('/apply/'));
    return /\/apply\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? '';
  };
  const begin = async (address: string, kind = 'organisation') => {
    await home.as().post('/apply', { kind, address });
    return linkFor(address);
  };
  const rowOf = (address: string) =>
    home.db.selectFrom('application').selectAll().where('address', '=', address).orderBy('id', 'desc').executeTakeFirstOrThrow();
  /** Handed in and complete. */
  const submitted = async (address: string, name: string, kind = 'organisation') => {
    const link = await begin(address, kind);
    await home.as().post(link, { ...complete(name), act: 'submit' });
    return { link, ref: (await rowOf(address)).ref as string };
  };
  const refOf = (application: { ref: string } | string) => (typeof application === 'string' ? application : application.ref);
  /** Sends a form of the record page; gives the status and what the page says, without markup. */
  const sends = async (who: Name, application: { ref: string } | string, path: string, form: Record<string, string> = {}) => {
    const answer = await home.as(who).post(`/applications/${refOf(application)}/${path}`, form);
    const text = (await answer.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    return { status: answer.status, text };
  };
  /** Sends it and fails where it is refused. */
  const does = async (who: Name, application: { ref: string } | string, path: string, form: Record<string, string> = {}) => {
    const { status, text } = await sends(who, application, path, form);
    if (status !== 303) throw new Error(`${path} answered ${status}: ${text.slice(0, 900)}`);
  };
  const toAdvice = async (application: { ref: string }) => {
    await does('dana', application, 'move', { to: 'diligence' });
    await does('dana', application, 'move', { to: 'advice' });
  };
  const toVote = async (application: { ref: string }) => {
    await toAdvice(application);
    await does('eko', application, 'advice', { advice: 'accept', text: 'Known to us.' });
    await does('dana', application, 'move', { to: 'vote' });
  };
  return { ...home, mailsTo, linkFor, begin, rowOf, submitted, sends, does, toAdvice, toVote };
};

export const complete = (name: string) => ({
  'answers.name': name,
  'answers.country': 'PE',
  'answers.contact': 'Rosa Quispe',
  'answers.agrees': 'yes',
});
