import { sql } from 'kysely';
import { system } from '../../../../platform/access/actor.ts';
import { addressKey } from '../../../../platform/addresses/email.ts';
import { also, type Call } from '../../../../platform/command.ts';
import { type AnyWrites, reading, type Writes } from '../../../../platform/db/tables.ts';
import type { FlexibleDay } from '../../../../platform/i18n/days.ts';
import { plainTexts, textIn } from '../../../../platform/i18n/texts.ts';
import { addAccount, giveGrant } from '../../../accounts/index.ts';
import { addOrganisation, returnOrganisation, takeInMembership } from '../../../community/index.ts';
import { addEmail, addPerson } from '../../../people/index.ts';
import { write } from '../application/letters.ts';
import type { Found } from '../application/subjects.ts';
import { beginAgain } from '../begin-again.ts';
import { meantBy } from '../form/answers.ts';
import { announcedOn } from '../form/queries.ts';
import type { Tables } from '../tables.ts';

/** What the answers of a complete form give for the register. */
interface Meant {
  name: string;
  nativeName?: string;
  acronym?: string;
  country?: string;
  city?: string;
  website?: string;
  email?: string;
  founded?: FlexibleDay;
  members?: number;
  languages?: string[];
  mission?: string;
  contactName?: string;
  contactEmail?: string;
  secondName?: string;
  secondEmail?: string;
}

export interface Made {
  organisation: number | null;
  organisationRef: string | null;
  person: number;
}

/**
 * What follows from an accreditation: the register, the people, their memberships, and where the form says so their accounts, roles and
 * lists. `record` is the reference of an organisation that had left and comes back. By the same commands that people use, in the name of the program, because the decision has been made by a person.
 */
export const welcome = async (tx: Writes<Tables>, application: Found, given: Call, record: string | null): Promise<Made> => {
  const call: Call = { ...given, actor: system() };
  const { country, ...said } = meantBy(application.content, application.answers) as unknown as Meant;
  // A country that the community's table does not know would be refused by the register.
  const meant: Meant = { ...said, ...(country && application.country_id !== null ? { country } : {}) };
  const body = await bodyRef(tx, application.body_id);
  if (application.kind === 'individual') {
    const person = await knownPerson(tx, application, { name: meant.name, email: application.address }, meant, call);
    if (body) await also(tx as AnyWrites, takeInMembership, { person, body, role: 'member', from: call.today }, call);
    await admit(tx, application, person, body, call);
    return { organisation: null, organisationRef: null, person };
  }
  const facts = organisationOf(meant, application.language, body, call.today);
  const { ref } = record
    ? await also(tx as AnyWrites, returnOrganisation, { ...facts, ref: record }, call)
    : await also(tx as AnyWrites, addOrganisation, { ...facts, state: 'accredited' }, call);
  const { id } = await tx.selectFrom('organisation').select('id').where('ref', '=', ref).executeTakeFirstOrThrow();
  if (record) await beginAgain(tx as never, id, call.today, given.actor.name);
  const primary = await knownPerson(
    tx,
    application,
    { name: meant.contactName ?? meant.name, email: meant.contactEmail ?? application.address },
    {},
    call,
  );
  await also(tx as AnyWrites, takeInMembership, { person: primary, organisation: ref, role: 'primary', from: call.today }, call);
  await admit(tx, application, primary, body, call);
  if (meant.secondName && meant.secondEmail && addressKey(meant.secondEmail) !== addressKey(meant.contactEmail ?? application.address)) {
    const alternate = await knownPerson(tx, application, { name: meant.secondName, email: meant.secondEmail }, {}, call);
    await also(tx as AnyWrites, takeInMembership, { person: alternate, organisation: ref, role: 'alternate', from: call.today }, call);
    await admit(tx, application, alternate, body, call);
  }
  return { organisation: id, organisationRef: ref, person: primary };
};

const organisationOf = (meant: Meant, language: string, body: string | null, today: string) => ({
  name: meant.name,
  nativeName: meant.nativeName,
  acronym: meant.acronym?.slice(0, 40),
  country: meant.country,
  city: meant.city?.slice(0, 120),
  website: meant.website,
  email: meant.email,
  founded: meant.founded,
  membersFrom: meant.members,
  membersTo: meant.members,
  languages: meant.languages,
  ...(meant.mission ? { mission: plainTexts(language, meant.mission.slice(0, 4000)) } : {}),
  ...(body ? { body } : {}),
  accredited: today,
});

/** Whoever has this address already is the same person; otherwise somebody new. */
const knownPerson = async (
  tx: Writes<Tables>,
  { language }: Found,
  { name, email }: { name: string; email: string },
  facts: Pick<Meant, 'nativeName' | 'country'>,
  call: Call,
): Promise<number> => {
  const known = await tx
    .selectFrom('email')
    .innerJoin('person', 'person.id', 'email.person_id')
    .select('email.person_id')
    .where('email.address_key', '=', addressKey(email))
    .where('email.archived_at', 'is', null)
    .where('person.archived_at', 'is', null)
    .executeTakeFirst();
  if (known) return known.person_id;
  const { id } = await also(
    tx as AnyWrites,
    addPerson,
    { name: name.slice(0, 120), language, nativeName: facts.nativeName?.slice(0, 120), country: facts.country },
    call,
  );
  await also(tx as AnyWrites, addEmail, { person: id, address: email }, call);
  return id;
};

/** Tells the lists that a member was accepted, in the same words for an organisation and an individual. */
export const announce = async (tx: Writes<Tables>, application: Found, { organisationRef }: Made, given: Call): Promise<void> => {
  const region =
    application.body_id === null
      ? undefined
      : await tx.selectFrom('body').select(['ref', 'name']).where('id', '=', application.body_id).executeTakeFirst();
  for (const { address } of await announcedOn(reading(tx as AnyWrites)))
    await write(tx as AnyWrites, { address, language: 'en' }, (t, { community, site }) => ({
      subject: t('application.letter.announced.subject', { name: application.name ?? '', community }),
      body: t('application.letter.announced.body', {
        name: application.name ?? '',
        kind: t(`application.kind.${application.kind}`),
        community,
        body: region ? textIn(region.name, ['en']).text : community,
        day: t.day(given.today),
        link: organisationRef
          ? `${site}/organisations/${encodeURIComponent(organisationRef)}`
          : `${site}/${region ? `bodies/${region.ref}` : ''}`,
      }),
    }));
};

/** Account, role and lists as the form says. The keepers of lists are asked by mail; lists are theirs. */
const admit = async (tx: Writes<Tables>, application: Found, person: number, body: string | null, call: Call): Promise<void> => {
  const { account, role, lists } = application.content.welcome;
  if (account && !(await tx.selectFrom('account').select('id').where('person_id', '=', person).executeTakeFirst()))
    await also(tx as AnyWrites, addAccount, { person }, call);
  const grant = role && body && (await roleStillThere(tx, role)) ? await roleFor(tx, person, role, body, call) : null;
  if (application.kind === 'organisation')
    await tx.insertInto('application_admission').values({ application_id: application.id, person_id: person, grant_id: grant }).execute();
  const member = await tx
    .selectFrom('email')
    .innerJoin('person', 'person.id', 'email.person_id')
    .select(['person.display_name as name', 'email.typed as address'])
    .where('email.person_id', '=', person)
    .where('email.archived_at', 'is', null)
    .orderBy('email.id')
    .executeTakeFirstOrThrow();
  for (const list of lists)
    await write(tx as AnyWrites, { address: list.keeper, language: 'en' }, (t, { community }) => ({
      subject: t('application.letter.list.subject', { list: list.name }),
      body: t('application.letter.list.body', { list: list.name, community, name: member.name, address: member.address }),
    }));
};

const bodyRef = async (tx: Writes<Tables>, id: number | null): Promise<string | null> =>
  id === null ? null : (await tx.selectFrom('body').select('ref').where('id', '=', id).executeTakeFirstOrThrow()).ref;

const roleStillThere = async (tx: Writes<Tables>, key: string): Promise<boolean> =>
  (await tx.selectFrom('role').select('id').where('key', '=', key).where('archived_at', 'is', null).executeTakeFirst()) !== undefined;

/** The grant that rests on this acceptance: a new one, or one that another acceptance gave. One that was given by hand rests on none. */
const roleFor = async (tx: Writes<Tables>, person: number, role: string, body: string, call: Call): Promise<number | null> => {
  const held = await tx
    .selectFrom('role_grant')
    .innerJoin('role', 'role.id', 'role_grant.role_id')
    .innerJoin('body', 'body.id', 'role_grant.body_id')
    .select(['role_grant.id', sql<boolean>`exists (select from application_admission where grant_id = role_grant.id)`.as('accepted')])
    .where('role_grant.person_id', '=', person)
    .where('role.key', '=', role)
    .where('body.ref', '=', body)
    .where('role_grant.archived_at', 'is', null)
    .where('role_grant.ends_on', 'is', null)
    .executeTakeFirst();
  if (held) return held.accepted ? held.id : null;
  return (await also(tx as AnyWrites, giveGrant, { person, role, body, from: call.today }, call)).id;
};
