import { show } from '../../../platform/http/show.tsx';
import { submit } from '../../../platform/http/submit.ts';
import { type Pages, visit } from '../../../platform/http/visit.ts';
import { Actions, Form } from '../../../platform/ui/form/form.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { Words } from '../items/views.tsx';
import { linkWith } from './link.ts';
import { useLink } from './reminders.ts';

/** Opening the link of a reminder changes nothing, because programs open links too; its one button does its one thing. */
export const linkPages = (app: Pages): void => {
  app.get('/plans/links/:token', async (c) => {
    const v = visit(c);
    const link = await linkWith(v.db, c.req.param('token'));
    const title = v.t('progress.addTo', { ref: link.ref });
    return show(
      c,
      { title },
      <>
        <PageTitle title={<Words v={v} text={link.title} />} lead={v.t(`plan.link.asks.${link.deed}`, { ref: link.ref })} />
        <Form action={`/plans/links/${c.req.param('token')}`} once={false}>
          <Actions t={v.t} submit={v.t(`plan.link.${link.deed}`)} />
        </Form>
      </>,
    );
  });
  app.post('/plans/links/:token', (c) =>
    submit(c, useLink, {
      more: { token: c.req.param('token'), language: visit(c).language },
      done: ({ ref }) => `/plans/items/${ref}#progress`,
      flash: 'progress.added',
    }),
  );
};
