import { together } from '../../../platform/db/together.ts';
import { type Column, type Row, type TableFormat, tableFormats, writeTable } from '../../../platform/documents/tables/write.ts';
import { sendFile } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Filters, LinkMenu } from '../../../platform/ui/list/list.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { reviewOf } from '../recommendations/here.ts';
import { type WholeReview, wordsOfReviews } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { ReviewTabs } from '../tabs.tsx';
import { bodiesToAskQuestion } from './queries.ts';
import { sheetOf, stagesOfQuestion } from './sheet.ts';
import { SheetTable, StageForm, StageHistory } from './sheet-views.tsx';
import { removeStage, setStage } from './stage-commands.ts';
import { said, saidNames } from './triage.ts';
import { bodyLabel } from './views.tsx';

export const sheetPages = (app: Pages): void => {
  app.get('/reviews/:ref/triage', async (c) => sheetPage(c, await reviewOf(c), emptyForm()));
  for (const format of tableFormats) app.get(`/reviews/:ref/triage.${format}`, async (c) => sheetFile(c, await reviewOf(c), format));
  app.post('/reviews/:ref/triage/stages', async (c) => {
    const review = await reviewOf(c);
    return submit(c, setStage, {
      more: { review: review.ref },
      done: () => `/reviews/${review.ref}/triage`,
      again: (form) => sheetPage(c, review, form),
      flash: 'triage.stageSet',
    });
  });
  app.post('/reviews/:ref/triage/stages/:stage/removal', (c) =>
    submit(c, removeStage, {
      more: { stage: c.req.param('stage') },
      done: ({ review }) => `/reviews/${review}/triage`,
      flash: 'triage.stageRemoved',
    }),
  );
};

/** The day of the address, today where it names none that was. */
const dayOf = (c: PageContext): string => {
  const { today } = visit(c);
  const asked = dayNamed(c.req.query('on'));
  return asked && asked <= today ? asked : today;
};

const sheetPage = async (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const on = dayOf(c);
  const [sheet, terms, { stages, bodies }] = await Promise.all([
    sheetOf(v.db, v.actor, review.id, on),
    wordsOfReviews(v.db),
    together(v.db, { stages: stagesOfQuestion(v.db, v.actor, review.id), bodies: bodiesToAskQuestion(v.db, v.actor) }),
  ]);
  const suffix = on === v.today ? '' : `?on=${on}`;
  return show(
    c,
    {
      title: t('triage.sheetOf', { ref: review.ref }),
      breadcrumbs: [
        { href: '/reviews', label: t('review.all') },
        { href: `/reviews/${review.ref}`, label: review.ref },
      ],
    },
    <>
      <PageTitle
        title={t('triage.sheetOf', { ref: review.ref })}
        lead={<ShortText v={v} text={review.title} />}
        actions={
          <>
            <a href={`/triage?review=${review.ref}`}>{t('triage.toRegister')}</a>
            {bodies.length > 0 && <ButtonLink href={`/triage/new?review=${review.ref}`}>{t('triage.propose')}</ButtonLink>}
            <LinkMenu
              label={t('triage.download')}
              links={tableFormats.map((format) => ({
                href: `/reviews/${review.ref}/triage.${format}${suffix}`,
                label: format.toUpperCase(),
              }))}
            />
          </>
        }
      />
      <ReviewTabs v={v} review={review} current="triage" />
      <Filters t={t} action={`/reviews/${review.ref}/triage`}>
        <label class="row">
          <span>{t('triage.stagesOn')}</span>
          <input class="control" type="date" name="on" value={on} max={v.today} />
        </label>
      </Filters>
      {sheet.bodies.length === 0 ? (
        <EmptyState title={t('triage.sheetEmpty')} text={t('triage.sheetEmptyHint')} />
      ) : (
        <SheetTable v={v} sheet={sheet} terms={terms} />
      )}
      {stages.length > 0 && <StageHistory v={v} review={review} stages={stages} />}
      {bodies.length > 0 && (
        <StageForm
          v={v}
          review={review}
          form={form}
          bodies={bodies.map((body) => ({
            value: body.ref,
            label: bodyLabel(v, { ...body, parent: body.parent_acronym ?? body.parent_ref }),
          }))}
        />
      )}
    </>,
  );
};

/** One line per recommendation, six columns per body: what is said, and where the body stands on that day. */
const sheetFile = async (c: PageContext, review: WholeReview, format: TableFormat) => {
  const v = visit(c);
  const { t } = v;
  const sheet = await sheetOf(v.db, v.actor, review.id, dayOf(c));
  const plain = c.req.query('headings') === 'keys';
  const head = (body: string, key: string, word: string) => (plain ? `${body}.${key}` : t('triage.columnOf', { body, field: word }));
  const columns: Column[] = [
    ...(['ref', 'number', 'title'] as const).map((key) => ({ key, title: plain ? key : t(`triage.column.${key}`), kind: 'text' as const })),
    ...sheet.bodies.flatMap((body): Column[] => [
      ...saidNames.map((name) => ({ key: `${body.ref}.${name}`, title: head(body.ref, name, t(`triage.${name}`)), kind: 'text' as const })),
      { key: `${body.ref}.stage`, title: head(body.ref, 'stage', t('triage.stage')), kind: 'text' },
      { key: `${body.ref}.stageOn`, title: head(body.ref, 'stageOn', t('triage.asOf')), kind: 'day' },
    ]),
  ];
  const rows = sheet.rows.map(
    (row): Row => ({
      ref: row.ref,
      number: row.number,
      title: textIn(row.title, v.languages).text,
      ...Object.fromEntries(
        sheet.bodies.flatMap((body) => {
          const cell = sheet.cell(row, body);
          return [
            ...saidNames.map((name) => [`${body.ref}.${name}`, cell?.[said[name]] ?? null]),
            [`${body.ref}.stage`, body.stage],
            [`${body.ref}.stageOn`, body.stageOn],
          ];
        }),
      ),
    }),
  );
  const file = await writeTable(format, {
    columns,
    rows,
    title: t('triage.sheetOf', { ref: review.ref }),
    bom: c.req.query('bom') === 'yes',
    locale: v.language,
    exportedAt: v.now,
  });
  return sendFile(c, file, `triage-${review.ref}`);
};
