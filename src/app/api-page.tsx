import type { ApiRow } from '../platform/http/api.ts';
import { openApi } from '../platform/http/openapi.ts';
import { show } from '../platform/http/show.tsx';
import { type Pages, visit } from '../platform/http/visit.ts';
import { PageTitle, Section } from '../platform/ui/record/record.tsx';
import { Table } from '../platform/ui/table/table.tsx';

interface Operation {
  /** What all changes take (`$ref`) is told once for all. */
  parameters: ({ name: string; required: boolean } | { $ref: string })[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, unknown>; required: string[] } }> };
}

/** The description for programs, and the same for people. */
export const apiPages = (app: Pages, rows: readonly ApiRow[], baseUrl: string): void => {
  const description = openApi(rows, baseUrl) as { paths: Record<string, Record<string, Operation>> };
  app.get('/api/v1/openapi.json', (c) => c.json(description));
  app.get('/api/v1', (c) => {
    const { t } = visit(c);
    return show(
      c,
      { title: t('gateway.api'), alternates: [{ type: 'application/json', href: '/api/v1/openapi.json', title: 'OpenAPI' }] },
      <>
        <PageTitle title={t('gateway.api')} lead={t('gateway.apiLead')} actions={<a href="/api/v1/openapi.json">openapi.json</a>} />
        <p>{t('gateway.apiToken')}</p>
        <p>{t('gateway.apiFields')}</p>
        <Section title={t('gateway.apiTry')}>
          {examples(baseUrl).map((example) => (
            <pre class="example" dir="ltr" tabindex={0}>
              <code>{example}</code>
            </pre>
          ))}
        </Section>
        <Table
          caption={t('gateway.api')}
          captionHidden
          columns={[{ label: t('gateway.apiPath') }, { label: t('gateway.apiDoes') }, { label: t('gateway.apiInput') }]}
          rows={rows.map((row) => {
            const operation = description.paths[row.path.replace(/:(\w+)/g, '{$1}')]?.[row.method];
            return [
              <code dir="ltr">
                {row.method.toUpperCase()} <Path path={`/api/v1${row.path}`} />
              </code>,
              <span lang="en" dir="ltr">
                {row.summary}
              </span>,
              <span lang="en" dir="ltr">
                {fieldsOf(operation).join(', ')}
              </span>,
            ];
          })}
        />
      </>,
    );
  });
};

/** To be copied into a terminal as they stand, once `TOKEN` holds one. */
const examples = (baseUrl: string): readonly string[] => [
  `curl '${baseUrl}/api/v1/recommendations?per=5'`,
  `curl -X POST '${baseUrl}/api/v1/reviews' -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -H 'Idempotency-Key: first-try' \\
  -d '{"ref": "TRIAL", "prefix": "TRIAL", "title": "A trial"}'`,
  `curl -X PATCH '${baseUrl}/api/v1/reviews/TRIAL' -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' -H 'If-Match: "1"' \\
  -d '{"examiner": "Somebody else"}'`,
  `curl -X POST '${baseUrl}/api/v1/imports' -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"kind": "recommendations", "context": {"review": "TRIAL"}, "text": "Recommendation 1. Meet more often."}'`,
];

/** Broken before a slash only. */
const Path = ({ path }: { path: string }) =>
  path
    .split('/')
    .slice(1)
    .map((step) => (
      <>
        <wbr />
        <span class="nowrap">/{step}</span>
      </>
    ));

const fieldsOf = (operation: Operation | undefined): string[] => {
  const body = operation?.requestBody?.content['application/json']?.schema;
  return [
    ...(operation?.parameters ?? []).flatMap((one) => ('name' in one ? (one.required ? `${one.name}*` : one.name) : [])),
    ...Object.keys(body?.properties ?? {}).map((name) => (body?.required.includes(name) ? `${name}*` : name)),
  ];
};
