import { holdsEverywhere, holdsSomewhere } from '../../../../platform/access/actor.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../../platform/ui/record/record.tsx';
import { type FormVersion, formsQuestion } from '../campaigns/queries.ts';
import { LineForm, Lines, type Place } from '../item-views.tsx';
import { changeQuestion, removeQuestion } from './commands.ts';

const here = '/campaigns/questions';

/** The questions of periodic reports, changed one at a time. */
export const questionPages = (app: Pages): void => {
  app.get(here, (c) => questionsPage(c, emptyForm()));
  app.get(`${here}/:key`, (c) => linePage(c, emptyForm()));
  app.post(`${here}/:key`, (c) =>
    submit(c, changeQuestion, {
      more: c.req.param('key') === 'new' ? {} : { key: c.req.param('key') },
      done: () => here,
      again: (form) => linePage(c, form),
      flash: 'item.saved',
    }),
  );
  app.post(`${here}/:key/removal`, (c) =>
    submit(c, removeQuestion, {
      more: { key: c.req.param('key') },
      done: () => here,
      again: (form) => questionsPage(c, form),
      flash: 'item.removed',
    }),
  );
};

const placeOf = (newest: FormVersion | undefined): Place => ({
  path: here,
  seen: newest ? { form: String(newest.id), version: String(newest.version) } : {},
});

const trail = (v: Visit) => [
  { href: '/activity', label: v.t('activity.title') },
  { href: '/campaigns', label: v.t('campaign.all') },
];

const questionsPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'campaign.manage')) throw forbidden();
  const [newest, ...earlier] = await formsQuestion(v.db).execute();
  const changes = holdsEverywhere(v.actor, 'campaign.manage');
  return show(
    c,
    { title: t('question.all'), breadcrumbs: trail(v) },
    <>
      <PageTitle
        title={t('question.all')}
        lead={t('question.lead')}
        actions={changes && <ButtonLink href={`${here}/new`}>{t('question.add')}</ButtonLink>}
      />
      {form.refusal && <Notice t={t} tone="attention" text={t(form.refusal.key, form.refusal.values)} />}
      {newest ? (
        <>
          <p>{usedBy(v, newest)}</p>
          {changes && newest.used.length > 0 && <p>{t('question.newVersion')}</p>}
          <Lines v={v} caption={t('campaign.questions')} lines={newest.questions} place={changes ? placeOf(newest) : undefined} />
        </>
      ) : (
        <EmptyState title={t('question.none')} />
      )}
      {earlier.map((one) => (
        <Disclosure summary={t('question.versionFrom', { day: t.day(one.starts_on) })}>
          <p>{usedBy(v, one)}</p>
          <Lines v={v} caption={t('campaign.questions')} lines={one.questions} />
        </Disclosure>
      ))}
    </>,
  );
};

const usedBy = (v: Visit, { starts_on, used }: FormVersion): string =>
  [
    v.t('question.since', { day: v.t.day(starts_on) }),
    used.length > 0
      ? v.t('question.usedBy', { campaigns: v.t.list(used.map(({ title }) => textIn(title, v.languages).text)) })
      : v.t('question.unused'),
  ].join(' ');

const linePage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  if (!holdsEverywhere(v.actor, 'campaign.manage')) throw forbidden();
  const [newest] = await formsQuestion(v.db).execute();
  const key = c.req.param('key');
  const known = newest?.questions.find((item) => item.key === key);
  if (!known && key !== 'new') throw notFound();
  const title = v.t(known ? 'question.change' : 'question.add');
  return show(
    c,
    { title, breadcrumbs: [...trail(v), { href: here, label: v.t('question.all') }] },
    <>
      <PageTitle title={title} />
      <LineForm v={v} form={form} place={placeOf(newest)} back={here} known={known} label={v.t('question.one')} kind />
    </>,
  );
};
