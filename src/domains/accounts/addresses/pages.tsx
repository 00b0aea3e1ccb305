import { show } from '../../../platform/http/show.tsx';
import { submit } from '../../../platform/http/submit.ts';
import { type Pages, visit } from '../../../platform/http/visit.ts';
import { Form, Notice, PageTitle } from '../../../platform/ui/index.ts';
import { confirmAddress } from './commands.ts';

/** Where the links of the two letters lead. A button, because programs that look into mails open links but press no buttons. */
export const addressPages = (app: Pages): void => {
  app.get('/sign-in/address/:token', (c) => {
    const { t } = visit(c);
    return show(
      c,
      { title: t('address.confirmTitle') },
      <article class="flow">
        <PageTitle title={t('address.confirmTitle')} lead={t('address.confirmLead')} />
        <Form
          action={`/sign-in/address/${encodeURIComponent(c.req.param('token'))}`}
          guard={false}
          once={false}
          label={t('address.confirmTitle')}
        >
          <div class="row actions">
            <button type="submit" class="button primary">
              {t('address.confirm')}
            </button>
          </div>
        </Form>
      </article>,
    );
  });

  app.post('/sign-in/address/:token', (c) =>
    submit(c, confirmAddress, {
      more: { token: c.req.param('token') },
      done: ({ done }) => `/sign-in/address-confirmed?${done ? 'done' : 'waiting'}`,
    }),
  );

  app.get('/sign-in/address-confirmed', (c) => {
    const { t } = visit(c);
    const done = c.req.query('done') !== undefined;
    return show(
      c,
      { title: t('address.confirmTitle') },
      <article class="flow">
        <PageTitle title={t('address.confirmTitle')} />
        <Notice
          t={t}
          tone={done ? 'good' : 'attention'}
          text={t(done ? 'address.changed' : 'address.otherMailbox')}
          action={{ href: '/account', label: t('account.title') }}
        />
      </article>,
    );
  });
};
