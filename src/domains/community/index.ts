import type { Domain } from '../../platform/domain.ts';
import { api } from './api.ts';
import { pages as chartPages } from './chart/pages.tsx';
import { addBody, archiveBody, changeBody, loadRegions } from './commands.ts';
import { api as coverageApi } from './coverage/api.ts';
import { pages as coveragePages } from './coverage/pages.tsx';
import { bodies } from './imports.ts';
import { api as joiningApi } from './joining/api.ts';
import { acceptRequest, askToJoin, declineRequest } from './joining/commands.ts';
import { groupCard } from './joining/list.ts';
import { pages as joiningPages } from './joining/pages.tsx';
import { dueQuestion } from './joining/queries.ts';
import { meanings, records } from './meanings.ts';
import { addMembership, changeMembership, endMembership, withdrawMembership } from './memberships/commands.ts';
import { endAllOf } from './memberships/end-all.ts';
import { pages as membershipPages } from './memberships/pages.tsx';
import { takeInMembership } from './memberships/take-in.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { moves } from './moves.ts';
import { nameKey } from './name-key.ts';
import { api as organisationApi } from './organisations/api.ts';
import { addOrganisation, archiveOrganisation, changeOrganisation, returnOrganisation } from './organisations/commands.ts';
import { organisations } from './organisations/imports.ts';
import { organisationCard } from './organisations/list.ts';
import { mergingApi } from './organisations/merging/api.ts';
import { keepOrganisationsApart, mergeOrganisations, unmergeOrganisations } from './organisations/merging/commands.ts';
import { mergingPages } from './organisations/merging/pages.tsx';
import { messages as organisationWords } from './organisations/messages/index.ts';
import { pages as organisationPages } from './organisations/pages.tsx';
import { takeInOrganisation } from './organisations/take-in.ts';
import { pages } from './pages.tsx';
import { search } from './search.ts';
import { api as seatApi } from './seats/api.ts';
import { addSeat, archiveSeat, changeSeat, changeTenure, endTenure, fillSeat, withdrawTenure } from './seats/commands.ts';
import { messages as seatWords } from './seats/messages/index.ts';
import { pages as seatPages } from './seats/pages.tsx';
import { owned } from './tables.ts';

export { type BodyFact, saidOfBodies } from './body-facts.ts';
export { bodyOrAll } from './body-or-all.ts';
export { addBody, changeBody, loadRegions } from './commands.ts';
export { lasts } from './lasting.ts';
export { endAllOf } from './memberships/end-all.ts';
export { MembershipDisclosure } from './memberships/forms.tsx';
export { type MembershipRole, membershipRoles, organisationRoles, whenOf } from './memberships/membership.ts';
export {
  howManyQuestion,
  type ListedMembership,
  type ListedTenure,
  membershipsQuestion,
  tenuresQuestion,
} from './memberships/queries.ts';
export { type KnownMemberships, knownMemberships, membershipOf, membershipTaken, takeInMembership } from './memberships/take-in.ts';
export { MembershipTable, TenureTable } from './memberships/views.tsx';
export { lookAlike, looksOf, nameKey } from './name-key.ts';
export { nameHolds, spelt, textHolds } from './name-words.ts';
export { addOrganisation, changeOrganisation, returnOrganisation } from './organisations/commands.ts';
export { endedStates, memberStates } from './organisations/organisation.ts';
export { mayReadOrganisation } from './organisations/policy.ts';
export { organisationByRef, type WholeOrganisation } from './organisations/queries.ts';
export { organisationPage } from './organisations/record.tsx';
export { type OrganisationFact, saidOfOrganisations } from './organisations/said.ts';
export { countryOptions } from './organisations/views.tsx';
export { bodyByRef, bodyTree, namesOfBodies, regionsOfCountries, seatsOf } from './queries.ts';
export { type Atlas, atlasOn, bodyOfRegion, type InRegion, inRegion, ownSystem, regionOfCountry, regionsOn } from './regions.ts';
export { addSeat, endTenure, fillSeat } from './seats/commands.ts';
export type { Tables as CommunityTables } from './tables.ts';
export { mayName, peopleNamed, personNamed } from './visibility/named.ts';
export { mayReadField, mayReadMembership, mayReadPerson, type Onlooker, seen } from './visibility/policy.ts';
export {
  type Audience,
  audiences,
  type Consent,
  choicesFor,
  consentSchema,
  type PersonalField,
  personalFields,
  type SaidConsent,
  standard,
} from './visibility/visibility.ts';

import { takeInBody } from './take-in.ts';

export { When } from './when.tsx';

export const community: Domain = {
  name: 'community',
  tables: owned,
  rights: ['body.manage', 'organisation.manage', 'member.manage', 'people.lead'],
  commands: [
    addBody,
    changeBody,
    archiveBody,
    addSeat,
    changeSeat,
    archiveSeat,
    fillSeat,
    changeTenure,
    withdrawTenure,
    loadRegions,
    takeInBody,
    addOrganisation,
    changeOrganisation,
    returnOrganisation,
    archiveOrganisation,
    takeInOrganisation,
    mergeOrganisations,
    unmergeOrganisations,
    keepOrganisationsApart,
    addMembership,
    changeMembership,
    endMembership,
    withdrawMembership,
    takeInMembership,
    endAllOf,
    endTenure,
    askToJoin,
    acceptRequest,
    declineRequest,
  ],
  pages: (app) => {
    pages(app);
    mergingPages(app);
    organisationPages(app);
    membershipPages(app);
    coveragePages(app);
    joiningPages(app);
    seatPages(app);
    chartPages(app);
  },
  api: [...api, ...mergingApi, ...organisationApi, ...coverageApi, ...joiningApi, ...seatApi],
  lists: [organisationCard, groupCard],
  imports: [bodies, organisations],
  menu: [
    { area: 'community', label: 'body.menu', href: '/bodies', place: 1, covers: ['/regions', '/chart', '/seats', '/tenures'] },
    { area: 'community', label: 'organisation.menu', href: '/organisations', place: 2 },
    { area: 'community', label: 'group.menu', href: '/groups', place: 4 },
    { area: 'community', label: 'coverage.menu', href: '/coverage', place: 5 },
  ],
  meanings,
  derives: { organisation: { name_key: { from: 'name', by: nameKey } } },
  records,
  moves,
  due: {
    questions: (db, actor) => (actor.personId === null ? {} : { joining: dueQuestion(db, actor) }),
    read: ({ joining = [] }) => {
      const count = Number(joining[0]?.count ?? 0);
      return count > 0 ? [{ label: 'join.due', href: `/bodies/${joining[0]?.ref}#join`, count }] : [];
    },
  },
  messages: joined({ en, fr, es, ar }, organisationWords, seatWords),
  search,
};

/** The words of the nouns of this domain as those of one domain. */
function joined(...parts: Domain['messages'][]): Domain['messages'] {
  const of = (language: 'en' | 'fr' | 'es' | 'ar') => Object.assign({}, ...parts.map((part) => part[language]));
  return { en: of('en'), fr: of('fr'), es: of('es'), ar: of('ar') };
}
