import { Hono } from 'hono';
import { z } from 'zod';
import type { Actor } from '../access/actor.ts';
import { hashOf } from '../access/tokens.ts';
import { type Command, run } from '../command.ts';
import type { AnyReads } from '../db/tables.ts';
import { forbidden, invalid, invalidField, notFound, Refusal } from '../errors.ts';
import { fieldProblems } from '../fields.ts';
import { problemJson } from './refuse.tsx';
import { callOf, type PageContext, type PageEnv, type Visit, visit } from './visit.ts';

/** One path for machines. `:name` parts of the path are parameters and belong to the input. */
export interface ApiRow {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  /** One sentence in English; the API speaks one language. */
  summary: string;
  input: z.ZodType;
  output: z.ZodType;
  status: 200 | 201;
  /** The command's name, where the row changes something. */
  command?: string;
  /** A link in the path is the key: no token is needed. */
  byLink?: true;
  answer: (v: Visit, input: Record<string, unknown>, c: PageContext) => Promise<unknown>;
}

/** A row that reads. What `ask` returns must hold every promised field, or it does not compile; more fields are cut off. */
export const reads = <Input extends z.ZodType, Output extends z.ZodType>(row: {
  path: string;
  summary: string;
  input?: Input;
  output: Output;
  ask: (db: AnyReads, actor: Actor, input: z.output<Input>, v: Visit) => Promise<z.input<Output>>;
}): ApiRow => ({
  method: 'get',
  path: row.path,
  summary: row.summary,
  input: row.input ?? z.object({}),
  output: row.output,
  status: 200,
  answer: async (v, input) => {
    const schema = row.input ?? z.object({});
    refuseUnknown(schema, input);
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw invalid(fieldProblems(parsed.error));
    return row.output.parse(await row.ask(v.db, v.actor, parsed.data as z.output<Input>, v));
  },
});

/**
 * A row that changes something through a command. `answer` turns what the command gives into what is promised. With `byLink` a link in the
 * path is the key, and no token is needed. `adds` is what the program itself knows and nobody says; then `input` is the rest. What is sent
 * again word for word under the same `Idempotency-Key` is performed once and answered as the first time.
 */
export const changes = <Tables, Input extends z.ZodType, Subject, Given, Output extends z.ZodType>(row: {
  method: 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  command: Command<Tables, Input, Subject, Given>;
  byLink?: true;
  input?: z.ZodType;
  adds?: (c: PageContext) => Record<string, unknown>;
  output: Output;
  answer: (given: Given) => z.input<Output>;
}): ApiRow => ({
  method: row.method,
  path: row.path,
  summary: row.summary,
  input: row.input ?? row.command.input,
  output: row.output,
  status: row.method === 'post' ? 201 : 200,
  command: row.command.name,
  ...(row.byLink ? { byLink: row.byLink } : {}),
  answer: async (v, { reason, ...input }, c) => {
    if (v.actor.kind === 'visitor' && !row.byLink) throw forbidden('refusal.tokenNeeded');
    refuseUnknown(row.input ?? row.command.input, input, 'refusal.unknownField');
    const said = { ...versionMatched(c, row.input ?? row.command.input), ...input, ...row.adds?.(c) };
    const key = c.req.header('idempotency-key');
    const given = await run(
      row.command,
      said,
      callOf(v, 'api', {
        ...(key ? { once: hashOf('api', key, c.req.path, row.command.name, JSON.stringify([said, reason])) } : {}),
        ...(typeof reason === 'string' ? { reason } : {}),
      }),
    );
    return row.output.parse(row.answer(given));
  },
});

/**
 * A misspelt filter would be answered with everything, and a misspelt field would be left out without a word. Every path takes `lang`, the
 * language of the words that it answers with.
 */
const refuseUnknown = (schema: z.ZodType, input: Record<string, unknown>, key = 'refusal.unknownParameter'): void => {
  if (!(schema instanceof z.ZodObject)) return;
  const known = Object.keys(schema.shape);
  const unknown = Object.keys(input).filter((name) => !known.includes(name) && name !== 'lang');
  if (unknown.length > 0) throw invalid(unknown.map((name) => ({ path: [name], key, values: { known: known.join(', ') } })));
};

/**
 * The version in `If-Match: "3"`, as the field `version` says it. A guard that would guard nothing is refused: another sign than a version, or
 * a change that asks for none.
 */
const versionMatched = (c: PageContext, schema: z.ZodType): { version?: number } => {
  const sign = c.req.header('if-match');
  if (sign === undefined || sign === '*') return {};
  const [, version] = /^(?:W\/)?"(\d{1,9})"$/.exec(sign) ?? [];
  if (version === undefined || !(schema instanceof z.ZodObject && 'version' in schema.shape))
    throw invalidField('If-Match', 'refusal.ifMatch');
  return { version: Number(version) };
};

/** What every list of the API answers with. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ total: z.number().int(), page: z.number().int(), perPage: z.number().int(), items: z.array(item) });

/** Serves the rows under `/api/v1`. */
export const serveApi = (rows: readonly ApiRow[]): Hono<PageEnv> => {
  const api = new Hono<PageEnv>();
  for (const row of rows)
    api.on(row.method.toUpperCase(), row.path, async (c) =>
      c.json((await row.answer(visit(c), await inputOf(c, row), c)) as object, row.status),
    );
  const paths = rows.map(({ method, path }) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^/api/v1${path.replace(/:\w+(\{[^}]+\})?/g, '[^/]+')}$`),
  }));
  // Whoever comes with another method learns which there are (RFC 9110, 15.5.6).
  api.all('*', (c) => {
    const methods = [...new Set(paths.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method))];
    if (methods.length === 0) throw notFound();
    const v = visit(c);
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    c.header('Allow', allowed);
    return problemJson(c, new Refusal('notFound', 'refusal.method', { values: { methods: allowed } }), v.t, v.requestId, 405);
  });
  return api;
};

const inputOf = async (c: PageContext, row: ApiRow): Promise<Record<string, unknown>> => {
  const fixed = c.req.param() as Record<string, string>;
  if (row.method === 'get') return { ...c.req.query(), ...fixed };
  if (!c.req.header('content-type')?.includes('json')) return fixed;
  const body: unknown = await c.req.json().catch(() => {
    throw invalid([{ path: [], key: 'refusal.notJson' }]);
  });
  if (body === null || typeof body !== 'object' || Array.isArray(body)) throw invalid([{ path: [], key: 'refusal.notJson' }]);
  return { ...body, ...fixed };
};
