import { sql } from 'kysely';
import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { runMany } from '../../../platform/command.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { fieldProblems, fromForm } from '../../../platform/fields.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, sayNext, submit } from '../../../platform/http/submit.ts';
import { callOf, type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { Actions, ButtonLink, Form } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { Facts, PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { triedRule } from './activity.ts';
import { adoptRule, confirmStatus } from './commands.ts';
import { AdoptForm, RuleForm, TellField } from './forms.tsx';
import { differs, judgedOn } from './judged.ts';
import { changesQuestion, type RegionRow, regionByRef, regionsQuestion, rulesQuestion, ruleValues } from './queries.ts';
import { activityRegister } from './register.ts';
import { ChangeTable, counting, nameOfBody, RegionTable, RuleText } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/activity', overviewPage);
  serveList(app, '/activity/organisations', (v) => activityRegister(v.today), { lead: (v) => v.t('activity.registerLead') });
  app.get('/activity/:body', async (c) => regionPage(c, await regionOf(c)));
  app.post('/activity/:body/statuses', async (c) => confirmMany(c, await regionOf(c)));
  app.get('/activity/:body/rule', async (c) => {
    const query = new URL(c.req.url).searchParams;
    return rulePage(c, await regionOf(c, true), query.size > 0 ? fromForm(query) : undefined);
  });
  app.post('/activity/:body/rules', async (c) => {
    const region = await regionOf(c, true);
    return submit(c, adoptRule, {
      more: { body: region.ref },
      done: ({ body }) => `/activity/${body}`,
      again: (form) => rulePage(c, region, form.values, form),
      flash: 'activity.adopted',
    });
  });
};

const regionOf = async (c: PageContext, managed = false): Promise<RegionRow> => {
  const v = visit(c);
  const ref = c.req.param('body') ?? '';
  const region = await regionByRef(v.db, v.actor, ref, v.today);
  if (!region) throw notFound('body.unknown', { ref });
  if (managed && !region.may_manage) throw forbidden();
  return region;
};

const overviewPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const manages = holdsSomewhere(v.actor, 'activity.manage');
  const { regions, waiting } = await together(v.db, {
    regions: regionsQuestion(v.db, v.actor, v.today),
    waiting: v.db
      .selectFrom(judgedOn(v.today).as('judged'))
      .select(['judged.body_id', sql<number>`count(*)`.as('count')])
      .where(differs)
      .where(sql<boolean>`${manages}`)
      .groupBy('judged.body_id'),
  });
  return show(
    c,
    { title: t('activity.title') },
    <>
      <PageTitle
        title={t('activity.title')}
        lead={t('activity.lead')}
        actions={
          <>
            <ButtonLink href="/activity/organisations">{t('activity.register')}</ButtonLink>
            {manages && <ButtonLink href="/ladders">{t('ladder.all')}</ButtonLink>}
            {holdsSomewhere(v.actor, 'campaign.manage') && <ButtonLink href="/campaigns">{t('campaign.all')}</ButtonLink>}
            <ButtonLink href="/expectations">{t('expectation.all')}</ButtonLink>
          </>
        }
      />
      {regions.length === 0 ? (
        <EmptyState title={t('activity.none')} text={t('activity.noneHint')} />
      ) : (
        <RegionTable v={v} regions={regions} waiting={new Map(waiting.map((row) => [row.body_id, row.count]))} />
      )}
    </>,
  );
};

/** So many are shown to be confirmed at once; when they are, the next ones come. */
const atOnce = 40;

const regionPage = async (c: PageContext, region: RegionRow) => {
  const v = visit(c);
  const { t } = v;
  const { changes, rules } = await together(v.db, {
    changes: changesQuestion(v.db, v.actor, region.id, v.today),
    rules: rulesQuestion(v.db, region.id),
  });
  const rule = rules.find((one) => one.starts_on <= v.today);
  const others = rules.filter((one) => one !== rule);
  const name = nameOfBody(v, region);
  const shown = changes.slice(0, atOnce);
  const { figures } = region;
  return show(
    c,
    { title: t('activity.of', { body: name }), breadcrumbs: [{ href: '/activity', label: t('activity.title') }] },
    <>
      <PageTitle
        title={t('activity.of', { body: name })}
        lead={t('activity.countsForQuorum', counting(figures))}
        actions={
          <>
            <ButtonLink href={`/activity/organisations?body=${region.ref}`}>{t('activity.register')}</ButtonLink>
            {region.may_manage && <ButtonLink href={`/activity/${region.ref}/ladder`}>{t('ladder.scheme')}</ButtonLink>}
          </>
        }
      />
      <Facts
        inline
        facts={[
          { label: t('activity.region'), value: <a href={`/bodies/${region.ref}`}>{textIn(region.name, v.languages).text}</a> },
          { label: t('activity.status.active'), value: t.number(figures.active) },
          { label: t('activity.status.lessActive'), value: t.number(figures.lessActive) },
          { label: t('activity.status.standby'), value: t.number(figures.standby) },
        ]}
      />
      <Section
        title={t('activity.rule')}
        note={rule && t('activity.ruleFrom', { day: t.day(rule.starts_on), name: rule.adopted_by })}
        actions={region.may_manage && <a href={`/activity/${region.ref}/rule`}>{t(rule ? 'activity.tryAnother' : 'activity.tryFirst')}</a>}
      >
        {rule ? <RuleText v={v} rule={rule} /> : <p class="quiet">{t('activity.noRuleYet')}</p>}
        {others.length > 0 && (
          <p class="quiet small">{t('activity.otherRules', { days: t.list(others.map((one) => t.day(one.starts_on))) })}</p>
        )}
      </Section>
      {rule && region.may_manage && (
        <Section title={t('activity.proposed')} note={t('activity.proposedNote')}>
          {changes.length === 0 ? (
            <p class="quiet">{t('activity.nothingProposed')}</p>
          ) : (
            <Form action={`/activity/${region.ref}/statuses`} guard={false}>
              <ChangeTable v={v} rows={shown} tick />
              {changes.length > shown.length && <p class="quiet small">{t('activity.more', { count: changes.length - shown.length })}</p>}
              <TellField t={t} />
              <Actions t={t} submit={t('activity.confirmTicked')} />
            </Form>
          )}
        </Section>
      )}
    </>,
  );
};

/** Each ticked line by itself: one whose facts changed meanwhile is left, the others are said. */
const confirmMany = async (c: PageContext, region: RegionRow) => {
  const body = await c.req.parseBody({ all: true });
  const ticked = [body.confirm ?? []].flat().flatMap((value) => (typeof value === 'string' ? [value.split(' ')] : []));
  const results = await runMany(
    confirmStatus,
    ticked.slice(0, 500).map(([organisation, status]) => ({ input: { organisation, status, tell: body.tell } })),
    callOf(visit(c), 'page'),
  );
  const left = results.filter((result) => !result.done).length;
  sayNext(c, results.length === 0 ? 'activity.nothingTicked' : left > 0 ? 'activity.someLeft' : 'activity.confirmed');
  return c.redirect(`/activity/${region.ref}`, 303);
};

const formOfRule = (rule: Awaited<ReturnType<ReturnType<typeof rulesQuestion>['execute']>>[number] | undefined) =>
  rule && {
    meetings: rule.meetings,
    meetingMonths: rule.meeting_months,
    contributions: rule.contributions,
    contributionMonths: rule.contribution_months,
    votes: rule.votes,
    elections: rule.elections,
    standbyMonths: rule.standby_months,
  };

/** A rule is looked at before it is adopted: whom it would change, from what to what and why. */
const rulePage = async (c: PageContext, region: RegionRow, asked?: Record<string, unknown>, back?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const read = asked && triedRule.safeParse({ ...asked, body: region.ref });
  const values = read?.success ? ruleValues(region.id, read.data) : undefined;
  const { rules, changes } = await together(v.db, {
    rules: rulesQuestion(v.db, region.id),
    changes: changesQuestion(v.db, v.actor, region.id, v.today, values),
  });
  const form: FormState = {
    values: asked ?? formOfRule(rules.find((one) => one.starts_on <= v.today)) ?? { standbyMonths: 6 },
    problems: read && !read.success ? fieldProblems(read.error) : [],
  };
  return show(
    c,
    { title: t('activity.tryRule'), breadcrumbs: trail(v, region) },
    <>
      <PageTitle title={t('activity.tryRule')} lead={t('activity.tryLead')} />
      <RuleForm v={v} action={`/activity/${region.ref}/rule`} form={form} />
      {values && (
        <Section title={t('activity.wouldChange')} note={t('activity.adoptNote')}>
          {changes.length === 0 ? <p>{t('activity.nobodyChanges')}</p> : <ChangeTable v={v} rows={changes.slice(0, 100)} />}
          <AdoptForm v={v} action={`/activity/${region.ref}/rules`} form={back ?? emptyForm(form.values)} />
        </Section>
      )}
    </>,
  );
};

const trail = (v: Visit, region: RegionRow) => [
  { href: '/activity', label: v.t('activity.title') },
  { href: `/activity/${region.ref}`, label: nameOfBody(v, region) },
];
