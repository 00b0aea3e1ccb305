import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { writeTable } from '../../../platform/documents/tables/write.ts';
import { sendFile } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Filters, LinkMenu } from '../../../platform/ui/list/list.tsx';
import { Matrix } from '../../../platform/ui/matrix/matrix.tsx';
import { Disclosure, Pager } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { reviewOf } from '../recommendations/here.ts';
import { type WholeReview, wordsOfReviews } from '../recommendations/queries.ts';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { ReviewTabs } from '../tabs.tsx';
import {
  type BodyOnReview,
  bodiesOnReview,
  type MatrixFilter,
  matrixFilters,
  matrixPageOf,
  matrixRowsQuestion,
  type Narrowing,
} from './matrix-queries.ts';
import { BodyAsked, matrixOf } from './matrix-views.tsx';
import { nameOf } from './views.tsx';

export const matrixPages = (app: Pages): void => {
  app.get('/reviews/:ref', async (c) => matrixPage(c, await reviewOf(c)));
  for (const format of ['csv', 'xlsx', 'json'] as const)
    app.get(`/reviews/:ref/matrix.${format}`, async (c) => matrixFile(c, await reviewOf(c), format));
};

/** What the address says: which rows, which bodies besides those that have answered, which page. */
interface Asked {
  only: readonly MatrixFilter[];
  bodies: readonly string[];
  page: number;
  whole: boolean;
}

const askedOf = (c: PageContext): Asked => ({
  only: matrixFilters.filter((one) => c.req.queries('only')?.includes(one)),
  bodies: [...new Set(c.req.queries('body')?.map((name) => name.trim().slice(0, 120)))].filter(Boolean).slice(0, 20),
  page: Math.max(1, Math.min(10_000, Math.trunc(Number(c.req.query('page') ?? 1)) || 1)),
  whole: c.req.query('per') === 'all',
});

const addressOf = (base: string, { only = [], bodies = [], page = 1, whole = false }: Partial<Asked>): string => {
  const query = new URLSearchParams([
    ...fieldsOf({ only, bodies }),
    ...(page > 1 ? [['page', String(page)]] : []),
    ...(whole ? [['per', 'all']] : []),
  ]);
  return query.size > 0 ? `${base}?${query}` : base;
};

const fieldsOf = ({ only, bodies }: Pick<Asked, 'only' | 'bodies'>): [string, string][] => [
  ...only.map((one): [string, string] => ['only', one]),
  ...bodies.map((one): [string, string] => ['body', one]),
];

/** As many rows as keep a page light: fifty, and fewer where many bodies have answered. */
const rowsFor = (columns: number): number => Math.max(10, Math.min(50, Math.floor(1000 / Math.max(1, columns))));

const matrixPage = async (c: PageContext, review: WholeReview) => {
  const v = visit(c);
  const { t } = v;
  const asked = askedOf(c);
  const [terms, bodies] = await Promise.all([wordsOfReviews(v.db), bodiesOnReview(v.db, v.actor, review.id, asked.bodies)]);
  const perPage = asked.whole ? 1000 : rowsFor(bodies.length);
  const { rows, counts, total } = await matrixPageOf(v.db, v.actor, review.id, {
    ...narrowingOf(terms, bodies, asked.only),
    page: asked.page,
    perPage,
  });
  const base = `/reviews/${review.ref}`;
  return show(
    c,
    {
      title: textIn(review.title, v.languages).text,
      breadcrumbs: [{ href: '/reviews', label: t('review.all') }],
      alternates: [{ type: 'text/csv', href: `${base}/matrix.csv`, title: 'CSV' }],
    },
    <>
      <PageTitle
        title={<ShortText v={v} text={review.title} />}
        lead={[review.ref, review.examiner, review.published_on && t.day(review.published_on)].filter(Boolean).map((part, at) => (
          <>
            {at > 0 && ' · '}
            <bdi>{part}</bdi>
          </>
        ))}
        actions={
          <>
            {review.may_manage && <ButtonLink href={`${base}/recommendations/new`}>{t('recommendation.add')}</ButtonLink>}
            {review.may_manage && (
              <ButtonLink href={`${base}/edit`} edit>
                {t('recommendation.edit')}
              </ButtonLink>
            )}
          </>
        }
      />
      {review.description && <LongText v={v} text={review.description} />}
      <ReviewTabs v={v} review={review} current="matrix" />
      {total === 0 && asked.only.length === 0 ? (
        <EmptyState title={t('recommendation.none')} text={t('recommendation.noneHint')}>
          {review.may_manage && <a href={`/imports/new?kind=recommendations&review=${review.ref}`}>{t('review.import')}</a>}
        </EmptyState>
      ) : (
        <>
          <MatrixTools v={v} base={base} asked={asked} bodies={bodies} />
          {rows.length === 0 ? (
            <EmptyState title={t('matrix.nothing')} text={t('matrix.nothingHint')}>
              <a href={base}>{t('ui.filter.clear')}</a>
            </EmptyState>
          ) : (
            <>
              <Matrix {...matrixOf({ v, terms, rows, counts, bodies })} />
              {total > perPage && (
                <Pager
                  t={t}
                  from={(asked.page - 1) * perPage + 1}
                  to={(asked.page - 1) * perPage + rows.length}
                  total={total}
                  previousHref={asked.page > 1 ? addressOf(base, { ...asked, page: asked.page - 1 }) : undefined}
                  nextHref={asked.page * perPage < total ? addressOf(base, { ...asked, page: asked.page + 1 }) : undefined}
                />
              )}
            </>
          )}
        </>
      )}
    </>,
  );
};

/** Filters, whole answers, files, and the bodies for which the reader drafts. */
const MatrixTools = ({ v, base, asked, bodies }: { v: Visit; base: string; asked: Asked; bodies: readonly BodyOnReview[] }) => {
  const { t } = v;
  const mine = bodies.filter((body) => body.may_draft);
  const unknown = asked.bodies.find((name) => !bodies.some((body) => isCalled(body, name)));
  return (
    <>
      <div class="row split toolbar">
        <Filters
          t={t}
          action={base}
          hidden={fieldsOf({ only: [], bodies: asked.bodies })}
          facets={[
            {
              name: 'only',
              label: t('matrix.only'),
              options: matrixFilters.map((value) => ({ value, label: t(`matrix.only.${value}`), checked: asked.only.includes(value) })),
            },
          ]}
        />
        <div class="row">
          {bodies.length > 0 && (
            <LinkMenu
              label={t('matrix.answers')}
              links={bodies.map((body) => ({ href: `${base}/answers/${body.ref}`, label: nameOf(body, v) }))}
            />
          )}
          <LinkMenu
            label={t('list.download')}
            links={[
              ...(['csv', 'xlsx', 'json'] as const).map((format) => ({
                href: addressOf(`${base}/matrix.${format}`, { only: asked.only, bodies: asked.bodies }),
                label: format.toUpperCase(),
              })),
              { href: addressOf(base, { ...asked, page: 1, whole: true }), label: t('list.printAll') },
            ]}
          />
        </div>
      </div>
      {mine.length > 0 && mine.length < 4 && (
        <p class="small quiet">
          {t('matrix.yours')}{' '}
          {mine.map((body, index) => (
            <>
              {index > 0 && ' · '}
              <a href={`${base}/answers/${body.ref}`}>{nameOf(body, v)}</a>
            </>
          ))}
        </p>
      )}
      {holdsSomewhere(v.actor, 'position.draft') && (
        <Disclosure summary={t('matrix.addBody')} open={unknown !== undefined}>
          <BodyAsked
            v={v}
            action={base}
            hidden={fieldsOf({ ...asked, bodies: asked.bodies.filter((name) => name !== unknown) })}
            unknown={unknown}
          />
        </Disclosure>
      )}
    </>
  );
};

const isCalled = ({ ref, acronym, name: { texts } }: BodyOnReview, name: string): boolean =>
  [ref, acronym, ...Object.values(texts)].some((word) => word?.toLowerCase() === name.toLowerCase());

const narrowingOf = (terms: Terms, bodies: readonly BodyOnReview[], only: readonly MatrixFilter[]): Narrowing => ({
  only,
  bodies: bodies.length,
  against: [...(terms.get('stance')?.values() ?? [])].filter(({ tone }) => tone === 'problem').map(({ key }) => key),
});

/** The matrix as a table: one row per recommendation, a column for the stance of each body. */
const matrixFile = async (c: PageContext, review: WholeReview, format: 'csv' | 'xlsx' | 'json') => {
  const v = visit(c);
  const asked = askedOf(c);
  const [terms, bodies] = await Promise.all([wordsOfReviews(v.db), bodiesOnReview(v.db, v.actor, review.id, asked.bodies)]);
  const rows = await matrixRowsQuestion(v.db, v.actor, review.id, narrowingOf(terms, bodies, asked.only)).execute();
  const file = await writeTable(format, {
    title: textIn(review.title, v.languages).text,
    locale: v.language,
    exportedAt: v.now,
    columns: [
      { key: 'ref', title: v.t('recommendation.ref'), kind: 'text' },
      { key: 'title', title: v.t('recommendation.title'), kind: 'text' },
      ...bodies.map((body) => ({ key: body.ref, title: body.acronym ?? body.ref, kind: 'text' as const })),
    ],
    rows: rows.map((recommendation) => {
      const stanceOf = new Map(recommendation.positions.map(({ body_id, stance }) => [body_id, stance]));
      return {
        ref: recommendation.ref,
        title: textIn(recommendation.title, v.languages).text,
        ...Object.fromEntries(bodies.map((body) => [body.ref, termIn(terms, 'stance', stanceOf.get(body.id) ?? null, v.languages)])),
      };
    }),
  });
  return sendFile(c, file, `matrix-${review.ref}`);
};
