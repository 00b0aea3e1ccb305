import { z } from 'zod';
import { day, id, issue, line, many, optional, reference, texts, version } from '../../../platform/fields.ts';

/** The role that may do everything. It cannot be narrowed, and somebody always holds it. */
export const administrator = 'administrator';

const roleKey = () => line({ max: 60 });

export const roleDefinition = z.object({
  key: roleKey().refine((key) => /^[a-z][A-Za-z0-9]*$/.test(key), { error: 'role.keyForm' }),
  title: texts({ max: 120 }),
  rights: many(line({ max: 80 })),
  version: optional(version()),
});

const inOrder = ({ from, to }: { from?: string | null | undefined; to?: string | null | undefined }) => !from || !to || from < to;

/** Without a body it holds everywhere; `from` is today unless said, `to` the first day on which it no longer holds. */
const held = { role: roleKey(), body: optional(reference()), from: optional(day()), to: optional(day()) };

export const newGrant = z.object({ person: id(), ...held }).superRefine((input, context) => {
  if (!inOrder(input)) context.addIssue(issue('grant.order', {}, ['to']));
});

export const grantEnd = z.object({ grant: id(), on: optional(day()), version: optional(version()) });

/** Where a grant stands on a day. */
export const grantState = (grant: { from: string; to: string | null }, today: string): 'future' | 'current' | 'ended' =>
  grant.to !== null && grant.to <= today ? 'ended' : grant.from > today ? 'future' : 'current';
