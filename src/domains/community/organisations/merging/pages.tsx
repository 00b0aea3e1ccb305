import type { Child } from 'hono/jsx';
import { sql } from 'kysely';
import { shownWebAddress } from '../../../../platform/addresses/url.ts';
import { together } from '../../../../platform/db/together.ts';
import type { Pages, Visit } from '../../../../platform/http/visit.ts';
import { countryName } from '../../../../platform/i18n/countries.ts';
import { kept as keptDay } from '../../../../platform/i18n/flexible-words.ts';
import { languageName } from '../../../../platform/i18n/languages.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { sidesOf } from '../../../../platform/merging/merging.ts';
import { type Mergeable, serveMerging } from '../../../../platform/merging/pages.tsx';
import { countedQuestion, placesOf } from '../../../../platform/merging/places.ts';
import { type Called, mergesQuestion } from '../../../../platform/merging/queries.ts';
import type { Suggested } from '../../../../platform/merging/suggested.ts';
import type { FieldOfBoth, Pair, Recognised, SideBySide } from '../../../../platform/merging/views.tsx';
import { type Terms, termIn, termsOf } from '../../../../platform/terms/terms.ts';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../../platform/ui/prose/prose.tsx';
import { lookAlike } from '../../name-key.ts';
import { writtenRange } from '../organisation.ts';
import { organisationByRef, type WholeOrganisation } from '../queries.ts';
import { schemes } from '../words.ts';
import { keepOrganisationsApart, mergeOrganisations, unmergeOrganisations } from './commands.ts';
import { columnsOf, type MergeField, mergeFields } from './merging.ts';
import { mayMergeSome, mayReadMerge, type Reason, type Shown, suggestedQuestion } from './queries.ts';

const called: Called = {
  kind: 'organisation',
  name: sql<string>`record.name`,
  key: sql<string>`record.ref`,
  href: sql<string>`'/organisations/' || record.ref`,
};

const organisations: Mergeable<Suggested<Shown, Reason>> = {
  path: '/organisations',
  key: '[A-Za-z0-9][A-Za-z0-9.-]*',
  register: 'organisation.register',
  title: 'organisation.duplicates',
  lead: 'organisation.duplicatesLead',
  may: ({ actor }) => mayMergeSome(actor),
  suggested: (v, asked) => suggestedQuestion(v.db, v.actor, asked),
  pairOf: (v, row) => pairOf(v, row),
  merges: (v, which) => mergesQuestion(v.db, called, mayReadMerge(v.actor), which),
  sideBySide: (v, kept, gone) => sideBySide(v, kept, gone),
  commands: { merge: mergeOrganisations, unmerge: unmergeOrganisations, keepApart: keepOrganisationsApart },
};

/** To be served before the page that takes any word for a reference. */
export const mergingPages = (app: Pages): void => serveMerging(app, organisations);

const pairOf = (v: Visit, { first, second, why }: Suggested<Shown, Reason>): Pair => ({
  one: recognise(v, first),
  other: recognise(v, second),
  why: why.map((reason) => v.t(`merge.because.${reason}`)),
  lookalike: lookAlike(first.name, second.name),
});

const recognise = (v: Visit, one: Shown): Recognised => ({
  key: one.ref,
  name: one.name,
  href: `/organisations/${encodeURIComponent(one.ref)}`,
  about: [
    [one.ref, one.city, one.country && countryName(one.country, v.language), v.t(`organisation.state.${one.state}`)]
      .filter(Boolean)
      .join(' · '),
    ...(one.website ? [shownWebAddress(one.website)] : []),
  ],
});

const sideBySide = async (v: Visit, keptRef: string, goneRef: string): Promise<SideBySide | undefined> => {
  const [kept, gone, places, terms] = await Promise.all([
    organisationByRef(v.db, v.actor, keptRef, v.today),
    organisationByRef(v.db, v.actor, goneRef, v.today),
    placesOf(v.db, 'organisation'),
    termsOf(v.db, schemes),
  ]);
  if (!kept || !gone || kept.id === gone.id || kept.archived_at || gone.archived_at || !kept.may_edit || !gone.may_edit) return undefined;
  const { counts } = await together(v.db, { counts: countedQuestion(v.db, places, { kept: kept.id, gone: gone.id }) });
  return {
    kept: { key: kept.ref, name: kept.name, href: `/organisations/${kept.ref}`, about: [] },
    gone: { key: gone.ref, name: gone.name, href: `/organisations/${gone.ref}`, about: [] },
    version: kept.version,
    goneVersion: gone.version,
    fields: fieldsOf(v, terms, kept, gone),
    counts,
    notes: lookAlike(kept.name, gone.name) && (
      <Notice t={v.t} tone="attention" title={v.t('merge.lookalike')} text={v.t('merge.lookalikeNote')} />
    ),
  };
};

const fieldsOf = (v: Visit, terms: Terms, kept: WholeOrganisation, gone: WholeOrganisation): FieldOfBoth[] => {
  const sides = sidesOf(columnsOf, {}, { kept, gone });
  const plain = (one: WholeOrganisation, name: MergeField) =>
    JSON.stringify(columnsOf[name].map((column) => (column === 'name_key' || column === 'state_on' ? null : one[column])));
  return mergeFields.map((name) => ({
    name,
    label: v.t(`organisation.${name}`),
    kept: shownOf(v, terms, kept)[name],
    gone: shownOf(v, terms, gone)[name],
    side: plain(kept, name) === plain(gone, name) ? null : sides[name],
  }));
};

const shownOf = (v: Visit, terms: Terms, one: WholeOrganisation): Record<MergeField, Child> => {
  const { t } = v;
  const day = (key: 'founded' | 'accredited' | 'withdrawn') => keptDay({ on: one[`${key}_on`], span: one[`${key}_span`] }, t);
  const text = (value: string | null) => value && <bdi>{value}</bdi>;
  return {
    name: text(one.name),
    nativeName: text(one.native_name),
    acronym: text(one.acronym),
    country: one.country && (
      <>
        {countryName(one.country, v.language)}
        {one.region_reason && <span class="quiet small"> {t('organisation.setByHand', { reason: one.region_reason })}</span>}
      </>
    ),
    body: text(one.body_ref),
    city: text(one.city),
    type: termIn(terms, 'organisation.type', one.type, v.languages),
    members: writtenRange(one.members_from, one.members_to),
    languages: t.list(one.languages.map((code) => languageName(code, v.language))),
    founded: day('founded'),
    state: t(`organisation.state.${one.state}`),
    accredited: day('accredited'),
    withdrawn: day('withdrawn'),
    reasonClass: termIn(terms, 'organisation.reason', one.reason_class, v.languages),
    website: text(one.website && shownWebAddress(one.website)),
    email: text(one.email),
    voteUrl: text(one.vote_url && shownWebAddress(one.vote_url)),
    mission: one.mission && <InLanguage page={v.language} {...textIn(one.mission, v.languages)} />,
  };
};
