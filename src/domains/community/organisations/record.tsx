import type { Child } from 'hono/jsx';
import { shownWebAddress } from '../../../platform/addresses/url.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { termIn, termsOf } from '../../../platform/terms/terms.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { RecordPage } from '../../../platform/ui/record/record.tsx';
import { writtenRange } from './organisation.ts';
import { periodSaid } from './periods.ts';
import type { WholeOrganisation } from './queries.ts';
import { type OrganisationTab, tabsOf } from './views.tsx';
import { schemes, stateLook } from './words.ts';

/** Head, tabs and facts are the same on every tab. */
export const recordPage = (
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
      tabs={tabsOf(v, one, tab)}
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

export const factsOf = async (c: PageContext, one: WholeOrganisation) => {
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
    {
      label: t('organisation.earlier'),
      value: one.periods.length > 0 && (
        <ul class="plain">
          {one.periods.map((period) => (
            <li>{periodSaid(t, period, termIn(terms, 'organisation.reason', period.reason_class, v.languages))}</li>
          ))}
        </ul>
      ),
    },
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
