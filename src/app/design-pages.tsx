import { show } from '../platform/http/show.tsx';
import { type Pages, visit } from '../platform/http/visit.ts';
import { outboxMails } from '../platform/mail/outbox.ts';
import { outboxFolder } from '../platform/mail/transport.ts';
import { ExamplesPage } from '../platform/ui/examples.tsx';
import { PageTitle, Section } from '../platform/ui/record/record.tsx';

/** Development only: every component in all its states, and the mails that would have gone out. */
export const designPages = (app: Pages): void => {
  app.get('/design', (c) => show(c, { title: 'Design' }, <ExamplesPage t={visit(c).t} />));
  app.get('/design/outbox', async (c) => {
    const v = visit(c);
    // Mails are files, of which the database knows nothing: the page is not kept.
    c.header('Cache-Control', 'no-store');
    const mails = await outboxMails(outboxFolder(v.services.dataDir));
    return show(
      c,
      { title: 'Outbox' },
      <>
        <PageTitle title="Outbox" />
        {mails.map((mail) => (
          <Section title={mail.subject} note={`${mail.to} · ${mail.date}`}>
            <pre>{mail.body}</pre>
          </Section>
        ))}
      </>,
    );
  });
  app.get('/design/:component', (c) => show(c, { title: 'Design' }, <ExamplesPage t={visit(c).t} only={c.req.param('component')} />));
};
