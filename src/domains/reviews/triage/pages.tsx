import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { notFound } from '../../../platform/errors.ts';
import { fromForm } from '../../../platform/fields.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { PageTitle, RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { wordsOfReviews } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { reopenTriage, returnTriage, sendTriage, signOffTriage, withdrawTriage } from './commands.ts';
import { editTriage } from './edit-command.ts';
import { Grid } from './grid.tsx';
import { newPages } from './new-pages.tsx';
import { batchByRef, itemsOf, officersOf, type WholeBatch } from './queries.ts';
import { batchRegister, isOverdue, stateLooks } from './register.ts';
import { sheetPages } from './sheet-pages.tsx';
import { bodyLabel, bodyOf, Counts, type Deed, Deeds, ItemTable, Standing } from './views.tsx';

export const pages = (app: Pages): void => {
  serveList(app, batchRegister.path, () => batchRegister, {
    lead: (v) => v.t('triage.registerLead'),
    actions: (v) =>
      holdsSomewhere(v.actor, 'triage.propose') && (
        <ButtonLink href="/triage/new" primary>
          {v.t('triage.propose')}
        </ButtonLink>
      ),
  });
  newPages(app);
  app.get('/triage/:ref', async (c) => batchPage(c));
  app.get('/triage/:ref/history', (c) => historyPage(c));
  app.post('/triage/:ref/items', async (c) => {
    const { once: _, tick, ...fields } = await c.req.parseBody({ all: true });
    if (tick !== 'all' && tick !== 'open') return submit(c, editTriage, { ...here(c, 'items'), flash: 'triage.saved' });
    // Without script rows are ticked here: the same page, with what was typed.
    const form = emptyForm(fromForm(fields, editTriage.input, visit(c).language));
    return batchPage(c, { deed: 'items', form }, tick);
  });
  app.post('/triage/:ref/sending', (c) => submit(c, sendTriage, { ...here(c, 'sending'), flash: 'triage.sent' }));
  app.post('/triage/:ref/signature', (c) => submit(c, signOffTriage, { ...here(c, 'signature'), flash: 'triage.signed' }));
  app.post('/triage/:ref/return', (c) => submit(c, returnTriage, { ...here(c, 'return'), flash: 'triage.returned' }));
  app.post('/triage/:ref/reopening', (c) => submit(c, reopenTriage, { ...here(c, 'reopening'), flash: 'triage.reopened' }));
  app.post('/triage/:ref/withdrawal', (c) => submit(c, withdrawTriage, { ...here(c, 'withdrawal'), flash: 'triage.wasWithdrawn' }));
  sheetPages(app);
};

/** A deed ends on the page of its batch, and comes back there when it is refused. */
const here = (c: PageContext, deed: Deed['deed']) => ({
  more: { ref: c.req.param('ref') },
  done: ({ ref }: { ref: string }) => `/triage/${encodeURIComponent(ref)}`,
  again: (form: Deed['form']) => batchPage(c, { deed, form }),
});

/** The batch of the address, or *not found*. */
const batchOf = async (c: PageContext): Promise<WholeBatch> => {
  const v = visit(c);
  const batch = await batchByRef(v.db, v.actor, c.req.param('ref') ?? '');
  if (!batch) throw notFound('triage.notFound', { ref: c.req.param('ref') ?? '' });
  return batch;
};

const batchPage = async (c: PageContext, back?: Deed, tick?: 'all' | 'open') => {
  const v = visit(c);
  const { t } = v;
  const batch = await batchOf(c);
  const [items, terms, officers] = await Promise.all([
    itemsOf(v.db, batch.id),
    wordsOfReviews(v.db),
    batch.may_propose ? officersOf(v.db, batch.body_id, v.today) : [],
  ]);
  const body = bodyLabel(v, bodyOf(batch));
  const late = isOverdue(batch, v.today);
  return show(
    c,
    { title: t('triage.titleOf', { ref: batch.ref, body }), breadcrumbs: trail(v, batch) },
    <RecordPage
      t={t}
      title={t('triage.forBody', { body })}
      reference={batch.ref}
      status={{ ...stateLooks[batch.state], label: t(`triage.state.${batch.state}`) }}
      marks={late && <StatusChip tone="problem" label={t('triage.isOverdue')} />}
      facts={[
        {
          label: t('triage.review'),
          value: (
            <a href={`/reviews/${batch.review_ref}/triage`}>
              <ShortText v={v} text={batch.review_title} />
            </a>
          ),
        },
        { label: t('triage.body'), value: <a href={`/bodies/${batch.body_ref}`}>{body}</a> },
        { label: t('triage.due'), value: batch.due_on && t('triage.dueAt', { day: t.day(batch.due_on) }) },
        { label: t('triage.proposedBy'), value: batch.proposed_by },
        { label: t('triage.sentAt'), value: batch.sent_at && t.time(batch.sent_at, 'UTC') },
        { label: t('triage.signedAt'), value: batch.signed_at && t.time(batch.signed_at, 'UTC') },
        { label: t('triage.signedBy'), value: batch.signed_by },
        { label: t('triage.note'), value: batch.note },
        { label: t('triage.history'), value: <a href={`/triage/${encodeURIComponent(batch.ref)}/history`}>{t('triage.wholeHistory')}</a> },
      ]}
    >
      <Standing v={v} batch={batch} />
      <Counts v={v} items={items} />
      <Section title={t('triage.grid')}>
        {batch.may_edit && !batch.archived_at ? (
          <Grid v={v} batch={batch} items={items} terms={terms} form={back?.deed === 'items' ? back.form : emptyForm()} tick={tick} />
        ) : (
          <ItemTable v={v} items={items} terms={terms} />
        )}
      </Section>
      <Deeds v={v} batch={batch} items={items} officers={officers} back={back} />
    </RecordPage>,
  );
};

/** What staff wrote before they first sent it is theirs; everybody else sees what happened from then on. */
const historyPage = async (c: PageContext) => {
  const v = visit(c);
  const batch = await batchOf(c);
  const entries = await historyOf(
    v.db,
    [
      { table: 'triage_batch', id: batch.id },
      { table: 'triage_item', of: 'batch_id', id: batch.id },
    ],
    { limit: 500, actor: v.actor },
  );
  const first = entries.findLastIndex((entry) => entry.command === 'triage.send');
  const title = v.t('triage.historyOf', { ref: batch.ref });
  return show(
    c,
    { title, breadcrumbs: [...trail(v, batch), { href: `/triage/${encodeURIComponent(batch.ref)}`, label: batch.ref }] },
    <>
      <PageTitle title={title} />
      <HistoryView v={v} entries={batch.may_propose ? entries : entries.slice(0, first + 1)} />
    </>,
  );
};

const trail = (v: Visit, batch: WholeBatch) => [
  { href: '/triage', label: v.t('triage.register') },
  { href: `/reviews/${batch.review_ref}/triage`, label: batch.review_ref },
];
