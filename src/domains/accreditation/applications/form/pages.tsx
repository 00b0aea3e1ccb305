import { holdsEverywhere } from '../../../../platform/access/actor.ts';
import { together } from '../../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { show } from '../../../../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { EmptyState } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../../platform/ui/record/record.tsx';
import { publicFigures } from '../applicant/queries.ts';
import { type Kind, kinds } from '../application/application.ts';
import { dealsWithApplications } from '../policy.ts';
import { editionsOf, formOf, formsInForce } from './queries.ts';
import { FormView } from './views.tsx';

export const formPages = (app: Pages): void => {
  app.get('/applications/forms', async (c) => {
    const v = visit(c);
    if (!dealsWithApplications(v.actor)) throw forbidden();
    const { forms, figures } = await together(v.db, { forms: formsInForce(v.db), figures: publicFigures(v.db, v.today) });
    return show(
      c,
      { title: v.t('applicationForm.title'), breadcrumbs: [{ href: '/applications', label: v.t('application.queue') }] },
      <>
        <PageTitle title={v.t('applicationForm.title')} lead={v.t('applicationForm.lead')} />
        {forms.length === 0 && <EmptyState title={v.t('applicationForm.none')} text={v.t('applicationForm.noneHint')} />}
        {forms.map((form) => (
          <Section title={<a href={`/applications/forms/${form.kind}`}>{v.t(`application.kind.${form.kind}`)}</a>}>
            <p class="quiet">
              {v.t('application.edition', { edition: form.edition })}, {v.t.day(form.created_at.slice(0, 10))}
            </p>
            <p class="small quiet">
              {v.t('applicationForm.unfinished', {
                begun: figures.find(({ kind }) => kind === form.kind)?.begun ?? 0,
                removed: figures.find(({ kind }) => kind === form.kind)?.removed ?? 0,
              })}
            </p>
            {form.content.intro && <p>{textIn(form.content.intro, v.languages).text}</p>}
          </Section>
        ))}
      </>,
    );
  });
  app.get('/applications/forms/:kind{(?:organisation|individual)}', async (c) => formPage(c, kindOf(c)));
};

const kindOf = (c: PageContext): Kind => kinds.find((kind) => kind === c.req.param('kind')) ?? 'organisation';

const formPage = async (c: PageContext, kind: Kind) => {
  const v = visit(c);
  if (!dealsWithApplications(v.actor)) throw forbidden();
  const asked = c.req.query('edition');
  const edition = asked && /^\d{1,6}$/.test(asked) ? Number(asked) : undefined;
  const { form, editions } = await together(v.db, { form: formOf(v.db, kind, edition), editions: editionsOf(v.db, kind) });
  const [shown] = form;
  if (!shown) throw notFound('applicationForm.unknown');
  return show(
    c,
    {
      title: `${v.t(`application.kind.${kind}`)}, ${v.t('application.edition', { edition: shown.edition })}`,
      breadcrumbs: [{ href: '/applications/forms', label: v.t('applicationForm.title') }],
    },
    <FormView
      v={v}
      form={shown}
      editions={editions}
      mayChange={holdsEverywhere(v.actor, 'application.handle') && shown.edition === editions[0]?.edition}
    />,
  );
};
