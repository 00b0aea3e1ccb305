import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Actor, holdsEverywhere, holdsSomewhere } from '../access/actor.ts';
import type { Importer } from './importer.ts';

/** Importers that are offered to this person. */
export const usable = (importers: readonly Importer[], actor: Actor): Importer[] =>
  importers.filter((one) => holdsSomewhere(actor, one.right));

/** What `mayUse` says of one run, for a page that knows no more of it. */
export const mayOpen = (importers: readonly Importer[], actor: Actor, run: { kind: string; personId: number | null }): boolean => {
  const right = importers.find((one) => one.kind === run.kind)?.right;
  if (!right) return false;
  return holdsEverywhere(actor, right) || (holdsSomewhere(actor, right) && actor.personId !== null && actor.personId === run.personId);
};

/**
 * One's own runs, and those of others where the right of the importer is held everywhere: a source may speak of bodies in which the reader
 * has no say. Without the importer's right nothing is seen, one's own runs included.
 */
export const mayUse = (importers: readonly Importer[], actor: Actor): RawBuilder<SqlBool> => {
  const all = importers.filter((one) => holdsEverywhere(actor, one.right)).map((one) => one.kind);
  const own = usable(importers, actor).map((one) => one.kind);
  return sql<SqlBool>`(import_run.kind = any(${all}::text[])
    or (import_run.kind = any(${own}::text[]) and import_run.person_id = ${actor.personId}::bigint))`;
};
