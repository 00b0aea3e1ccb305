import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { Problems } from '../../../platform/audit/problems.tsx';
import { forbidden } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { Terms } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, FieldSet, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { wordsOfReviews } from '../recommendations/queries.ts';
import { optionsOf } from './grid.tsx';
import { proposeTriageToMany } from './propose-commands.ts';
import { bodiesToAsk, type Officer, officersOfEach, recommendationsFor, reviewsToAskAbout } from './queries.ts';
import { saidNames } from './triage.ts';
import { bodyLabel } from './views.tsx';

export const newPages = (app: Pages): void => {
  app.get('/triage/new', (c) => newPage(c, emptyForm()));
  app.post('/triage', (c) =>
    submit(c, proposeTriageToMany, {
      done: ({ review, batches }) =>
        batches.length === 1 ? `/triage/${encodeURIComponent(batches[0]?.ref ?? '')}` : `/triage?review=${encodeURIComponent(review)}`,
      again: (form) => newPage(c, form),
      flash: ({ batches }) => `triage.${batches.some(({ told }) => told > 0) ? 'sent' : 'proposed'}${batches.length === 1 ? '' : 'ToMany'}`,
    }),
  );
};

/** In two steps, so that it works by itself: first for which bodies on which review, then about which of its recommendations. */
const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'triage.propose')) throw forbidden();
  const [reviews, known] = await Promise.all([reviewsToAskAbout(v.db, v.actor), bodiesToAsk(v.db, v.actor)]);
  const bodies = known.map((one) => ({ ...one, label: bodyLabel(v, { ...one, parent: one.parent_acronym ?? one.parent_ref }) }));
  const wish = String(form.values.review ?? c.req.query('review') ?? '').toUpperCase();
  const wished = [form.values.bodies ?? c.req.queries('body') ?? []].flat().map((one) => String(one).toUpperCase());
  const review = reviews.find((one) => one.ref === wish);
  const asked = bodies.filter((one) => wished.includes(one.ref));
  const ready = review && asked.length > 0;
  return show(
    c,
    { title: t('triage.propose'), breadcrumbs: [{ href: '/triage', label: t('triage.register') }] },
    <>
      <PageTitle title={t('triage.propose')} lead={t('triage.proposeLead')} />
      <Form action="/triage/new" method="get" label={t('triage.propose')}>
        <Field
          t={t}
          control="select"
          name="review"
          label={t('triage.review')}
          none={t('triage.choose')}
          value={wish}
          options={reviews.map((one) => ({
            value: one.ref,
            label: t('triage.refAndTitle', { ref: one.ref, title: textIn(one.title, v.languages).text }),
          }))}
          required
        />
        <Field
          t={t}
          control="checkboxes"
          name="body"
          label={t('triage.bodies')}
          hint={t('triage.bodiesHint')}
          inline
          values={asked.map((one) => one.ref)}
          error={c.req.query('step') && asked.length === 0 ? t('triage.chooseBodies') : undefined}
          options={bodies.map((one) => ({ value: one.ref, label: one.label }))}
          required
        />
        <div class="row actions">
          <button type="submit" name="step" value="2" class={ready ? 'button' : 'button primary'}>
            {t('triage.showRecommendations')}
          </button>
        </div>
      </Form>
      {ready && <Choice v={v} form={form} review={review.ref} bodies={asked} {...(await choiceFor(v, review.id, asked))} />}
    </>,
  );
};

type Asked = Awaited<ReturnType<typeof bodiesToAsk>>[number] & { label: string };

const choiceFor = async (v: Visit, review: number, asked: readonly Asked[]) => {
  const ids = asked.map(({ id }) => id);
  const [rows, officers, terms] = await Promise.all([
    recommendationsFor(v.db, review, ids),
    officersOfEach(v.db, ids, v.today),
    wordsOfReviews(v.db),
  ]);
  return { rows, officers, terms };
};

interface ChoiceProps {
  v: Visit;
  form: FormState;
  review: string;
  bodies: readonly Asked[];
  rows: Awaited<ReturnType<typeof recommendationsFor>>;
  officers: Awaited<ReturnType<typeof officersOfEach>>;
  terms: Terms;
}

const Choice = (props: ChoiceProps) => {
  const { v, form, review, bodies, rows } = props;
  const { t } = v;
  const { error, chosen, field } = formWords(form, t);
  const free = rows.filter((row) => row.batches.length === 0);
  if (free.length === 0)
    return (
      <EmptyState
        title={
          bodies.length === 1
            ? t('triage.nothingLeft', { body: bodies[0]?.ref ?? '', review })
            : t('triage.nothingLeftForAll', { bodies: t.list(bodies.map(({ label }) => label)), review })
        }
      />
    );
  return (
    <Section title={t('triage.which', { count: free.length })}>
      <Form action="/triage" label={t('triage.propose')}>
        <Problems v={v} form={form} />
        <Hidden name="review" value={review} />
        {bodies.map(({ ref }) => (
          <Hidden name="bodies" value={ref} />
        ))}
        <Hidden name="recommendations" value="" />
        <Field
          t={t}
          control="checkboxes"
          name="recommendations"
          label={t('triage.recommendations')}
          hint={t('triage.recommendationsHint')}
          values={'recommendations' in form.values ? chosen('recommendations') : free.map((row) => row.ref)}
          error={error('recommendations')}
          options={rows.map((row) => ({
            value: row.ref,
            label: t('triage.refAndTitle', { ref: row.number, title: textIn(row.title, v.languages).text }),
            disabled: row.batches.length > 0,
            ...(row.batches.length === 0 ? {} : { hint: t('triage.liesIn', { batch: t.list(row.batches) }) }),
          }))}
        />
        <ForAll {...props} />
        <Field {...field('dueOn')} control="date" label={t('triage.due')} hint={t('triage.dueNow')} attributes={{ min: v.today }} />
        <Letters {...props} />
        <Field {...field('note')} control="textarea" label={t('triage.note')} hint={t('triage.noteHint')} />
        <Actions t={t} submit={t('triage.proposeNow')} cancelHref="/triage" />
      </Form>
    </Section>
  );
};

/** What goes into every item of every batch. */
const ForAll = ({ v, form, terms }: ChoiceProps) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <FieldSet legend={t('triage.forAll')} hint={t('triage.forAllHint')} minor>
      <FieldRow>
        {saidNames
          .filter((name) => name !== 'rationale')
          .map((name) => (
            <Field
              {...field(name)}
              control="select"
              label={t(`triage.${name}`)}
              none={t('triage.leave')}
              options={optionsOf({ v, terms }, name)}
            />
          ))}
      </FieldRow>
      <Field {...field('rationale')} control="textarea" rows={2} label={t('triage.rationale')} />
    </FieldSet>
  );
};

/** Who would be written to, body by body, so that nobody who is missing is found out by a refusal. */
const Letters = ({ v, bodies, officers }: ChoiceProps) => {
  const { t } = v;
  const reached = (body: number): readonly Officer[] => officers.filter((one) => one.body === body && one.address !== null);
  return (
    <div class="field">
      <p class="hint">{t('triage.lettersGo')}</p>
      <ul class="small">
        {bodies.map(({ id, label }) => (
          <li>
            {t('triage.goesToOf', {
              body: label,
              people: reached(id).length > 0 ? t.list(reached(id).map(({ name }) => name)) : t('triage.nobodyYet'),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
};
