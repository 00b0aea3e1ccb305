import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { Problems } from '../../../platform/audit/problems.tsx';
import { forbidden } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { proposeTriage } from './commands.ts';
import { bodiesToAsk, recommendationsFor, reviewsToAskAbout } from './queries.ts';
import { bodyLabel } from './views.tsx';

export const newPages = (app: Pages): void => {
  app.get('/triage/new', (c) => newPage(c, emptyForm()));
  app.post('/triage', (c) =>
    submit(c, proposeTriage, {
      done: ({ ref }) => `/triage/${encodeURIComponent(ref)}`,
      again: (form) => newPage(c, form),
      flash: 'triage.proposed',
    }),
  );
};

/** In two steps, so that it works by itself: first for which body on which review, then about which of its recommendations. */
const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'triage.propose')) throw forbidden();
  const [reviews, bodies] = await Promise.all([reviewsToAskAbout(v.db, v.actor), bodiesToAsk(v.db, v.actor)]);
  const wish = (name: 'review' | 'body') => String(form.values[name] ?? c.req.query(name) ?? '').toUpperCase();
  const review = reviews.find((one) => one.ref === wish('review'));
  const body = bodies.find((one) => one.ref === wish('body'));
  const rows = review && body ? await recommendationsFor(v.db, review.id, body.id) : [];
  return show(
    c,
    { title: t('triage.propose'), breadcrumbs: [{ href: '/triage', label: t('triage.register') }] },
    <>
      <PageTitle title={t('triage.propose')} lead={t('triage.proposeLead')} />
      <Form action="/triage/new" method="get" label={t('triage.propose')}>
        <FieldRow>
          <Field
            t={t}
            control="select"
            name="review"
            label={t('triage.review')}
            none={t('triage.choose')}
            value={wish('review')}
            options={reviews.map((one) => ({
              value: one.ref,
              label: t('triage.refAndTitle', { ref: one.ref, title: textIn(one.title, v.languages).text }),
            }))}
            required
          />
          <Field
            t={t}
            control="select"
            name="body"
            label={t('triage.body')}
            none={t('triage.choose')}
            value={wish('body')}
            options={bodies.map((one) => ({
              value: one.ref,
              label: bodyLabel(v, { ...one, parent: one.parent_acronym ?? one.parent_ref }),
            }))}
            required
          />
        </FieldRow>
        <div class="row actions">
          <button type="submit" class={review && body ? 'button' : 'button primary'}>
            {t('triage.showRecommendations')}
          </button>
        </div>
      </Form>
      {review && body && <Choice v={v} form={form} review={review.ref} body={body.ref} rows={rows} />}
    </>,
  );
};

type Rows = Awaited<ReturnType<typeof recommendationsFor>>;

const Choice = ({ v, form, review, body, rows }: { v: Visit; form: FormState; review: string; body: string; rows: Rows }) => {
  const { t } = v;
  const { error, chosen, field } = formWords(form, t);
  const free = rows.filter((row) => row.batch === null);
  if (free.length === 0) return <EmptyState title={t('triage.nothingLeft', { body, review })} />;
  const ticked = 'recommendations' in form.values ? chosen('recommendations') : free.map((row) => row.ref);
  return (
    <Section title={t('triage.which', { count: free.length })}>
      <Form action="/triage" label={t('triage.propose')}>
        <Problems v={v} form={form} />
        <Hidden name="review" value={review} />
        <Hidden name="body" value={body} />
        <Field
          t={t}
          control="checkboxes"
          name="recommendations"
          label={t('triage.recommendations')}
          hint={t('triage.recommendationsHint')}
          values={ticked}
          error={error('recommendations')}
          options={rows.map((row) => ({
            value: row.ref,
            label: t('triage.refAndTitle', { ref: row.number, title: textIn(row.title, v.languages).text }),
            disabled: row.batch !== null,
            ...(row.batch === null ? {} : { hint: t('triage.liesIn', { batch: row.batch }) }),
          }))}
        />
        <Field {...field('note')} control="textarea" label={t('triage.note')} hint={t('triage.noteHint')} />
        <Actions t={t} submit={t('triage.proposeNow')} cancelHref="/triage" />
      </Form>
    </Section>
  );
};
