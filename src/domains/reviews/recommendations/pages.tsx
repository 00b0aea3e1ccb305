import { holdsEverywhere, holdsSomewhere } from '../../../platform/access/actor.ts';
import { emptyForm, submit } from '../../../platform/http/submit.ts';
import { type Pages, visit } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { ReviewTabs } from '../tabs.tsx';
import { addRecommendation, archiveRecommendation, changeRecommendation, reviveRecommendation } from './commands.ts';
import { editRecommendationPage, newRecommendationPage } from './form-pages.tsx';
import { recommendationOf, reviewOf } from './here.ts';
import { historyPage } from './history-page.tsx';
import { namesakesPage } from './namesakes-page.tsx';
import { recommendationByRef, wordsOfReviews } from './queries.ts';
import { recommendationPage } from './record-page.tsx';
import { recommendationRegister } from './register.ts';
import { reviewPages } from './review-pages.tsx';

export const pages = (app: Pages): void => {
  reviewPages(app);
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
    actions: (v, query) => (
      <>
        {holdsSomewhere(v.actor, 'plan.manage') && (
          <ButtonLink href={`/plans/from-recommendations?${query}`}>{v.t('recommendation.planSeveral')}</ButtonLink>
        )}
        {holdsEverywhere(v.actor, 'review.manage') && <ButtonLink href="/imports">{v.t('review.import')}</ButtonLink>}
      </>
    ),
  });
  app.get('/recommendations/:ref', async (c) => {
    const v = visit(c);
    const recommendation = await recommendationByRef(v.db, v.actor, c.req.param('ref'));
    if (!recommendation) return namesakesPage(c);
    // A former name answers with the way to the present one.
    if (recommendation.ref !== c.req.param('ref')) return c.redirect(`/recommendations/${recommendation.ref}`, 301);
    return recommendationPage(c, recommendation);
  });
  app.get('/recommendations/:ref/history', async (c) => historyPage(c, await recommendationOf(c)));
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
      again: (form) => recommendationPage(c, recommendation, form),
    });
  });
  app.post('/recommendations/:ref/revive', async (c) =>
    submit(c, reviveRecommendation, { more: { ref: c.req.param('ref') }, done: ({ ref }) => `/recommendations/${ref}` }),
  );
};
