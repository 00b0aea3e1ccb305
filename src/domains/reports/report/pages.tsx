import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import type { AnyCommand } from '../../../platform/command.ts';
import type { AnyReads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { sendFile } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { offeredLanguages } from '../../../platform/i18n/languages.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { type FigureName, figureNames, rowsOf } from '../content/content.ts';
import { readingIn } from '../content/reading.ts';
import { RowsTable } from '../content/views.tsx';
import type { Reading } from '../content/words.ts';
import { addErratum, answerQuestion, askQuestion } from '../oversight/commands.ts';
import { changesPage } from './changes-page.tsx';
import { type FileFormat, fileFormats, fileOf } from './files.ts';
import { FactsForm } from './forms.tsx';
import { addressOf, reportOf, trail } from './here.ts';
import { reportList } from './list.ts';
import { reportPage } from './page.tsx';
import { bodyChoices, presentItems, reviewChoices, type WholeReport } from './queries.ts';
import { readReport } from './read.ts';
import { startReport } from './start.ts';
import { acknowledgeReport, approveReport, archiveReport, changeReport, returnReport, sendToReview, submitReport } from './steps.ts';

export const reportPages = (app: Pages): void => {
  serveList(app, '/reports', () => reportList, {
    lead: (v) => v.t('report.lead'),
    actions: (v) => (
      <>
        <ButtonLink href="/reports/calendar">{v.t('reportCalendar.title')}</ButtonLink>
        {holdsSomewhere(v.actor, 'report.write') && (
          <ButtonLink href="/reports/new" primary>
            {v.t('report.start')}
          </ButtonLink>
        )}
      </>
    ),
  });
  app.get('/reports/new', (c) => newPage(c, emptyForm({ review: c.req.query('review') ?? '' })));
  app.post('/reports', (c) =>
    submit(c, startReport, { done: ({ ref }) => `/reports/${ref}`, again: (form) => newPage(c, form), flash: 'report.started' }),
  );
  app.get('/reports/:ref', async (c) => reportPage(c, await reportOf(c)));
  for (const format of fileFormats) {
    app.get(`/reports/:ref/report.${format}`, async (c) => filePage(c, await reportOf(c), format));
    app.get(`/reports/:ref/:language/report.${format}`, async (c) => {
      const language = c.req.param('language');
      if (!offeredLanguages.includes(language)) throw notFound();
      return filePage(c, await reportOf(c), format, readingIn(language));
    });
  }
  app.get('/reports/:ref/rows', async (c) => rowsPage(c, await reportOf(c)));
  app.get('/reports/:ref/changes', async (c) => changesPage(c, await reportOf(c)));
  app.get('/reports/:ref/history', async (c) => historyPage(c, await reportOf(c)));
  app.get('/reports/:ref/edit', async (c) => {
    const report = await reportOf(c);
    if (!report.may_write) throw forbidden();
    const { title, from_on, to_on, due_on, body_ref, author_name } = report;
    return editPage(c, report, emptyForm({ title, from: from_on, to: to_on, dueOn: due_on, body: body_ref, author: author_name }));
  });
  app.post('/reports/:ref/edit', async (c) => {
    const report = await reportOf(c);
    return submit(c, changeReport, {
      more: { ref: report.ref },
      done: ({ ref }) => `/reports/${ref}`,
      again: (form) => editPage(c, report, form),
      flash: 'report.changed',
    });
  });
  for (const [path, command, flash] of [
    ['review', sendToReview, 'report.nowInReview'],
    ['return', returnReport, 'report.nowReturned'],
    ['approval', approveReport, 'report.nowApproved'],
    ['submission', submitReport, 'report.nowSubmitted'],
    ['acknowledgement', acknowledgeReport, 'report.nowAcknowledged'],
    ['archive', archiveReport, 'report.nowArchived'],
    ['errata', addErratum, 'report.erratumAdded'],
    ['questions', askQuestion, 'report.questionAsked'],
  ] as const)
    app.post(`/reports/:ref/${path}`, async (c) => {
      const report = await reportOf(c);
      return submit(c, command as AnyCommand, {
        more: { ref: report.ref },
        done: ({ ref }) => `/reports/${ref}`,
        again: (form) => reportPage(c, report, form, path),
        flash,
      });
    });
  app.post('/reports/:ref/questions/:number', async (c) => {
    const report = await reportOf(c);
    const number = Number(c.req.param('number'));
    return submit(c, answerQuestion, {
      more: { ref: report.ref, number },
      done: ({ ref }) => `/reports/${ref}#question-${number}`,
      again: (form) => reportPage(c, report, form, `question-${number}`),
      flash: 'report.questionAnswered',
    });
  });
};

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  if (!holdsSomewhere(v.actor, 'report.write')) throw forbidden();
  const choices = await together(v.db, { reviews: reviewChoices(v.db, v.actor), bodies: bodyChoices(v.db) });
  return show(
    c,
    { title: v.t('report.start'), breadcrumbs: trail(v) },
    <>
      <PageTitle title={v.t('report.start')} lead={v.t('report.startLead')} />
      <FactsForm v={v} form={form} action="/reports" cancelHref="/reports" submit={v.t('report.start')} choices={choices} />
    </>,
  );
};

const editPage = async (c: PageContext, report: WholeReport, form: FormState) => {
  const v = visit(c);
  const title = v.t('report.editOf', { ref: report.ref });
  const base = `/reports/${report.ref}`;
  return show(
    c,
    { title, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} />
      <FactsForm
        v={v}
        form={form}
        action={`${base}/edit`}
        cancelHref={base}
        submit={v.t('form.save')}
        version={versionOf(form, report.version)}
        choices={{ bodies: await bodyChoices(v.db).execute() }}
      />
    </>,
  );
};

/** In the reader's language, or in the one that the address names. */
const filePage = async (c: PageContext, report: WholeReport, format: FileFormat, reading?: Reading) => {
  const v = visit(c);
  const { content, ...around } = await readReport(v.db, v.actor, report);
  const file = await fileOf(reading ?? v, content, { ...around, address: addressOf(v.services.baseUrl, report.ref) }, format);
  return sendFile(c, file, `${report.ref}-${(reading ?? v).language}`);
};

/** The rows behind a figure, or one row with what lies inside it. */
const rowsPage = async (c: PageContext, report: WholeReport) => {
  const v = visit(c);
  const { t } = v;
  const { content } = await readReport(v.db, v.actor, report);
  const item = c.req.query('item');
  const figure = figureNames.find((name) => name === c.req.query('figure')) ?? ('issues' satisfies FigureName);
  const rows = item ? content.items.filter((row) => row.ref === item || row.parent === item) : rowsOf(content, figure);
  const present = new Set(
    (
      await presentItems(
        v.db as AnyReads,
        rows.map(({ ref }) => ref),
      )
    ).map(({ ref }) => ref),
  );
  const title = item ? t('report.rowsOf', { ref: item }) : t(`report.figure.${figure}`);
  return show(
    c,
    { title: `${title} · ${report.ref}`, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} lead={t('report.rowsLead', { day: t.day(content.asAt) })} />
      {!item && <p class="small quiet">{t(`report.definition.${figure}`)}</p>}
      {rows.length === 0 ? (
        <EmptyState title={t('report.noRows')} />
      ) : (
        <RowsTable v={v} content={content} rows={rows} present={present} caption={title} />
      )}
      {content.report.source === null && (
        <p class="small">
          <a href={`/plans?on=${content.asAt}`}>{t('report.planThen', { day: t.day(content.asAt) })}</a>
        </p>
      )}
    </>,
  );
};

/** Of the texts only those who wrote them see how they became; the steps are everybody's. */
const historyPage = async (c: PageContext, report: WholeReport) => {
  const v = visit(c);
  const tables = ['report_step', 'report_erratum', 'report_question', 'report_snapshot', ...(report.may_write ? ['report_section'] : [])];
  const rows = [
    ...(report.may_write ? [{ table: 'report', id: report.id }] : []),
    ...tables.map((table) => ({ table, of: 'report_id', id: report.id })),
  ];
  const before = Number(c.req.query('before') ?? 0);
  const entries = await historyOf(v.db, rows, { limit: 50, actor: v.actor, ...(before > 0 ? { before } : {}) });
  const last = entries.at(-1);
  const title = v.t('report.historyOf', { ref: report.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} />
      <HistoryView
        v={v}
        entries={entries}
        more={entries.length === 50 && last ? { href: `?before=${last.id}`, label: v.t('history.older') } : undefined}
      />
    </>,
  );
};
