import { z } from 'zod';
import { choice, flexibleDay, id, longText, optional, reference, version } from '../../../platform/fields.ts';
import { lastDayOf } from '../../../platform/i18n/flexible-days.ts';
import { messages } from '../organisations/messages/index.ts';

/** A person's belonging to an organisation or a body, from a day to a day. It is ended, never deleted. */

export const organisationRoles = ['primary', 'alternate', 'member', 'observer'] as const;
export const bodyRoles = [
  'chair',
  'coChair',
  'viceChair',
  'secretary',
  'member',
  'participant',
  'observer',
  'liaison',
  'penholder',
  'rapporteur',
  'staff',
] as const;
export const membershipRoles = [...new Set([...organisationRoles, ...bodyRoles])] as unknown as readonly [
  MembershipRole,
  ...MembershipRole[],
];
export type MembershipRole = (typeof organisationRoles)[number] | (typeof bodyRoles)[number];

/** As lists are written, beside the words of our own pages in each language. */
const words: Record<string, MembershipRole> = {
  ...Object.fromEntries(
    Object.values<Record<string, string>>(messages).flatMap((inOne) =>
      membershipRoles.flatMap((role) => {
        const said = inOne[`membership.role.${role}`];
        return said ? [[said, role]] : [];
      }),
    ),
  ),
  representative: 'primary',
  'primary representative': 'primary',
  'primary contact': 'primary',
  contact: 'primary',
  'alternate representative': 'alternate',
  'secondary contact': 'alternate',
  'vice-chair': 'viceChair',
  'co-chair': 'coChair',
  secretariat: 'secretary',
};

const days = { from: optional(flexibleDay()), to: optional(flexibleDay()), note: optional(longText({ max: 2000 })) };

type Days = { [Key in 'from' | 'to']?: z.output<ReturnType<typeof flexibleDay>> | null | undefined };

/** The last day that the end can mean is not before the first that the beginning can. */
const endsAfterItBegins = ({ from, to }: Days): boolean => {
  const last = to && lastDayOf(to);
  return !from?.from || !last || from.from <= last;
};
const order = { error: 'membership.endsBeforeItBegins', path: ['to'] };

export const newMembership = z
  .object({
    person: id(),
    organisation: optional(reference()),
    body: optional(reference()),
    role: choice(membershipRoles, words).default('member'),
    ...days,
  })
  .refine(({ organisation, body }) => Boolean(organisation) !== Boolean(body), { error: 'membership.oneOf', path: ['organisation'] })
  .refine(({ organisation, role }) => (organisation ? organisationRoles : bodyRoles).some((one) => one === role), {
    error: 'membership.otherRole',
    path: ['role'],
  })
  .refine(endsAfterItBegins, order);

export const membershipChange = z.object({ membership: id(), version: optional(version()), ...days }).refine(endsAfterItBegins, order);

/** Ends on the given day, today where none is given. */
export const membershipEnd = z.object({ membership: id(), version: optional(version()), to: optional(flexibleDay()) });

export const membershipNamed = z.object({ membership: id(), version: optional(version()) });

/** Which memberships a list shows: those that last today, all, or those that lasted on a day. */
export const whenOf = (asked: string | undefined, today: string): { day: string | null; asked: 'current' | 'all' | 'day' } => {
  if (asked === 'all') return { day: null, asked };
  if (asked && /^\d{4}-\d\d-\d\d$/.test(asked)) return { day: asked, asked: 'day' };
  return { day: today, asked: 'current' };
};
