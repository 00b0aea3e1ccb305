import { holdsSomewhere } from '../../../../platform/access/actor.ts';
import { together } from '../../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../../platform/ui/form/form.tsx';
import { EmptyState, Notice } from '../../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../../platform/ui/prose/prose.tsx';
import { PageTitle, RecordPage, Section } from '../../../../platform/ui/record/record.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { linkLasts, reminderDays } from '../campaign.ts';
import { openCampaign } from '../commands.ts';
import { regionChoices } from '../regions.ts';
import { type Asked, askedQuestion, campaignsQuestion } from './queries.ts';
import { AskedTable, CampaignForm } from './views.tsx';

/** Members that a page carries; all of them stand in the register. */
const most = 60;

export const campaignPages = (app: Pages): void => {
  app.get('/campaigns', (c) => campaignsPage(c, emptyForm()));
  app.post('/campaigns', (c) =>
    submit(c, openCampaign, {
      done: ({ campaign }) => `/campaigns/${campaign}`,
      again: (form) => campaignsPage(c, form),
      flash: 'campaign.opened',
    }),
  );
  app.get('/campaigns/:campaign{[0-9]{1,15}}', campaignPage);
};

const campaignsPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  if (!holdsSomewhere(v.actor, 'campaign.manage')) throw forbidden();
  const { campaigns, regions } = await together(v.db, {
    campaigns: campaignsQuestion(v.db, v.actor),
    regions: regionChoices(v.db, v.actor, v.today),
  });
  return show(
    c,
    { title: t('campaign.all'), breadcrumbs: [{ href: '/activity', label: t('activity.title') }] },
    <>
      <PageTitle
        title={t('campaign.all')}
        lead={t('campaign.lead')}
        actions={
          <>
            <ButtonLink href="/member-reports">{t('campaign.register')}</ButtonLink>
            <ButtonLink href="/campaigns/questions">{t('question.all')}</ButtonLink>
            <ButtonLink href="/expectations">{t('expectation.all')}</ButtonLink>
          </>
        }
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
            <a href={`/campaigns/${one.id}`}>
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
        <CampaignForm v={v} form={form} regions={regions} />
      </Section>
    </>,
  );
};

const campaignPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const id = Number(c.req.param('campaign'));
  const { found, asked } = await together(v.db, {
    found: campaignsQuestion(v.db, v.actor).where('campaign.id', '=', id),
    asked: askedQuestion(v.db, v.actor, id, most),
  });
  const [campaign] = found;
  if (!campaign) throw notFound();
  const rows = asked as Asked[];
  const title = textIn(campaign.title as Texts, v.languages);
  const more = (rows[0]?.of ?? 0) - rows.length;
  const list = `/member-reports?campaign=${id}`;
  return show(
    c,
    {
      title: title.text,
      breadcrumbs: [
        { href: '/activity', label: t('activity.title') },
        { href: '/campaigns', label: t('campaign.all') },
      ],
    },
    <RecordPage
      t={t}
      title={<InLanguage page={v.language} {...title} />}
      facts={[
        {
          label: t('organisation.body'),
          value: campaign.body_ref ? <a href={`/bodies/${campaign.body_ref}`}>{campaign.body_ref}</a> : t('campaign.everyRegion'),
        },
        { label: t('campaign.answered'), value: t('activity.nOfM', { counts: campaign.answered, members: campaign.asked }) },
        { label: t('campaign.letters'), value: t.number(campaign.letters) },
        { label: t('campaign.opensOn'), value: t.day(campaign.opens_on) },
        { label: t('campaign.reminders'), value: t.list(reminderDays(campaign.due_on).map((day) => t.day(day))) },
        { label: t('campaign.dueOn'), value: t.day(campaign.due_on) },
        { label: t('campaign.linksEnd'), value: t.day(linkLasts(campaign.due_on)) },
        { label: t('campaign.questions'), value: <a href="/campaigns/questions">{t('question.see')}</a> },
      ]}
      actions={<ButtonLink href={list}>{t('campaign.register')}</ButtonLink>}
    >
      {campaign.opens_on > v.today && <Notice t={t} tone="info" text={t('campaign.opensLater', { day: t.day(campaign.opens_on) })} />}
      {rows.length === 0 ? (
        <EmptyState title={t('campaign.nobodyAsked')} />
      ) : (
        <>
          <AskedTable v={v} rows={rows} />
          {more > 0 && (
            <p>
              <a href={list}>{t('campaign.moreAsked', { count: more })}</a>
            </p>
          )}
        </>
      )}
    </RecordPage>,
  );
};
