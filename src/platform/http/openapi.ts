import { z } from 'zod';
import type { ApiRow } from './api.ts';

/** The OpenAPI 3.1 document, derived from the rows and their schemas; nothing in it is written by hand. */
export const openApi = (rows: readonly ApiRow[], baseUrl: string): object => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const row of rows) {
    const path = row.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [row.method]: operation(row) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Plenary', version: 'v1', description: 'Everything that the pages do, for programs.' },
    servers: [{ url: `${baseUrl}/api/v1` }],
    security: [{ token: [] }, {}],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A token made on the page of your account.' } },
      schemas: { Problem: problem },
      parameters: { IdempotencyKey: idempotencyKey, IfMatch: ifMatch },
      responses: {
        Problem: {
          description: 'A refusal (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
        TokenNeeded: {
          description:
            'No token came, or one that is unknown, has expired or was revoked. One that lives and may not do this is answered with 403.',
          headers: { 'WWW-Authenticate': { schema: { type: 'string', examples: ['Bearer realm="Plenary", error="invalid_token"'] } } },
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
};

const operation = (row: ApiRow) => {
  const inPath = [...row.path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  const input = schemaOf(row.input, 'input');
  const properties = (input.properties ?? {}) as Record<string, object>;
  const required = new Set((input.required as string[] | undefined) ?? []);
  const inQuery = row.method === 'get' ? Object.keys(properties).filter((name) => !inPath.includes(name)) : [];
  const bodyProperties = Object.fromEntries(Object.entries(properties).filter(([name]) => !inPath.includes(name)));
  return {
    summary: row.summary,
    operationId: `${row.method}${row.path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    ...(row.command ? { 'x-command': row.command } : {}),
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
      ...inQuery.map((name) => ({ name, in: 'query', required: required.has(name), schema: properties[name] })),
      ...(row.command ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      ...('version' in bodyProperties ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
    ],
    ...(row.method === 'get'
      ? {}
      : {
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { ...bodyProperties, ...(row.command && !bodyProperties.reason ? { reason } : {}) },
                  required: [...required].filter((name) => !inPath.includes(name)),
                },
              },
            },
          },
        }),
    responses: {
      [row.status]: { description: 'Done.', content: { 'application/json': { schema: schemaOf(row.output, 'output') } } },
      ...(row.command && !row.byLink ? { 401: { $ref: '#/components/responses/TokenNeeded' } } : {}),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
};

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema: _schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Record<
    string,
    unknown
  >;
  return rest;
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description:
    'Any word of your own. The same request sent again under it, after a line that broke, is performed once and answered as the first time. Not for what gives a secret.',
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  schema: { type: 'string', examples: ['"3"'] },
  description:
    'The version of the record as it was read, in quotes. Where somebody changed it since, nothing is done (409). The same as the field `version`.',
};

const reason = { type: 'string', description: 'Why, for the history. Asked for where something is archived, withdrawn or decided anew.' };

const problem = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'The id of the request, for the log.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'array', items: { type: ['string', 'integer'] } },
          key: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    changes: { type: 'array', items: { type: 'object' }, description: 'After a stale edit: who changed which field.' },
  },
};
