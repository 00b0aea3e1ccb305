import { holdsEverywhere, holdsSomewhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { forbidden } from '../../../platform/errors.ts';
import { sendDocument } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { LinkMenu } from '../../../platform/ui/list/list.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { recommendationOf, reviewOf, trail } from '../recommendations/here.ts';
import type { WholeRecommendation, WholeReview } from '../recommendations/queries.ts';
import { ShortText } from '../recommendations/views.tsx';
import { ReviewTabs } from '../tabs.tsx';
import { AnswerForm, WithdrawalForm } from './answer-forms.tsx';
import { AnswerView } from './answer-views.tsx';
import { templateFields } from './assessment.ts';
import { addLink, fillFeasibility, recordAnswer, removeLink, withdrawAnswer } from './commands.ts';
import { templateDocument } from './document.ts';
import { LinkForm, LinkList } from './link-views.tsx';
import { answersOn, bodiesToAnswerFor, type Feasibility, feasibilityOf, linksOf, templatesOnReview } from './queries.ts';
import { TemplateForm, TemplatesTable, TemplateView } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/reviews/:ref/feasibility', async (c) => templatesPage(c, await reviewOf(c)));
  app.get('/recommendations/:ref/feasibility', async (c) => templatePage(c, await recommendationOf(c)));
  for (const format of ['pdf', 'docx'] as const)
    app.get(`/recommendations/:ref/feasibility.${format}`, async (c) => templateFile(c, await recommendationOf(c), format));
  app.get('/recommendations/:ref/feasibility/edit', async (c) => editPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/feasibility', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, fillFeasibility, {
      more: { recommendation: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/feasibility`,
      again: (form) => editPage(c, recommendation, form),
      flash: 'assessment.saved',
    });
  });
  app.get('/recommendations/:ref/answers', async (c) => answersPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/answers', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, recordAnswer, {
      more: { recommendation: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/answers`,
      again: (record) => answersPage(c, recommendation, { record }),
      flash: 'answer.saved',
    });
  });
  app.post('/recommendations/:ref/answers/withdrawal', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, withdrawAnswer, {
      more: { recommendation: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/answers`,
      again: (withdrawal) => answersPage(c, recommendation, { withdrawal }),
      flash: 'answer.withdrawn',
    });
  });
  app.get('/recommendations/:ref/links', async (c) => linksPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/links', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, addLink, {
      more: { from: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/links`,
      again: (add) => linksPage(c, recommendation, { add }),
      flash: 'link.added',
    });
  });
  app.post('/recommendations/:ref/links/removal', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, removeLink, {
      done: () => `/recommendations/${recommendation.ref}/links`,
      again: (remove) => linksPage(c, recommendation, { remove }),
      flash: 'link.removed',
    });
  });
};

const templatesPage = async (c: PageContext, review: WholeReview) => {
  const v = visit(c);
  const templates = await templatesOnReview(v.db, v.actor, review.id);
  const title = v.t('assessment.of', { ref: review.ref });
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/reviews', label: v.t('review.all') },
        { href: `/reviews/${review.ref}`, label: review.ref },
      ],
    },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={review.title} />} />
      <ReviewTabs v={v} review={review} current="feasibility" />
      {templates.length === 0 ? <EmptyState title={v.t('assessment.noRecommendations')} /> : <TemplatesTable v={v} templates={templates} />}
    </>,
  );
};

const templateOf = async (c: PageContext, recommendation: WholeRecommendation): Promise<Feasibility> => {
  const v = visit(c);
  const found = await feasibilityOf(v.db, v.actor, recommendation.id);
  if (!found) throw forbidden();
  return found;
};

const templatePage = async (c: PageContext, recommendation: WholeRecommendation) => {
  const v = visit(c);
  const feasibility = await templateOf(c, recommendation);
  const title = v.t('assessment.of', { ref: recommendation.ref });
  const href = `/recommendations/${recommendation.ref}/feasibility`;
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle
        title={title}
        lead={<ShortText v={v} text={recommendation.title} />}
        actions={
          <>
            <LinkMenu
              label={v.t('assessment.print')}
              links={['pdf', 'docx'].map((format) => ({ href: `${href}.${format}`, label: format.toUpperCase() }))}
            />
            {feasibility.may_fill && !recommendation.archived_at && (
              <ButtonLink href={`${href}/edit`} primary edit>
                {v.t(feasibility.version === null ? 'assessment.begin' : 'assessment.edit')}
              </ButtonLink>
            )}
          </>
        }
      />
      <TemplateView v={v} recommendation={recommendation} feasibility={feasibility} />
    </>,
  );
};

const templateFile = async (c: PageContext, recommendation: WholeRecommendation, format: 'pdf' | 'docx') => {
  const v = visit(c);
  const document = templateDocument(v, recommendation, await templateOf(c, recommendation));
  return sendDocument(c, document, format, `feasibility-${recommendation.ref}`);
};

const editPage = async (c: PageContext, recommendation: WholeRecommendation, given?: FormState) => {
  const v = visit(c);
  const feasibility = await templateOf(c, recommendation);
  if (!feasibility.may_fill) throw forbidden(v.actor.kind === 'visitor' ? 'refusal.signIn' : 'refusal.forbidden');
  const form = given ?? emptyForm(Object.fromEntries(templateFields.map(({ key, column }) => [key, feasibility[column]])));
  const title = v.t('assessment.editOf', { ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      <TemplateForm v={v} form={form} recommendation={recommendation} version={versionOf(form, feasibility.version ?? 0) ?? 0} />
    </>,
  );
};

const answersPage = async (
  c: PageContext,
  recommendation: WholeRecommendation,
  forms: { record?: FormState; withdrawal?: FormState } = {},
) => {
  const v = visit(c);
  const { t } = v;
  const records = holdsSomewhere(v.actor, 'answer.record') && !recommendation.archived_at;
  const [answers, feasibility, bodies] = await Promise.all([
    answersOn(v.db, v.actor, recommendation.id),
    feasibilityOf(v.db, v.actor, recommendation.id),
    records ? bodiesToAnswerFor(v.db, v.actor) : [],
  ]);
  const asked = c.req.query('body')?.toUpperCase();
  const known = answers.find((answer) => answer.body_ref === asked && answer.may_record);
  const form =
    forms.record ??
    emptyForm(
      known
        ? {
            body: known.body_ref,
            answer: known.answer,
            explanation: known.explanation,
            alternativeWording: known.alternative_wording,
            on: known.decided_on,
            link: known.decided_link,
          }
        : { body: asked },
    );
  const sent = forms.record?.values.version;
  const version = versionOf(form, sent === undefined ? (known?.version ?? 0) : Number(sent));
  const title = t('answer.of', { ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      {answers.length === 0 && <EmptyState title={t('answer.none')} text={t('answer.noneHint')} />}
      {answers.map((answer) => (
        <AnswerView v={v} recommendation={recommendation} suggested={feasibility?.alternative ?? null} answer={answer} />
      ))}
      {bodies.length > 0 && (
        <Section title={t(known ? 'answer.change' : 'answer.record')} id="record">
          <AnswerForm
            v={v}
            form={form}
            recommendation={recommendation}
            bodies={bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, v.languages).text }))}
            version={version}
          />
          {answers
            .filter((answer) => answer.may_record)
            .map((answer) => (
              <WithdrawalForm
                v={v}
                recommendation={recommendation}
                answer={answer}
                form={forms.withdrawal?.values.body === answer.body_ref ? forms.withdrawal : undefined}
              />
            ))}
        </Section>
      )}
    </>,
  );
};

const linksPage = async (c: PageContext, recommendation: WholeRecommendation, forms: { add?: FormState; remove?: FormState } = {}) => {
  const v = visit(c);
  const { t } = v;
  const links = await linksOf(v.db, v.actor, recommendation.id);
  const manages = holdsEverywhere(v.actor, 'review.manage');
  const title = t('link.of', { ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      {links.length === 0 ? (
        <EmptyState title={t('link.none')} />
      ) : (
        <LinkList v={v} recommendation={recommendation} links={links} removal={manages ? { form: forms.remove } : undefined} />
      )}
      {manages && !recommendation.archived_at && (
        <Section title={t('link.add')}>
          <LinkForm v={v} form={forms.add ?? emptyForm()} recommendation={recommendation} />
        </Section>
      )}
    </>,
  );
};
