import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { show } from '../../../platform/http/show.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { bodyTree } from '../../community/index.ts';
import { RecommendationForm } from './forms.tsx';
import { trail } from './here.ts';
import { type WholeRecommendation, type WholeReview, wordsOfReviews } from './queries.ts';

const formChoices = async (v: Visit) => {
  const [terms, bodies] = await Promise.all([wordsOfReviews(v.db), bodyTree(v.db, v.actor)]);
  return { terms, bodies: bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, v.languages).text })) };
};

export const newRecommendationPage = async (c: PageContext, review: WholeReview, form: FormState) => {
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

export const editRecommendationPage = async (c: PageContext, recommendation: WholeRecommendation, form: FormState) => {
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
