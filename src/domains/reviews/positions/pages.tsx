import { type HistoryEntry, historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { contentDisposition, fileName } from '../../../platform/documents/file-name.ts';
import { type FormatName, formats } from '../../../platform/documents/formats.ts';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ButtonLink, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Stance, StatusChip } from '../../../platform/ui/status/status.tsx';
import { recommendationOf, reviewOf, trail } from '../recommendations/here.ts';
import { type WholeRecommendation, type WholeReview, wordsOfReviews } from '../recommendations/queries.ts';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { consultPosition, draftPosition, finaliseAnswer, finalisePosition, reopenPosition } from './commands.ts';
import { letterOf } from './letter.ts';
import { matrixPages } from './matrix-pages.tsx';
import { answerOf, cellOf } from './queries.ts';
import { AnswerLines, DecisionFacts, DecisionForm, DraftForm, stanceLook } from './views.tsx';

export const pages = (app: Pages): void => {
  matrixPages(app);
  app.get('/reviews/:ref/answers/:body', async (c) => answerPage(c, await reviewOf(c), emptyForm()));
  app.post('/reviews/:ref/answers/:body', async (c) => {
    const review = await reviewOf(c);
    const body = c.req.param('body');
    return submit(c, finaliseAnswer, {
      more: { review: review.ref, body },
      done: () => `/reviews/${review.ref}/answers/${body}`,
      again: (form) => answerPage(c, review, form),
      flash: 'position.answerFinalised',
    });
  });
  for (const format of ['html', 'pdf', 'docx', 'md', 'txt'] as const)
    app.get(`/reviews/:ref/answers/:body/letter.${format}`, async (c) => letter(c, await reviewOf(c), format));

  app.get('/recommendations/:ref/positions/:body', async (c) => cellPage(c, await recommendationOf(c)));
  app.get('/recommendations/:ref/positions/:body/edit', async (c) => draftPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/positions/:body/edit', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, draftPosition, {
      ...here(c, recommendation),
      again: (form) => draftPage(c, recommendation, form),
      flash: 'position.saved',
    });
  });
  app.post('/recommendations/:ref/positions/:body/consultation', async (c) =>
    submit(c, consultPosition, here(c, await recommendationOf(c))),
  );
  app.post('/recommendations/:ref/positions/:body/decision', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, finalisePosition, {
      ...here(c, recommendation),
      again: (form) => cellPage(c, recommendation, form),
      flash: 'position.finalised',
    });
  });
  app.post('/recommendations/:ref/positions/:body/reopening', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, reopenPosition, { ...here(c, recommendation), again: (form) => cellPage(c, recommendation, form) });
  });
};

const here = (c: PageContext, recommendation: WholeRecommendation) => {
  const body = c.req.param('body') ?? '';
  return { more: { recommendation: recommendation.ref, body }, done: () => `/recommendations/${recommendation.ref}/positions/${body}` };
};

const bodyHere = async (c: PageContext, v: Visit, recommendationId: number) => {
  const cell = await cellOf(v.db, v.actor, recommendationId, c.req.param('body') ?? '');
  if (!cell) throw notFound('body.unknown', { ref: c.req.param('body') ?? '' });
  return cell;
};

const cellPage = async (c: PageContext, recommendation: WholeRecommendation, form?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const [terms, { body, position }] = await Promise.all([wordsOfReviews(v.db), bodyHere(c, v, recommendation.id)]);
  const whole = position ? await historyOf(v.db, [{ table: 'position', id: position.id }], { limit: 30 }) : [];
  const history = body.may_draft ? whole : forStrangers(whole);
  const name = textIn(body.name, v.languages).text;
  const base = `/recommendations/${recommendation.ref}/positions/${body.ref}`;
  return show(
    c,
    { title: t('position.of', { body: body.acronym ?? name, ref: recommendation.ref }), breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle
        title={t('position.of', { body: name, ref: recommendation.ref })}
        lead={<ShortText v={v} text={recommendation.title} />}
        actions={
          body.may_draft &&
          position?.state !== 'final' && (
            <ButtonLink href={`${base}/edit`} primary edit>
              {position ? t('position.edit') : t('position.begin')}
            </ButtonLink>
          )
        }
      />
      {!position ? (
        <EmptyState title={t('position.noneYet')} text={t('position.noneYetHint', { body: name })} />
      ) : (
        <>
          <p class="row">
            <Stance {...stanceLook(terms, position.stance, v)} />
            <StatusChip tone={position.state === 'final' ? 'done' : 'waiting'} label={t(`position.state.${position.state}`)} />
          </p>
          {position.stale && (
            <Notice
              t={t}
              tone="attention"
              text={t('position.staleHint')}
              action={{ href: `/recommendations/${recommendation.ref}/history`, label: t('recommendation.wholeHistory') }}
            />
          )}
          {position.comment ? <LongText v={v} text={position.comment} /> : <p class="quiet">{t('position.noComment')}</p>}
          <DecisionFacts v={v} position={position} />
          {body.may_draft && position.state === 'drafting' && (
            <ButtonForm action={`${base}/consultation`} version={position.version}>
              {t('position.consult')}
            </ButtonForm>
          )}
          {body.may_finalise && position.state !== 'final' && (
            <Disclosure summary={t('position.finalise')} open={form !== undefined}>
              <DecisionForm
                v={v}
                form={form ?? emptyForm()}
                action={`${base}/decision`}
                version={position.version}
                submit={t('position.finalise')}
              />
            </Disclosure>
          )}
          {body.may_finalise && position.state === 'final' && (
            <Disclosure summary={t('position.reopen')} open={form !== undefined}>
              <Form action={`${base}/reopening`} version={position.version}>
                <Field
                  t={t}
                  name="reason"
                  label={t('recommendation.reason')}
                  control="text"
                  required
                  error={form ? t('archive.reasonNeeded') : undefined}
                />
                <Actions t={t} submit={t('position.reopen')} />
              </Form>
            </Disclosure>
          )}
          {history.length > 0 && (
            <Section title={t('recommendation.history')}>
              <HistoryView v={v} entries={history} />
            </Section>
          )}
        </>
      )}
    </>,
  );
};

/** What strangers see of a position's history: that it was decided and reopened, and with which words, never the drafts before. */
const forStrangers = (history: readonly HistoryEntry[]): HistoryEntry[] =>
  history.flatMap((entry) => {
    if (entry.command !== 'position.takeIn') return decisions.has(entry.command) ? [entry] : [];
    const decided = entry.changes.some((change) => change.field === 'state' && change.after === 'final');
    // A document that decides may take the place of a draft: then only what it says is told, as if nothing had stood there.
    return decided ? [{ ...entry, changes: entry.changes.map((change) => ({ ...change, op: 'insert' as const, before: null })) }] : [];
  });

const decisions = new Set(['position.finalise', 'answer.finalise', 'position.reopen']);

const draftPage = async (c: PageContext, recommendation: WholeRecommendation, form?: FormState) => {
  const v = visit(c);
  const [terms, { body, position }] = await Promise.all([wordsOfReviews(v.db), bodyHere(c, v, recommendation.id)]);
  const base = `/recommendations/${recommendation.ref}/positions/${body.ref}`;
  const title = v.t('position.draftOf', { body: body.acronym ?? textIn(body.name, v.languages).text, ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      {recommendation.text && (
        <Disclosure summary={v.t('recommendation.text')}>
          <LongText v={v} text={recommendation.text} />
        </Disclosure>
      )}
      <DraftForm
        v={v}
        form={form ?? emptyForm({ stance: position?.stance ?? '', comment: position?.comment })}
        terms={terms}
        action={`${base}/edit`}
        version={position?.version}
        cancelHref={base}
      />
    </>,
  );
};

const answerData = async (c: PageContext, v: Visit, review: WholeReview) => {
  const { body } = await bodyHere(c, v, 0);
  const [terms, lines] = await Promise.all([wordsOfReviews(v.db), answerOf(v.db, v.actor, review.id, body.id)]);
  return { body, terms, lines };
};

const answerPage = async (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const { body, terms, lines } = await answerData(c, v, review);
  const base = `/reviews/${review.ref}/answers/${body.ref}`;
  const open = lines.filter((line) => line.stance && line.state !== 'final').length;
  const title = t('letter.of', { body: textIn(body.name, v.languages).text });
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/reviews', label: t('review.all') },
        { href: `/reviews/${review.ref}`, label: review.ref },
      ],
    },
    <>
      <PageTitle
        title={title}
        lead={<ShortText v={v} text={review.title} />}
        actions={(['html', 'pdf', 'docx'] as const).map((format) => (
          <ButtonLink href={`${base}/letter.${format}`}>{t('letter.as', { format: format.toUpperCase() })}</ButtonLink>
        ))}
      />
      {open > 0 && body.may_finalise && (
        <Disclosure summary={t('position.finaliseAll', { count: open })} open={form.problems.length > 0}>
          <DecisionForm v={v} form={form} action={base} submit={t('position.finaliseAll', { count: open })} />
        </Disclosure>
      )}
      <AnswerLines v={v} lines={lines} terms={terms} />
    </>,
  );
};

const letter = async (c: PageContext, review: WholeReview, format: FormatName) => {
  const v = visit(c);
  const { body, terms, lines } = await answerData(c, v, review);
  const written = formats[format];
  const document = letterOf(v, { review, body, lines, terms, to: c.req.query('to') });
  if (format === 'html') {
    const { raw } = await import('hono/html');
    return show(
      c,
      { title: document.title, breadcrumbs: [{ href: `/reviews/${review.ref}/answers/${body.ref}`, label: body.ref }] },
      raw(String(await written.write(document))),
    );
  }
  return c.body((await written.write(document)) as Uint8Array<ArrayBuffer>, 200, {
    'content-type': written.mediaType,
    'content-disposition': contentDisposition(fileName(`${review.ref}-${body.ref}`, written.extension, utc(v.now))),
  });
};

const utc = (now: string) => Temporal.Instant.from(now).toZonedDateTimeISO('UTC');
