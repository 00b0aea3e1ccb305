import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { CardGrid } from '../../../platform/ui/doors/doors.tsx';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { addReview, changeReview } from './commands.ts';
import { ReviewForm } from './forms.tsx';
import { reviewOf } from './here.ts';
import { listReviews, type WholeReview } from './queries.ts';
import { ShortText } from './views.tsx';

/** The reviews themselves: all of them, a new one, and changing one. */
export const reviewPages = (app: Pages): void => {
  app.get('/reviews', (c) => reviewsPage(c));
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
};

const reviewsPage = async (c: PageContext) => {
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
