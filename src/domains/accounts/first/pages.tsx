import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, sayNext, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { browserOf, welcome } from '../entry/pages.tsx';
import { redeemFirst, refuseUnless } from './commands.ts';
import { firstLinkState } from './queries.ts';
import { FirstForm } from './views.tsx';

export const firstPages = (app: Pages): void => {
  app.use('/first/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
  });

  app.get('/first/:token', async (c) => {
    const v = visit(c);
    const token = c.req.param('token');
    refuseUnless(await firstLinkState(v.db, token, v.now));
    return showForm(c, emptyForm(), token);
  });

  app.post('/first/:token', async (c) => {
    const v = visit(c);
    const token = c.req.param('token');
    refuseUnless(await firstLinkState(v.db, token, v.now));
    return submit(c, redeemFirst, {
      more: { token, agent: browserOf(c).agent },
      done: ({ session }) => {
        welcome(c, session);
        sayNext(c, 'first.done');
        return '/';
      },
      again: (form) => showForm(c, form, token),
    });
  });
};

const showForm = (c: PageContext, form: FormState, token: string) =>
  show(c, { title: visit(c).t('first.title') }, <FirstForm t={visit(c).t} form={form} token={token} />);
