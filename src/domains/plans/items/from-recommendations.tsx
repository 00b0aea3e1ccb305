import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { Problems } from '../../../platform/audit/problems.tsx';
import { forbidden } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { readerOf } from '../../../platform/lists/pages.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, Form } from '../../../platform/ui/form/form.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { recommendationsShown } from '../../reviews/index.ts';
import { addEach } from './add-each.ts';
import { bodyChoices, plannedAmong } from './queries.ts';

const most = 200;

/** Turns what the register shows, or what of it is ticked, into issues: one for each, or one for all. */
export const fromRecommendationsPages = (app: Pages): void => {
  app.get('/plans/from-recommendations', (c) => choosePage(c, emptyForm()));
  app.post('/plans/from-recommendations', async (c) => {
    const body = await c.req.parseBody({ all: true });
    const ticked = [body.recommendations].flat().filter((one) => typeof one === 'string' && one !== '');
    if (body.as === 'one' && ticked.length > 0)
      return c.redirect(`/plans/items/new?${new URLSearchParams(ticked.map((ref) => ['recommendation', String(ref)]))}`, 303);
    return submit(c, addEach, {
      done: ({ refs }) => `/plans?recommendation=${ticked.slice(0, refs.length).join(',')}`,
      again: (form) => choosePage(c, form),
      flash: 'plan.added',
    });
  });
};

const choosePage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  if (!holdsSomewhere(v.actor, 'plan.manage')) throw forbidden();
  const { t } = v;
  const found = await recommendationsShown(v.db, readerOf(v), new URL(c.req.url).searchParams, most);
  const [planned, bodies] = await Promise.all([
    plannedAmong(
      v.db,
      v.actor,
      found.map((one) => one.id),
    ).execute(),
    bodyChoices(v.db).execute(),
  ]);
  const isPlanned = new Set(planned.map((one) => one.ref));
  const { error, chosen, field } = formWords(form, t);
  const title = t('plan.fromRecommendations');
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/plans', label: t('plan.register') },
        { href: '/recommendations', label: t('recommendation.register') },
      ],
    },
    <>
      <PageTitle title={title} lead={t('plan.fromRecommendationsLead')} />
      {found.length === 0 ? (
        <p class="quiet">{t('plan.noRecommendations')}</p>
      ) : (
        <Form action={`/plans/from-recommendations?${new URL(c.req.url).searchParams}`}>
          <Problems v={v} form={form} />
          <Field
            t={t}
            name="recommendations"
            label={t('plan.recommendations')}
            hint={found.length === most ? t('plan.firstRecommendations', { count: most }) : undefined}
            control="checkboxes"
            values={chosen('recommendations')}
            error={error('recommendations')}
            options={found.map((one) => ({
              value: one.ref,
              label: `${one.ref} · ${textIn(one.title, v.languages).text}${isPlanned.has(one.ref) ? ` (${t('plan.isPlanned')})` : ''}`,
            }))}
          />
          <Field
            {...field('body')}
            label={t('plan.body')}
            control="select"
            none={t('plan.noBody')}
            options={bodies.map((body) => ({ value: body.ref, label: `${body.ref} · ${textIn(body.name, v.languages).text}` }))}
          />
          <Actions
            t={t}
            submit={t('plan.oneForEach')}
            cancelHref={`/recommendations?${new URL(c.req.url).searchParams}`}
            other={{ label: t('plan.oneForAll'), name: 'as', value: 'one' }}
          />
        </Form>
      )}
    </>,
  );
};
