import type { Child } from 'hono/jsx';
import { holdsEverywhere, holdsFor, holdsSomewhere } from '../../../platform/access/actor.ts';
import { shownWebAddress } from '../../../platform/addresses/url.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { kept, written } from '../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { addressOf } from '../../../platform/lists/state.ts';
import { termIn, termsOf } from '../../../platform/terms/terms.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle, RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { MembershipDisclosure } from '../memberships/forms.tsx';
import { organisationRoles, whenOf } from '../memberships/membership.ts';
import { howManyQuestion, membershipsQuestion } from '../memberships/queries.ts';
import { MembershipTable } from '../memberships/views.tsx';
import { When } from '../when.tsx';
import { addOrganisation, changeOrganisation } from './commands.ts';
import { organisationRegister } from './list.ts';
import { writtenRange } from './organisation.ts';
import { choicesQuestion, organisationByRef, type WholeOrganisation } from './queries.ts';
import { OrganisationForm, type OrganisationTab, tabsOf } from './views.tsx';
import { schemes, stateLook } from './words.ts';

export const pages = (app: Pages): void => {
  serveList(
    app,
    '/organisations',
    async (v, query) => organisationRegister(await termsOf(v.db, schemes), dayNamed(query.get('when') ?? undefined) ?? v.today),
    {
      lead: (v) => v.t('organisation.registerLead'),
      actions: (v) =>
        holdsSomewhere(v.actor, 'organisation.manage') && (
          <>
            <a href="/organisations/duplicates">{v.t('organisation.duplicates')}</a>
            <ButtonLink href="/imports">{v.t('organisation.import')}</ButtonLink>
            <ButtonLink href="/organisations/new" primary>
              {v.t('organisation.add')}
            </ButtonLink>
          </>
        ),
      head: (v, _query, _asked, state) => {
        const list = organisationRegister(new Map(), v.today);
        const [when = 'current'] = state.filters.get('when') ?? [];
        const others = new Map([...state.filters].filter(([key]) => key !== 'when'));
        const query = new URL(addressOf(list, { ...state, filters: others }), 'http://list').searchParams;
        return <When v={v} action="/organisations" when={when} hidden={[...query]} />;
      },
    },
  );
  app.get('/organisations/new', (c) => newPage(c, emptyForm({ state: 'accredited' })));
  app.post('/organisations', (c) =>
    submit(c, addOrganisation, {
      done: ({ ref }) => `/organisations/${encodeURIComponent(ref)}`,
      again: (form) => newPage(c, form),
      flash: 'organisation.added',
    }),
  );
  app.get('/organisations/:ref', async (c) => {
    const found = await organisationOf(c);
    // Another name answers with the way to the present one.
    if (found.ref !== c.req.param('ref')) return c.redirect(`/organisations/${encodeURIComponent(found.ref)}`, 301);
    return summaryPage(c, found);
  });
  app.get('/organisations/:ref/people', async (c) => peoplePage(c, await organisationOf(c)));
  app.get('/organisations/:ref/log', async (c) => logPage(c, await organisationOf(c)));
  app.get('/organisations/:ref/edit', async (c) => {
    const found = await organisationOf(c);
    return editPage(c, found, emptyForm(formValues(found)));
  });
  app.post('/organisations/:ref/edit', async (c) => {
    const found = await organisationOf(c);
    return submit(c, changeOrganisation, {
      more: { ref: found.ref },
      done: ({ ref }) => `/organisations/${encodeURIComponent(ref)}`,
      again: (form) => editPage(c, found, form),
      flash: 'organisation.changed',
    });
  });
};

const organisationOf = async (c: PageContext): Promise<WholeOrganisation> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const found = await organisationByRef(v.db, v.actor, ref, v.today);
  if (!found) throw notFound('organisation.unknown', { ref });
  return found;
};

const formValues = (one: WholeOrganisation): Record<string, unknown> => ({
  ...one,
  nativeName: one.native_name,
  body: one.body_ref,
  // The form speaks of the region only where it was set by hand.
  region: one.region_id ? one.region : '',
  regionReason: one.region_reason,
  membersFrom: one.members_from,
  membersTo: one.members_to,
  founded: written({ on: one.founded_on, span: one.founded_span }),
  accredited: written({ on: one.accredited_on, span: one.accredited_span }),
  withdrawn: written({ on: one.withdrawn_on, span: one.withdrawn_span }),
  website: one.website && shownWebAddress(one.website),
  reasonClass: one.reason_class,
  voteUrl: one.vote_url,
});

/** Head, tabs and facts are the same on every tab. */
const recordPage = (
  c: PageContext,
  one: WholeOrganisation,
  tab: OrganisationTab,
  facts: { label: string; value: Child }[],
  body: Child,
) => {
  const v = visit(c);
  const { t } = v;
  return show(
    c,
    { title: one.name, breadcrumbs: [{ href: '/organisations', label: t('organisation.register') }] },
    <RecordPage
      t={t}
      title={<bdi>{one.name}</bdi>}
      reference={one.ref}
      status={{ ...stateLook[one.state], label: t(`organisation.state.${one.state}`) }}
      lead={one.native_name && <bdi>{one.native_name}</bdi>}
      facts={facts}
      tabs={tabsOf(v, one.ref, tab)}
      actions={
        one.may_edit && (
          <>
            <a href={`/organisations/${encodeURIComponent(one.ref)}/merge`}>{t('merge.with')}</a>
            <ButtonLink href={`/organisations/${encodeURIComponent(one.ref)}/edit`} edit>
              {t('organisation.edit')}
            </ButtonLink>
          </>
        )
      }
    >
      {one.archived_at && <Notice t={t} tone="attention" text={t('organisation.archived', { reason: one.archived_reason ?? '' })} />}
      {body}
    </RecordPage>,
  );
};

/** The page of an organisation with a tab that another domain fills. */
export const organisationPage = async (c: PageContext, one: WholeOrganisation, tab: OrganisationTab, body: Child) =>
  recordPage(c, one, tab, await factsOf(c, one), body);

const factsOf = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const terms = await termsOf(v.db, schemes);
  const day = (key: 'founded' | 'accredited' | 'withdrawn') => kept({ on: one[`${key}_on`], span: one[`${key}_span`] }, t);
  return [
    { label: t('organisation.acronym'), value: one.acronym },
    { label: t('organisation.country'), value: one.country && countryName(one.country, v.language) },
    { label: t('organisation.city'), value: one.city },
    {
      label: t('organisation.region'),
      value: one.region_title && (
        <>
          <InLanguage page={v.language} {...textIn(one.region_title, v.languages)} />
          {one.region_reason && <span class="quiet small"> {t('organisation.setByHand', { reason: one.region_reason })}</span>}
        </>
      ),
    },
    { label: t('organisation.body'), value: one.body_ref && <a href={`/bodies/${one.body_ref}`}>{one.body_ref}</a> },
    { label: t('organisation.type'), value: termIn(terms, 'organisation.type', one.type, v.languages) },
    { label: t('organisation.members'), value: writtenRange(one.members_from, one.members_to) },
    { label: t('organisation.languages'), value: t.list(one.languages.map((code) => languageName(code, v.language))) },
    { label: t('organisation.founded'), value: day('founded') },
    { label: t('organisation.accredited'), value: day('accredited') },
    { label: t('organisation.withdrawn'), value: day('withdrawn') },
    { label: t('organisation.reasonClass'), value: termIn(terms, 'organisation.reason', one.reason_class, v.languages) },
    { label: t('organisation.website'), value: one.website && <WebLink href={one.website} /> },
    { label: t('organisation.email'), value: one.email && <bdi>{one.email}</bdi> },
    { label: t('organisation.voteUrl'), value: one.vote_url && <WebLink href={one.vote_url} /> },
    { label: t('organisation.aliases'), value: one.aliases.length > 0 && t.list(one.aliases) },
  ];
};

const WebLink = ({ href }: { href: string }) => (
  <a href={href} rel="nofollow noopener">
    <bdi>{shownWebAddress(href)}</bdi>
  </a>
);

const summaryPage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const { members, count } = await together(v.db, {
    members: membershipsQuestion(v.db, v.actor, { organisation: one.id }, v.today),
    count: howManyQuestion(v.db, { organisation: one.id }, v.today),
  });
  const representatives = members.filter((row) => row.role === 'primary' || row.role === 'alternate');
  return recordPage(
    c,
    one,
    'summary',
    await factsOf(c, one),
    <>
      {one.mission && (
        <p class="lead">
          <InLanguage page={v.language} {...textIn(one.mission, v.languages)} />
        </p>
      )}
      <Section title={t('organisation.representatives')} note={t('membership.counted', { count: count[0]?.count ?? 0 })}>
        {representatives.length === 0 ? (
          <p class="quiet">{t('organisation.noRepresentatives')}</p>
        ) : (
          <MembershipTable
            v={v}
            rows={representatives.map((row) => ({ ...row, may_keep: false }))}
            of="place"
            back={`/organisations/${one.ref}/people`}
          />
        )}
      </Section>
    </>,
  );
};

const peoplePage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const { day, asked } = whenOf(c.req.query('when'), v.today);
  const { members, count } = await together(v.db, {
    members: membershipsQuestion(v.db, v.actor, { organisation: one.id }, day),
    count: howManyQuestion(v.db, { organisation: one.id }, day),
  });
  const here = `/organisations/${one.ref}/people`;
  const hidden = (count[0]?.count ?? 0) - members.length;
  const keeps = one.body_id === null ? holdsEverywhere(v.actor, 'member.manage') : holdsFor(v.actor, 'member.manage', one.body_id);
  return recordPage(
    c,
    one,
    'people',
    await factsOf(c, one),
    <>
      <When v={v} action={here} when={asked === 'day' ? (day ?? '') : asked} />
      <MembershipTable v={v} rows={members} of="place" back={here} />
      {hidden > 0 && <p class="quiet small">{t('membership.notShown', { count: hidden })}</p>}
      {keeps && <MembershipDisclosure v={v} form={emptyForm()} place={{ organisation: one.ref }} roles={organisationRoles} back={here} />}
    </>,
  );
};

const logPage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const entries = await historyOf(
    v.db,
    [
      { table: 'organisation', id: one.id },
      { table: 'organisation', of: 'merged_into_id', id: one.id },
    ],
    { limit: 100, actor: v.actor },
  );
  return recordPage(c, one, 'log', await factsOf(c, one), <HistoryView v={v} entries={entries} />);
};

const choices = async (c: PageContext) => {
  const v = visit(c);
  const [terms, { regions, bodies }] = await Promise.all([termsOf(v.db, schemes), together(v.db, choicesQuestion(v.db))]);
  return { terms, regions, bodies };
};

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('organisation.add'), breadcrumbs: [{ href: '/organisations', label: v.t('organisation.register') }] },
    <>
      <PageTitle title={v.t('organisation.add')} />
      <OrganisationForm
        v={v}
        form={form}
        action="/organisations"
        cancelHref="/organisations"
        submit={v.t('organisation.add')}
        known={false}
        {...(await choices(c))}
      />
    </>,
  );
};

const editPage = async (c: PageContext, one: WholeOrganisation, form: FormState) => {
  const v = visit(c);
  const path = `/organisations/${encodeURIComponent(one.ref)}`;
  return show(
    c,
    { title: v.t('organisation.editOf', { ref: one.ref }), breadcrumbs: [{ href: path, label: one.name }] },
    <>
      <PageTitle title={v.t('organisation.editOf', { ref: one.ref })} />
      <OrganisationForm
        v={v}
        form={form}
        action={`${path}/edit`}
        cancelHref={path}
        submit={v.t('form.save')}
        version={one.version}
        known
        {...(await choices(c))}
      />
    </>,
  );
};
