import { holdsEverywhere, holdsFor, holdsSomewhere } from '../../../platform/access/actor.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden } from '../../../platform/errors.ts';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonLink, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { type RegionRow, regionsQuestion } from '../activity/queries.ts';
import { nameOfBody } from '../activity/views.tsx';
import { answerPages } from './answering/pages.tsx';
import { openCampaign, settleChanges } from './commands.ts';
import { reportRegister } from './list.ts';
import { campaignsQuestion } from './queries.ts';

export const pages = (app: Pages): void => {
  serveList(app, reportRegister.path, () => reportRegister, { lead: (v) => v.t('campaign.registerLead') });
  app.get('/campaigns', (c) => campaignsPage(c, emptyForm()));
  app.post('/campaigns', (c) =>
    submit(c, openCampaign, { done: () => '/campaigns', again: (form) => campaignsPage(c, form), flash: 'campaign.opened' }),
  );
  app.post('/organisations/:ref/standing/reports/:report', (c) =>
    submit(c, settleChanges, {
      more: { report: c.req.param('report') },
      done: ({ organisation }) => `/organisations/${encodeURIComponent(organisation)}/standing`,
      flash: 'campaign.settled',
    }),
  );
  answerPages(app);
};

const campaignsPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'campaign.manage')) throw forbidden();
  const { campaigns, regions } = await together(v.db, {
    campaigns: campaignsQuestion(v.db, v.actor),
    regions: regionsQuestion(v.db, v.actor, v.today),
  });
  return show(
    c,
    { title: t('campaign.all'), breadcrumbs: [{ href: '/activity', label: t('activity.title') }] },
    <>
      <PageTitle
        title={t('campaign.all')}
        lead={t('campaign.lead')}
        actions={<ButtonLink href="/member-reports">{t('campaign.register')}</ButtonLink>}
      />
      {campaigns.length === 0 ? (
        <EmptyState title={t('campaign.noCampaign')} />
      ) : (
        <Table
          caption={t('campaign.all')}
          captionHidden
          columns={[
            { label: t('campaign.one') },
            { label: t('organisation.body') },
            { label: t('campaign.opensOn'), nowrap: true },
            { label: t('campaign.dueOn'), nowrap: true },
            { label: t('campaign.answered') },
          ]}
          rows={campaigns.map((one) => [
            <a href={`/member-reports?campaign=${one.id}`}>
              <InLanguage page={v.language} {...textIn(one.title, v.languages)} />
            </a>,
            one.body_ref ?? t('campaign.everyRegion'),
            t.day(one.opens_on),
            t.day(one.due_on),
            t('activity.nOfM', { counts: one.answered, members: one.asked }),
          ])}
        />
      )}
      <Section title={t('campaign.open')} note={t('campaign.openNote')}>
        <CampaignForm v={v} form={form} regions={regions as RegionRow[]} />
      </Section>
    </>,
  );
};

const CampaignForm = ({ v, form, regions }: { v: Visit; form: FormState; regions: readonly RegionRow[] }) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  const all = holdsEverywhere(v.actor, 'campaign.manage');
  return (
    <Form action="/campaigns">
      <ErrorSummary t={t} errors={errors} />
      {form.refusal && form.problems.length === 0 && <Notice t={t} tone="problem" text={t(form.refusal.key, form.refusal.values)} />}
      <Field
        t={t}
        name="title"
        label={t('campaign.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language)}
      />
      <Field
        t={t}
        name="body"
        label={t('organisation.body')}
        control="select"
        value={value('body')}
        error={error('body')}
        {...(all ? { none: t('campaign.everyRegion') } : {})}
        options={regions
          .filter((region) => all || holdsFor(v.actor, 'campaign.manage', region.id))
          .map((region) => ({ value: region.ref, label: nameOfBody(v, region) }))}
      />
      <FieldRow>
        <Field
          t={t}
          name="opensOn"
          label={t('campaign.opensOn')}
          control="date"
          value={value('opensOn') || v.today}
          error={error('opensOn')}
        />
        <Field t={t} name="dueOn" label={t('campaign.dueOn')} control="date" value={value('dueOn')} error={error('dueOn')} required />
      </FieldRow>
      <Actions t={t} submit={t('campaign.openDo')} />
    </Form>
  );
};
