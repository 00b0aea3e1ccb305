import { forbidden, notFound } from '../../../platform/errors.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, FieldSet, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { regionByRef } from '../activity/queries.ts';
import { nameOfBody } from '../activity/views.tsx';
import { ladderSteps, type SchemeStep } from './ladder.ts';
import { schemeOn } from './queries.ts';
import { defineScheme } from './scheme-commands.ts';

/** A region can leave these out. */
const optionalSteps: ReadonlySet<string> = new Set(['standby', 'finalWarning', 'proposal']);

/** The steps and waiting times of a region. */
export const schemePages = (app: Pages): void => {
  app.get('/activity/:body/ladder', (c) => schemePage(c, emptyForm()));
  app.post('/activity/:body/ladder', (c) =>
    submit(c, defineScheme, {
      more: { body: c.req.param('body') },
      done: ({ body }) => `/activity/${body}/ladder`,
      again: (form) => schemePage(c, form),
      flash: 'ladder.defined',
    }),
  );
};

const schemePage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const ref = c.req.param('body') ?? '';
  const region = await regionByRef(v.db, v.actor, ref, v.today);
  if (!region) throw notFound('body.unknown', { ref });
  if (!region.may_manage) throw forbidden();
  const scheme = await schemeOn(v.db, region.id, v.today).executeTakeFirst();
  const { errors, error, value } = formWords(form, t);
  const name = nameOfBody(v, region);
  const title = t('ladder.schemeOf', { body: name });
  const typed = (form.values.steps ?? scheme?.steps ?? []) as Partial<Record<keyof SchemeStep, unknown>>[];
  const inSteps = form.problems
    .filter(({ path }) => path[0] === 'steps' && path.length > 1)
    .map(({ path, key, values }) => ({ name: `steps[${String(path[1])}].${String(path[2])}`, message: t(key, values) }));
  /** Before anything was typed: a step that the scheme in force leaves out is left out again. */
  const isUsed = (step: string): boolean => {
    const given = typed.find((one) => one.step === step) as { used?: unknown } | undefined;
    if (form.values.steps) return [given?.used].flat().some((one) => one === true || one === 'yes');
    return scheme === undefined || given !== undefined;
  };
  const waitOf = (step: string, part: 'months' | 'days') => {
    const given = typed.find((one) => one.step === step)?.[part];
    return typeof given === 'number' || typeof given === 'string' ? String(given) : '0';
  };
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/activity', label: t('activity.title') },
        { href: `/activity/${region.ref}`, label: name },
      ],
    },
    <>
      <PageTitle title={title} lead={t('ladder.schemeLead')} />
      {scheme && (
        <Section
          title={t('ladder.schemeNow')}
          note={t('ladder.schemeSince', { day: t.day(scheme.starts_on), part: scheme.share_for, of: scheme.share_of })}
        >
          <Table
            caption={t('ladder.schemeNow')}
            captionHidden
            columns={[{ label: t('ladder.step') }, { label: t('ladder.wait') }]}
            rows={scheme.steps.map((one) => [t(`ladder.step.${one.step}`), waitSaid(one)])}
          />
        </Section>
      )}
      <Section title={t('ladder.define')} note={t('ladder.defineNote')}>
        <Form action={`/activity/${region.ref}/ladder`}>
          <ErrorSummary t={t} errors={[...errors.filter((one) => one.name !== 'steps' || inSteps.length === 0), ...inSteps]} />
          {ladderSteps.map((step, at) =>
            at === 0 ? (
              <Hidden name="steps[0].step" value={step} />
            ) : (
              <FieldSet legend={t(`ladder.step.${step}`)} minor>
                <Hidden name={`steps[${at}].step`} value={step} />
                {optionalSteps.has(step) && (
                  <>
                    <Hidden name={`steps[${at}].used`} value="no" />
                    <Field
                      t={t}
                      name={`steps[${at}].used`}
                      label={t('ladder.used')}
                      control="checkbox"
                      value="yes"
                      checked={isUsed(step)}
                    />
                  </>
                )}
                <FieldRow>
                  {(['months', 'days'] as const).map((part) => (
                    <Field
                      t={t}
                      name={`steps[${at}].${part}`}
                      label={t(`ladder.${part}`)}
                      control="number"
                      value={waitOf(step, part)}
                      error={inSteps.find((one) => one.name === `steps[${at}].${part}`)?.message}
                    />
                  ))}
                </FieldRow>
              </FieldSet>
            ),
          )}
          <FieldRow>
            <Field
              t={t}
              name="shareFor"
              label={t('ladder.shareFor')}
              control="number"
              value={value('shareFor') || String(scheme?.share_for ?? 2)}
              error={error('shareFor')}
            />
            <Field
              t={t}
              name="shareOf"
              label={t('ladder.shareOf')}
              control="number"
              value={value('shareOf') || String(scheme?.share_of ?? 3)}
              error={error('shareOf')}
            />
            <Field
              t={t}
              name="startsOn"
              label={t('activity.startsOn')}
              control="date"
              value={value('startsOn') || v.today}
              error={error('startsOn')}
              required
            />
          </FieldRow>
          <Actions t={t} submit={t('ladder.defineDo')} />
        </Form>
      </Section>
    </>,
  );

  function waitSaid({ months, days }: SchemeStep): string {
    const parts = [
      ...(months > 0 ? [t('ladder.inMonths', { count: months })] : []),
      ...(days > 0 ? [t('ladder.inDays', { count: days })] : []),
    ];
    return parts.length > 0 ? t.list(parts) : t('ladder.atOnce');
  }
};
