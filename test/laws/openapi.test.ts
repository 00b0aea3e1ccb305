import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { domains } from '../../src/app/domains.ts';
import { openApi } from '../../src/platform/http/openapi.ts';
import { root } from './sources.ts';

const rows = domains.flatMap((domain) => domain.api ?? []);
const document = JSON.parse(JSON.stringify(openApi(rows, 'http://127.0.0.1:3000'))) as OpenApi;

it('the document of the API is what is checked in', () => {
  const file = join(root, 'docs/openapi.json');
  const found = `${JSON.stringify(document, null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync(file, found);
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(found === kept, 'The API is not as docs/openapi.json says. Run the law with UPDATE=1 and read what changed.').toBe(true);
});

it('the document of the API is sound', () => {
  expect(faultsOf(document)).toEqual([]);
});

it('every path that changes something names a command of the house', () => {
  const names = new Set(domains.flatMap((domain) => domain.commands ?? []).map((command) => command.name));
  const strangers = rows.filter((row) => (row.method === 'get') === Boolean(row.command) || (row.command && !names.has(row.command)));
  expect(strangers.map((row) => `${row.method} ${row.path}: ${row.command}`)).toEqual([]);
});

it('the law about the document can fail', () => {
  const operation = {
    operationId: 'a',
    summary: 'Reads.',
    parameters: [{ name: 'b', in: 'path', required: true, schema: {} }],
    responses: { 200: { $ref: '#/components/lost' } },
  };
  expect(faultsOf({ paths: { '/x/{a}': { get: operation }, '/y/{b}': { get: { ...operation, summary: '', responses: {} } } } })).toEqual([
    '#/components/lost is nowhere',
    'get /x/{a}: a is not described',
    'get /x/{a}: b is not in the path',
    'get /y/{b}: has no summary',
    'get /y/{b}: promises no answer',
    'get /y/{b}: its name a is taken',
  ]);
});

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  [part: string]: unknown;
}
interface Operation {
  operationId: string;
  summary: string;
  parameters: { name: string; in: string; required: boolean; schema?: object }[];
  responses: Record<string, object>;
}

function faultsOf(whole: OpenApi): string[] {
  const taken = new Set<string>();
  const lost = references(whole).filter((reference) => !resolves(whole, reference));
  const operations = Object.entries(whole.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const place = `${method} ${path}`;
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
      const described = operation.parameters.filter((one) => one.in === 'path' && one.required && one.schema).map((one) => one.name);
      const again = taken.has(operation.operationId);
      taken.add(operation.operationId);
      return [
        ...inPath.filter((name) => !described.includes(name)).map((name) => `${place}: ${name} is not described`),
        ...described.filter((name) => !inPath.includes(name)).map((name) => `${place}: ${name} is not in the path`),
        ...(operation.summary.trim() ? [] : [`${place}: has no summary`]),
        ...(Object.keys(operation.responses).length > 0 ? [] : [`${place}: promises no answer`]),
        ...(again ? [`${place}: its name ${operation.operationId} is taken`] : []),
      ];
    }),
  );
  return [...[...new Set(lost)].map((reference) => `${reference} is nowhere`), ...operations];
}

function references(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : references(value)));
}

function resolves(whole: unknown, reference: string): boolean {
  if (!reference.startsWith('#/')) return false;
  let at: unknown = whole;
  for (const step of reference.slice(2).split('/'))
    at = (at as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  return at !== undefined;
}
