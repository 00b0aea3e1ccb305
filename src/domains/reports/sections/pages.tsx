import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import type { AnyCommand } from '../../../platform/command.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { nextSteps } from '../content/content.ts';
import { PartFigures } from '../content/parts.tsx';
import { ReportText } from '../content/views.tsx';
import { nameOf, titleOf } from '../content/words.ts';
import { reportOf, trail } from '../report/here.ts';
import type { WholeReport } from '../report/queries.ts';
import { readReport } from '../report/read.ts';
import { addIssueSections, addSection, moveSection, removeSection, writeSection } from './commands.ts';

export const sectionPages = (app: Pages): void => {
  app.get('/reports/:ref/sections/new', async (c) => newPage(c, await reportOf(c), emptyForm()));
  app.post('/reports/:ref/sections', async (c) => {
    const report = await reportOf(c);
    return submit(c, addSection, {
      more: { report: report.ref },
      done: ({ id }) => `/reports/${report.ref}/sections/${id}`,
      again: (form) => newPage(c, report, form),
      flash: 'section.added',
    });
  });
  app.post('/reports/:ref/sections/issues', async (c) => {
    const report = await reportOf(c);
    return submit(c, addIssueSections, { more: { report: report.ref }, done: () => `/reports/${report.ref}`, flash: 'section.added' });
  });
  app.get('/reports/:ref/sections/:id', async (c) => writePage(c, await reportOf(c), emptyForm()));
  app.post('/reports/:ref/sections/:id', async (c) => {
    const report = await reportOf(c);
    return submit(c, writeSection, {
      more: { id: c.req.param('id') },
      done: () => `/reports/${report.ref}`,
      again: (form) => writePage(c, report, form),
      flash: 'section.saved',
    });
  });
  for (const [path, command] of [
    ['move', moveSection],
    ['removal', removeSection],
  ] as const)
    app.post(`/reports/:ref/sections/:id/${path}`, async (c) => {
      const report = await reportOf(c);
      return submit(c, command as AnyCommand, {
        more: { id: c.req.param('id') },
        done: () => `/reports/${report.ref}`,
        flash: 'section.saved',
      });
    });
};

/** The figures of a section beside the words about them. */
const writePage = async (c: PageContext, report: WholeReport, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!report.may_write) throw forbidden();
  const { content, sections } = await readReport(v.db, v.actor, report);
  const at = sections.findIndex((one) => one.id === Number(c.req.param('id')));
  const [section, part] = [sections[at], content.sections[at]];
  if (!section || !part) throw notFound();
  const base = `/reports/${report.ref}`;
  const { error, chosen } = formWords(form, t);
  const title = titleOf(v, part, content);
  const proposals = part.kind === 'nextSteps' ? nextSteps(content).map(({ row }) => row) : [];
  const kept = form.refusal ? chosen('kept') : proposals.filter(({ ref }) => !part.leftOut.includes(ref)).map(({ ref }) => ref);
  return show(
    c,
    { title: t('section.writeOf', { title }), breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} lead={t('section.lead', { day: t.day(content.asAt) })} />
      {part.kind !== 'prose' && (
        <Section title={t('section.figures')}>
          <PartFigures v={v} content={content} part={part} base={base} />
        </Section>
      )}
      <Form action={`${base}/sections/${section.id}`} version={versionOf(form, section.version)}>
        <Problems v={v} form={form} />
        {form.refusal?.kind === 'conflict' && section.text && (
          <Disclosure summary={t('section.theirs')}>
            <ReportText v={v} text={section.text} under={1} />
          </Disclosure>
        )}
        {part.kind !== 'issue' && (
          <Field
            t={t}
            name="title"
            label={t('section.title')}
            error={error('title')}
            {...textsControl(form.values.title ?? section.title ?? undefined, v.language, 1)}
          />
        )}
        {proposals.length > 0 && (
          <>
            {proposals.map((row) => (
              <Hidden name="proposed" value={row.ref} />
            ))}
            <Field
              t={t}
              name="kept"
              label={t('section.steps')}
              hint={t('section.stepsHint')}
              control="checkboxes"
              values={kept}
              options={proposals.map((row) => ({ value: row.ref, label: `${row.ref} · ${nameOf(v, row)}` }))}
            />
          </>
        )}
        <Field
          t={t}
          name="text"
          label={t('section.text')}
          hint={t('section.textHint')}
          error={error('text')}
          {...textsControl(form.values.text ?? section.text ?? undefined, v.language, 12)}
        />
        <Actions t={t} submit={t('form.save')} cancelHref={base} />
      </Form>
      <Section title={t('section.place')}>
        <div class="row">
          <ButtonForm action={`${base}/sections/${section.id}/move`} fields={{ to: 'up' }}>
            {t('section.up')}
          </ButtonForm>
          <ButtonForm action={`${base}/sections/${section.id}/move`} fields={{ to: 'down' }}>
            {t('section.down')}
          </ButtonForm>
          <ButtonForm action={`${base}/sections/${section.id}/removal`}>{t('section.remove')}</ButtonForm>
        </div>
      </Section>
    </>,
  );
};

const newPage = async (c: PageContext, report: WholeReport, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!report.may_write) throw forbidden();
  const { error, value } = formWords(form, t);
  return show(
    c,
    { title: t('section.add'), breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={t('section.add')} />
      <Form action={`/reports/${report.ref}/sections`}>
        <Problems v={v} form={form} />
        <Field
          t={t}
          name="kind"
          label={t('section.kind')}
          control="select"
          value={value('kind') || 'prose'}
          error={error('kind')}
          options={(['prose', 'overview', 'figure', 'metrics', 'goals', 'nextSteps'] as const).map((kind) => ({
            value: kind,
            label: t(`report.kind.${kind}`),
          }))}
        />
        <Field t={t} name="title" label={t('section.title')} error={error('title')} {...textsControl(form.values.title, v.language, 1)} />
        <Actions t={t} submit={t('section.add')} cancelHref={`/reports/${report.ref}`} />
      </Form>
    </>,
  );
};
