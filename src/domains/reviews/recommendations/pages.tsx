import { type SqlBool, sql } from 'kysely';
import { type Actor, holdsEverywhere, holdsSomewhere } from '../../../platform/access/actor.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { termIn } from '../../../platform/terms/terms.ts';
import { CardGrid } from '../../../platform/ui/doors/doors.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ButtonLink, Form } from '../../../platform/ui/form/form.tsx';
import { Chips, Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { bodyTree } from '../../community/index.ts';
import {
  AnswersPart,
  answersOnQuestion,
  FeasibilityMeter,
  feasibilityOfQuestion,
  LinksPart,
  linksOfQuestion,
} from '../assessment/index.ts';
import { versionOf } from '../conflict.tsx';
import { mayReadRecommendation } from '../policy.ts';
import { positionsOnQuestion } from '../positions/queries.ts';
import { PositionsPart } from '../positions/views.tsx';
import { PriorityPart, priorityOfQuestion } from '../priorities/index.ts';
import { ReviewTabs } from '../tabs.tsx';
import {
  addRecommendation,
  addReview,
  archiveRecommendation,
  changeRecommendation,
  changeReview,
  reviveRecommendation,
} from './commands.ts';
import { recommendationOf, reviewOf, trail } from './here.ts';
import {
  listReviews,
  recommendationByRef,
  recommendationRegister,
  type WholeRecommendation,
  type WholeReview,
  wordsOfReviews,
} from './queries.ts';
import { LongText, RecommendationForm, ReviewForm, ShortText } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/reviews', async (c) => {
    const v = visit(c);
    const reviews = await listReviews(v.db, v.actor);
    const manages = holdsEverywhere(v.actor, 'review.manage');
    return show(
      c,
      { title: v.t('review.all') },
      <>
        <PageTitle
          title={v.t('review.all')}
          lead={v.t('review.lead')}
          actions={
            manages && (
              <>
                <ButtonLink href="/imports">{v.t('review.import')}</ButtonLink>
                <ButtonLink href="/reviews/new" primary>
                  {v.t('review.add')}
                </ButtonLink>
              </>
            )
          }
        />
        {reviews.length === 0 ? (
          <EmptyState title={v.t('review.none')} text={v.t('review.noneHint')} />
        ) : (
          <CardGrid
            cards={reviews.map((review) => ({
              title: <ShortText v={v} text={review.title} />,
              href: `/reviews/${review.ref}`,
              meta: [
                review.ref,
                review.published_on ? v.t.day(review.published_on) : '',
                review.state === 'open' ? '' : v.t(`review.state.${review.state}`),
              ]
                .filter(Boolean)
                .join(' · '),
              text: v.t('review.counts', {
                recommendations: Number(review.recommendations ?? 0),
                positions: Number(review.final_positions ?? 0),
              }),
            }))}
          />
        )}
      </>,
    );
  });
  app.get('/reviews/new', (c) => newReviewPage(c, emptyForm({ state: 'open' })));
  app.post('/reviews', (c) =>
    submit(c, addReview, { done: ({ ref }) => `/reviews/${ref}`, again: (form) => newReviewPage(c, form), flash: 'review.added' }),
  );
  app.get('/reviews/:ref/edit', async (c) => {
    const review = await reviewOf(c);
    return editReviewPage(c, review, emptyForm({ ...review, publishedOn: review.published_on, sourceUrl: review.source_url }));
  });
  app.post('/reviews/:ref/edit', async (c) => {
    const review = await reviewOf(c);
    return submit(c, changeReview, {
      more: { ref: review.ref },
      done: ({ ref }) => `/reviews/${ref}`,
      again: (form) => editReviewPage(c, review, form),
      flash: 'review.changed',
    });
  });
  app.get('/reviews/:ref/recommendations/new', async (c) => newRecommendationPage(c, await reviewOf(c), emptyForm()));
  app.post('/reviews/:ref/recommendations', async (c) => {
    const review = await reviewOf(c);
    return submit(c, addRecommendation, {
      more: { review: review.ref },
      done: ({ ref }) => `/recommendations/${ref}`,
      again: (form) => newRecommendationPage(c, review, form),
      flash: 'recommendation.added',
    });
  });

  serveList(app, '/recommendations', async (v) => recommendationRegister(await wordsOfReviews(v.db)), {
    lead: (v) => v.t('recommendation.registerLead'),
    head: (v, query) => {
      const [ref, ...others] = query.getAll('review');
      return ref && others.length === 0 && <ReviewTabs v={v} review={{ ref }} current="register" />;
    },
    actions: (v) => holdsEverywhere(v.actor, 'review.manage') && <ButtonLink href="/imports">{v.t('review.import')}</ButtonLink>,
  });
  app.get('/recommendations/:ref', async (c) => {
    const v = visit(c);
    const recommendation = await recommendationByRef(v.db, v.actor, c.req.param('ref'));
    if (!recommendation) throw notFound('recommendation.notFound', { ref: c.req.param('ref') });
    // A former name answers with the way to the present one.
    if (recommendation.ref !== c.req.param('ref')) return c.redirect(`/recommendations/${recommendation.ref}`, 301);
    return recommendationPage(c, recommendation);
  });
  app.get('/recommendations/:ref/history', async (c) => {
    const v = visit(c);
    const recommendation = await recommendationOf(c);
    const before = Number(c.req.query('before') ?? 0);
    const entries = await historyOf(v.db, historyRows(recommendation.id, v.actor), {
      limit: 50,
      ...(before > 0 && Number.isSafeInteger(before) ? { before } : {}),
    });
    const last = entries.at(-1);
    return show(
      c,
      { title: v.t('recommendation.historyOf', { ref: recommendation.ref }), breadcrumbs: trail(v, recommendation, true) },
      <>
        <PageTitle title={v.t('recommendation.historyOf', { ref: recommendation.ref })} />
        <HistoryView
          v={v}
          entries={entries}
          more={entries.length === 50 && last ? { href: `?before=${last.id}`, label: v.t('history.older') } : undefined}
        />
      </>,
    );
  });
  app.get('/recommendations/:ref/edit', async (c) => {
    const recommendation = await recommendationOf(c);
    return editRecommendationPage(
      c,
      recommendation,
      emptyForm({
        ...recommendation,
        ownerClass: recommendation.owner_class,
        coordinationClass: recommendation.coordination_class,
        addressees: recommendation.addressees.map((body) => body.ref),
      }),
    );
  });
  app.post('/recommendations/:ref/edit', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, changeRecommendation, {
      more: { ref: recommendation.ref },
      done: ({ ref }) => `/recommendations/${ref}`,
      again: (form) => editRecommendationPage(c, recommendation, form),
      flash: 'recommendation.changed',
    });
  });
  app.post('/recommendations/:ref/archive', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, archiveRecommendation, {
      more: { ref: recommendation.ref },
      done: ({ ref }) => `/recommendations/${ref}`,
      again: () => recommendationPage(c, recommendation, true),
    });
  });
  app.post('/recommendations/:ref/revive', async (c) =>
    submit(c, reviveRecommendation, { more: { ref: c.req.param('ref') }, done: ({ ref }) => `/recommendations/${ref}` }),
  );
};

/** What belongs to the public history of a recommendation. Positions have their own, for their drafts are not public. */
const historyRows = (id: number, actor: Actor) => [
  { table: 'recommendation', id },
  { table: 'addressee', of: 'recommendation_id', id },
  { table: 'feasibility', of: 'recommendation_id', id },
  { table: 'answer', of: 'recommendation_id', id },
  { table: 'agreed_priority', of: 'recommendation_id', id },
  {
    table: 'recommendation_link',
    of: 'from_id',
    id,
    only: sql<SqlBool>`recommendation_link.to_id in (select recommendation.id from recommendation where ${mayReadRecommendation(actor)})`,
  },
];

const recommendationPage = async (c: PageContext, recommendation: WholeRecommendation, reasonMissing = false) => {
  const v = visit(c);
  const { t } = v;
  const [terms, { positions, answers, feasibility, links, priority }, history] = await Promise.all([
    wordsOfReviews(v.db),
    together(v.db, {
      positions: positionsOnQuestion(v.db, v.actor, recommendation.id),
      answers: answersOnQuestion(v.db, v.actor, recommendation.id),
      feasibility: feasibilityOfQuestion(v.db, v.actor, recommendation.id),
      links: linksOfQuestion(v.db, v.actor, recommendation.id),
      priority: priorityOfQuestion(v.db, v.actor, recommendation.id),
    }),
    historyOf(v.db, historyRows(recommendation.id, v.actor), { limit: 5 }),
  ]);
  const title = textIn(recommendation.title, v.languages);
  return show(
    c,
    { title: `${recommendation.ref} ${title.text}`, breadcrumbs: trail(v, recommendation) },
    <RecordPage
      t={t}
      title={<ShortText v={v} text={recommendation.title} />}
      reference={recommendation.ref}
      {...(recommendation.archived_at ? { status: { tone: 'off' as const, label: t('recommendation.archived') } } : {})}
      marks={
        recommendation.aliases.length > 0 && (
          <span class="quiet">{t('recommendation.formerly', { names: t.list(recommendation.aliases.map((alias) => alias.text)) })}</span>
        )
      }
      facts={[
        {
          label: t('recommendation.review'),
          value: (
            <a href={`/reviews/${recommendation.review_ref}`}>
              <ShortText v={v} text={recommendation.review_title} />
            </a>
          ),
        },
        { label: t('recommendation.number'), value: recommendation.number },
        { label: t('recommendation.page'), value: recommendation.page },
        {
          label: t('recommendation.addressees'),
          value: recommendation.addressees.length > 0 && (
            <Chips
              items={recommendation.addressees.map((body) => ({
                label: body.acronym ?? textIn(body.name, v.languages).text,
                href: `/bodies/${body.ref}`,
              }))}
            />
          ),
        },
        {
          label: t('recommendation.themes'),
          value: recommendation.themes.length > 0 && (
            <Chips
              items={recommendation.themes.map((theme) => ({
                label: termIn(terms, 'theme', theme, v.languages),
                href: `/recommendations?theme=${theme}`,
              }))}
            />
          ),
        },
        { label: t('recommendation.owner'), value: termIn(terms, 'owner', recommendation.owner_class, v.languages) },
        { label: t('recommendation.coordination'), value: termIn(terms, 'coordination', recommendation.coordination_class, v.languages) },
        { label: t('recommendation.priority'), value: recommendation.priority && t(`priority.${recommendation.priority}`) },
      ]}
      actions={
        recommendation.may_edit &&
        (recommendation.archived_at ? (
          <ButtonForm action={`/recommendations/${recommendation.ref}/revive`}>{t('recommendation.revive')}</ButtonForm>
        ) : (
          <ButtonLink href={`/recommendations/${recommendation.ref}/edit`} edit>
            {t('recommendation.edit')}
          </ButtonLink>
        ))
      }
      aside={
        <>
          {priority[0] && <PriorityPart v={v} recommendation={recommendation} priority={priority[0]} />}
          <LinksPart v={v} recommendation={recommendation} links={links} mayManage={Boolean(recommendation.may_edit)} />
          <Section title={t('recommendation.plan')}>
            <p>
              <a href={`/plans?recommendation=${recommendation.ref}`}>{t('recommendation.planHint')}</a>
            </p>
            {holdsSomewhere(v.actor, 'plan.manage') && !recommendation.archived_at && (
              <p>
                <a href={`/plans/items/new?recommendation=${recommendation.ref}`}>{t('recommendation.planAdd')}</a>
              </p>
            )}
          </Section>
          <Section title={t('recommendation.history')}>
            <HistoryView
              v={v}
              entries={history}
              more={{ href: `/recommendations/${recommendation.ref}/history`, label: t('recommendation.wholeHistory') }}
            />
          </Section>
          {recommendation.may_edit && !recommendation.archived_at && (
            <Disclosure summary={t('recommendation.archive')} open={reasonMissing}>
              <Form action={`/recommendations/${recommendation.ref}/archive`} version={recommendation.version}>
                <Field
                  t={t}
                  name="reason"
                  label={t('recommendation.reason')}
                  control="text"
                  required
                  error={reasonMissing ? t('archive.reasonNeeded') : undefined}
                />
                <Actions t={t} submit={t('recommendation.archive')} danger />
              </Form>
            </Disclosure>
          )}
        </>
      }
    >
      {recommendation.archived_at && (
        <Notice
          t={t}
          tone="attention"
          text={t('recommendation.archivedBecause', {
            day: t.day(recommendation.archived_at.slice(0, 10)),
            reason: recommendation.archived_reason ?? '',
          })}
        />
      )}
      {recommendation.text ? (
        <LongText v={v} text={recommendation.text} />
      ) : (
        <p class="quiet">
          {t('recommendation.noText')} {recommendation.source_url && <a href={recommendation.source_url}>{t('recommendation.source')}</a>}
        </p>
      )}
      <PositionsPart v={v} recommendation={recommendation} positions={positions} terms={terms} />
      <AnswersPart v={v} recommendation={recommendation} answers={answers} mayRecord={holdsSomewhere(v.actor, 'answer.record')} />
      {feasibility[0] && <FeasibilityMeter v={v} recommendation={recommendation} feasibility={feasibility[0]} />}
    </RecordPage>,
  );
};

const newReviewPage = (c: PageContext, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('review.add'), breadcrumbs: [{ href: '/reviews', label: v.t('review.all') }] },
    <>
      <PageTitle title={v.t('review.add')} />
      <ReviewForm v={v} form={form} action="/reviews" cancelHref="/reviews" submit={v.t('review.add')} known={false} />
    </>,
  );
};

const editReviewPage = (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('review.edit', { ref: review.ref }), breadcrumbs: [{ href: `/reviews/${review.ref}`, label: review.ref }] },
    <>
      <PageTitle title={v.t('review.edit', { ref: review.ref })} />
      <ReviewForm
        v={v}
        form={form}
        action={`/reviews/${review.ref}/edit`}
        cancelHref={`/reviews/${review.ref}`}
        submit={v.t('form.save')}
        version={versionOf(form, review.version)}
        known
      />
    </>,
  );
};

const formChoices = async (v: Visit) => {
  const [terms, bodies] = await Promise.all([wordsOfReviews(v.db), bodyTree(v.db, v.actor)]);
  return { terms, bodies: bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, v.languages).text })) };
};

const newRecommendationPage = async (c: PageContext, review: WholeReview, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('recommendation.add'), breadcrumbs: [{ href: `/reviews/${review.ref}`, label: review.ref }] },
    <>
      <PageTitle title={v.t('recommendation.add')} />
      <RecommendationForm
        v={v}
        form={form}
        action={`/reviews/${review.ref}/recommendations`}
        cancelHref={`/reviews/${review.ref}`}
        submit={v.t('recommendation.add')}
        known={false}
        {...(await formChoices(v))}
      />
    </>,
  );
};

const editRecommendationPage = async (c: PageContext, recommendation: WholeRecommendation, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('recommendation.editOf', { ref: recommendation.ref }), breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={v.t('recommendation.editOf', { ref: recommendation.ref })} />
      <RecommendationForm
        v={v}
        form={form}
        action={`/recommendations/${recommendation.ref}/edit`}
        cancelHref={`/recommendations/${recommendation.ref}`}
        submit={v.t('form.save')}
        version={versionOf(form, recommendation.version)}
        known
        {...(await formChoices(v))}
      />
    </>,
  );
};
