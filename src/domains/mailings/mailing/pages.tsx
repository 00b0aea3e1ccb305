import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { cardNamed } from '../../../platform/lists/office.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { viewsOf } from '../../../platform/lists/saved.ts';
import { ButtonForm, ButtonLink } from '../../../platform/ui/form/form.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle, RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { right, writesMessages } from '../policy.ts';
import { changeMailing, discardMailing, writeMailing } from './commands.ts';
import { MailingForm } from './form.tsx';
import { mailingList } from './list.ts';
import { audienceNow, countsOf, mailingById, namesQuestion, type WholeMailing } from './queries.ts';
import { recipientList } from './recipients.ts';
import { sendMailing, stopMailing, testMailing } from './sending.ts';
import { DraftPart, Preview, SentPart } from './views.tsx';
import { stateLook } from './words.ts';

const writersOnly = (v: Visit): void => {
  if (!writesMessages(v.actor)) throw forbidden();
};

export const mailingPages = (app: Pages): void => {
  serveList(
    app,
    mailingList.path,
    (v) => {
      writersOnly(v);
      return mailingList;
    },
    {
      lead: (v) => v.t('mailing.lead'),
      actions: (v) => (
        <>
          <ButtonLink href="/views">{v.t('view.manage')}</ButtonLink>
          <ButtonLink href="/mailings/new" primary>
            {v.t('mailing.new')}
          </ButtonLink>
        </>
      ),
    },
  );
  serveList(
    app,
    recipientList.path,
    (v) => {
      writersOnly(v);
      return recipientList;
    },
    {
      lead: (v) => v.t('mailing.recipientsLead'),
      head: (v, query, asked) => {
        const [first] = asked.rows;
        return first && query.get('mailing') === String(first.mailing) ? (
          <p>
            <a href={pathOf({ id: first.mailing })}>
              <InLanguage page={v.language} {...textIn(first.subject, v.languages)} />
            </a>
          </p>
        ) : null;
      },
    },
  );
  app.get('/mailings/new', (c) => newPage(c, emptyForm({ view: c.req.query('view') ?? '' })));
  app.post('/mailings', (c) => submit(c, writeMailing, { done: pathOf, again: (form) => newPage(c, form), flash: 'mailing.saved' }));
  app.get('/mailings/:id{[0-9]{1,15}}', async (c) => mailingPage(c, await mailingOf(c)));
  app.get('/mailings/:id{[0-9]{1,15}}/edit', async (c) => {
    const mailing = await mailingOf(c);
    return editPage(c, mailing, emptyForm({ ...mailing, body: mailing.body_ref, replyTo: mailing.reply_to }));
  });
  app.post('/mailings/:id{[0-9]{1,15}}/edit', async (c) => {
    const mailing = await mailingOf(c);
    return submit(c, changeMailing, {
      more: { mailing: mailing.id },
      done: pathOf,
      again: (form) => editPage(c, mailing, form),
      flash: 'mailing.saved',
    });
  });
  const more = (c: PageContext) => ({ mailing: c.req.param('id') });
  app.post('/mailings/:id/test', (c) => submit(c, testMailing, { more: more(c), done: pathOf, flash: 'mailing.testOnItsWay' }));
  app.post('/mailings/:id/sending', (c) => submit(c, sendMailing, { more: more(c), done: pathOf, flash: 'mailing.onItsWay' }));
  app.post('/mailings/:id/stop', (c) => submit(c, stopMailing, { more: more(c), done: pathOf, flash: 'mailing.wasStopped' }));
  app.post('/mailings/:id/removal', (c) =>
    submit(c, discardMailing, { more: more(c), done: () => '/mailings', flash: 'mailing.discarded' }),
  );
};

const pathOf = ({ id }: { id: number }) => `/mailings/${id}`;

const mailingOf = async (c: PageContext): Promise<WholeMailing> => {
  const v = visit(c);
  const mailing = await mailingById(v.db, v.actor, Number(c.req.param('id')));
  if (!mailing) throw notFound('mailing.notFound');
  return mailing;
};

const trail = (v: Visit) => [{ href: '/mailings', label: v.t('mailing.all') }];

const choicesFor = async (v: Visit) => {
  const [views, bodies] = await Promise.all([viewsOf(v.db, v.actor), namesQuestion(v.db, v.actor)]);
  return { views: views.filter(({ list }) => cardNamed(list)?.about), bodies };
};

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  if (!holdsSomewhere(v.actor, right)) throw forbidden();
  return show(
    c,
    { title: v.t('mailing.new'), breadcrumbs: trail(v) },
    <>
      <PageTitle title={v.t('mailing.new')} lead={v.t('mailing.newLead')} />
      <MailingForm v={v} form={form} {...(await choicesFor(v))} action="/mailings" cancelHref="/mailings" />
    </>,
  );
};

const editPage = async (c: PageContext, mailing: WholeMailing, form: FormState) => {
  const v = visit(c);
  const title = textIn(mailing.subject, v.languages).text;
  const path = pathOf(mailing);
  return show(
    c,
    { title: v.t('mailing.edit'), breadcrumbs: [...trail(v), { href: path, label: title }] },
    <>
      <PageTitle title={v.t('mailing.edit')} />
      <MailingForm v={v} form={form} {...(await choicesFor(v))} action={`${path}/edit`} version={mailing.version} cancelHref={path} />
    </>,
  );
};

const mailingPage = async (c: PageContext, mailing: WholeMailing) => {
  const v = visit(c);
  const { t } = v;
  const draft = mailing.state === 'draft';
  const [counts, history] = await Promise.all([
    draft ? audienceNow(v.db, v.actor, mailing, v.today) : countsOf(v.db, mailing.id),
    historyOf(v.db, [{ table: 'mailing', id: mailing.id }], { limit: 5, actor: v.actor }),
  ]);
  const { text: title, language } = textIn(mailing.subject, v.languages);
  const path = pathOf(mailing);
  return show(
    c,
    { title, breadcrumbs: trail(v) },
    <RecordPage
      t={t}
      title={title}
      titleLanguage={language === v.language ? undefined : { lang: language, dir: directionOf(language) }}
      status={{ ...stateLook[mailing.state], label: t(`mailing.state.${mailing.state}`) }}
      facts={[
        {
          label: t('mailing.audience'),
          value: mailing.view_name ? <a href={`/views/${mailing.view}`}>{mailing.view_name}</a> : t('mailing.viewOfSomebody'),
        },
        {
          label: t('mailing.inNameOf'),
          value: mailing.body_name ? textIn(mailing.body_name, v.languages).text : t('mailing.wholeCommunity'),
        },
        { label: t('mailing.kind'), value: t(`mailing.kind.${mailing.kind}`) },
        { label: t('mailing.writtenBy'), value: mailing.written_by },
        { label: t('mailing.sentBy'), value: mailing.sent_by },
        { label: t('mailing.sentAt'), value: mailing.sending_at && t.time(mailing.sending_at, 'UTC') },
        { label: t('mailing.endedAt'), value: mailing.ended_at && t.time(mailing.ended_at, 'UTC') },
        { label: t('mailing.replyTo'), value: mailing.reply_to },
      ]}
      actions={
        draft && (
          <>
            <ButtonLink href={`${path}/edit`} edit>
              {t('mailing.edit')}
            </ButtonLink>
            <ButtonForm action={`${path}/removal`}>{t('mailing.discard')}</ButtonForm>
          </>
        )
      }
      aside={
        <Section title={t('ui.history')}>
          <HistoryView v={v} entries={history} />
        </Section>
      }
    >
      {draft ? <DraftPart v={v} mailing={mailing} counts={counts} /> : <SentPart v={v} mailing={mailing} counts={counts ?? {}} />}
      <Preview v={v} mailing={mailing} language={c.req.query('in')} />
    </RecordPage>,
  );
};
