import { deleteCookie } from 'hono/cookie';
import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { together } from '../../../platform/db/together.ts';
import { contentDisposition } from '../../../platform/documents/file-name.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { serveFile } from '../../../platform/files/serve.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { right } from '../policy.ts';
import { cookieOptions, sessionCookie } from '../sessions/session.ts';
import { askErasure, settleFile, withdrawErasure } from './commands.ts';
import { ownData } from './own-data.ts';
import { ownDataFile } from './own-data-file.ts';
import { namesInOwnData } from './own-data-names.ts';
import { erasuresQuestion, mentioningFile, openErasureQuestion, whoLeavesQuestion } from './queries.ts';
import { ErasureLog, ErasurePage } from './views.tsx';

const office = '/people-and-roles';

export const leavingPages = (app: Pages): void => {
  app.get('/account/my-data.zip', async (c) => {
    const v = visit(c);
    const data = await ownData(v.db, v.actor, v.now);
    const zip = ownDataFile(data, await namesInOwnData(v.db, v.actor, data), v.t);
    return c.body(zip as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/zip',
      'content-disposition': contentDisposition(`my-data-${v.today}.zip`),
      'cache-control': 'no-store',
    });
  });

  app.get('/account/erasure', (c) => showErasure(c, ownId(c), '/account/erasure', '/account', emptyForm()));
  app.post('/account/erasure', async (c) => {
    const { baseUrl } = visit(c).services;
    const person = ownId(c);
    return submit(c, askErasure, {
      more: { person },
      done: ({ done }) => {
        if (!done) return '/account#leaving';
        deleteCookie(c, sessionCookie(baseUrl), cookieOptions(baseUrl, 0));
        return '/';
      },
      again: (form) => showErasure(c, person, '/account/erasure', '/account', form),
      flash: ({ done }) => (done ? 'erasure.isDone' : 'erasure.asked'),
    });
  });
  app.post('/account/erasure/:erasure/withdrawal', (c) =>
    submit(c, withdrawErasure, {
      more: { erasure: c.req.param('erasure') },
      done: ({ person }) => (person === visit(c).actor.personId ? '/account#leaving' : `${office}/${person}`),
      flash: 'erasure.withdrawn',
    }),
  );

  app.get(`${office}/erasures`, async (c) => {
    const v = visit(c);
    if (!holdsEverywhere(v.actor, right)) throw forbidden();
    const { erasures } = await together(v.db, { erasures: erasuresQuestion(v.db, v.actor) });
    return show(
      c,
      { title: v.t('erasure.log'), breadcrumbs: [{ href: office, label: v.t('people.title') }] },
      <ErasureLog t={v.t} erasures={erasures} />,
    );
  });
  const oneFile = `${office}/erasures/:erasure{[0-9]{1,15}}/files/:file{[0-9]{1,15}}`;
  app.get(oneFile, async (c) => {
    const v = visit(c);
    const file = await mentioningFile(v.db, v.actor, Number(c.req.param('erasure')), Number(c.req.param('file')));
    if (!file) throw notFound();
    return serveFile(v.services.dataDir, file, c.req.header('if-none-match'));
  });
  for (const [path, deed] of [
    ['removal', 'remove'],
    ['stay', 'keep'],
  ] as const)
    app.post(`${oneFile}/${path}`, (c) =>
      submit(c, settleFile, {
        more: { erasure: c.req.param('erasure') as string, file: c.req.param('file') as string, deed },
        done: () => `${office}/erasures`,
        flash: 'erasure.fileDone',
      }),
    );

  const theirs = `${office}/:person{[0-9]{1,15}}/erasure`;
  const pathOf = (c: PageContext) => `${office}/${c.req.param('person')}`;
  app.get(theirs, (c) => showErasure(c, Number(c.req.param('person')), `${pathOf(c)}/erasure`, pathOf(c), emptyForm()));
  app.post(theirs, (c) =>
    submit(c, askErasure, {
      more: { person: c.req.param('person') },
      done: ({ done }) => (done ? `${office}/erasures` : pathOf(c)),
      again: (form) => showErasure(c, Number(c.req.param('person')), `${pathOf(c)}/erasure`, pathOf(c), form),
      flash: ({ done }) => (done ? 'erasure.isDone' : 'erasure.asked'),
    }),
  );
};

const ownId = (c: PageContext): number => {
  const { actor } = visit(c);
  if (actor.personId === null) throw forbidden('refusal.signIn');
  return actor.personId;
};

const showErasure = async (c: PageContext, person: number, action: string, back: string, form: FormState) => {
  const v = visit(c);
  const { who, open } = await together(v.db, {
    who: whoLeavesQuestion(v.db, v.actor, person, v.today),
    open: openErasureQuestion(v.db, v.actor, person),
  });
  if (!who[0]) throw notFound();
  if (open[0]) return c.redirect(back, 303);
  return show(
    c,
    { title: v.t('erasure.title'), breadcrumbs: [{ href: back, label: who[0].name }] },
    <ErasurePage t={v.t} name={who[0].name} seats={Number(who[0].seats)} action={action} back={back} form={form} />,
  );
};
