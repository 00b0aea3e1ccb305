import { accounts } from '../domains/accounts/index.ts';
import { accreditation } from '../domains/accreditation/index.ts';
import { community } from '../domains/community/index.ts';
import { gateway } from '../domains/gateway/index.ts';
import { mailings } from '../domains/mailings/index.ts';
import { people } from '../domains/people/index.ts';
import { plans } from '../domains/plans/index.ts';
import { reports } from '../domains/reports/index.ts';
import { reviews } from '../domains/reviews/index.ts';
import type { Domain } from '../platform/domain.ts';
import { imports } from '../platform/imports/domain.ts';
import { lists } from '../platform/lists/domain.ts';
import { merging } from '../platform/merging/domain.ts';
import { platformMessages } from './messages.ts';

/** All domains in dependency order: each may use the doors of those above it, never of those below. */
export const domains: readonly Domain[] = [
  platformMessages,
  lists,
  imports,
  merging,
  community,
  people,
  accounts,
  accreditation,
  reviews,
  plans,
  mailings,
  reports,
  gateway,
];

/** Every right that a role can hold. */
export const rights: readonly string[] = domains.flatMap((domain) => domain.rights ?? []);

export const commands = domains.flatMap((domain) => domain.commands ?? []);

/** Everything that files can bring in. */
export const importers = domains.flatMap((domain) => domain.imports ?? []);

/** The commands that a token can be made for: those with a path for programs, and those that their imports run line by line. */
export const commandsForPrograms: readonly string[] = [
  ...domains.flatMap((domain) => domain.api ?? []).flatMap(({ command }) => command ?? []),
  ...importers.map(({ command }) => command.name),
];

export const jobs = domains.flatMap((domain) => domain.jobs ?? []);
