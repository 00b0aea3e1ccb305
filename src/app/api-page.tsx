import type { Child } from 'hono/jsx';
import { notFound } from '../platform/errors.ts';
import type { ApiRow } from '../platform/http/api.ts';
import { openApi } from '../platform/http/openapi.ts';
import { show } from '../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../platform/http/visit.ts';
import { PageTitle, Section } from '../platform/ui/record/record.tsx';
import { Table } from '../platform/ui/table/table.tsx';
import { answerOf, fieldsOf, type Operation, told } from './api-told.ts';

/** The description for programs, and the same for people: all paths on one page, and on one of its own what those of one kind take and give. */
export const apiPages = (app: Pages, rows: readonly ApiRow[], baseUrl: string): void => {
  const description = openApi(rows, baseUrl) as { paths: Record<string, Record<string, Operation>> };
  const kinds = Map.groupBy(rows, (row) => row.path.split('/')[1] ?? '');
  app.get('/api/v1/openapi.json', (c) => c.json(description));
  app.get('/api/v1', (c) => {
    const kind = c.req.query('of');
    if (kind === undefined) return indexPage(c, kinds, baseUrl);
    const asked = kinds.get(kind);
    if (!asked) throw notFound();
    return kindPage(c, kind, asked, description.paths);
  });
};

const indexPage = (c: PageContext, kinds: ReadonlyMap<string, readonly ApiRow[]>, baseUrl: string) => {
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
      {[...kinds].map(([kind, rows]) => (
        <Table
          caption={
            <a href={`/api/v1?of=${kind}`} dir="ltr">
              {kind}
            </a>
          }
          columns={[{ label: t('gateway.apiPath') }, { label: t('gateway.apiDoes') }]}
          rows={rows.map((row) => [<Way row={row} />, <English>{row.summary}</English>])}
        />
      ))}
    </>,
  );
};

const kindPage = (c: PageContext, kind: string, rows: readonly ApiRow[], paths: Record<string, Record<string, Operation>>) => {
  const { t } = visit(c);
  const title = t('gateway.apiOf', { kind });
  return show(
    c,
    { title, breadcrumbs: [{ href: '/api/v1', label: t('gateway.api') }] },
    <>
      <PageTitle title={title} lead={t('gateway.apiStar')} />
      {rows.map((row) => {
        const operation = paths[row.path.replace(/:(\w+)/g, '{$1}')]?.[row.method];
        const fields = operation ? fieldsOf(operation) : [];
        return (
          <Section title={<Way row={row} />} note={<English>{row.summary}</English>}>
            {fields.length > 0 && (
              <Table
                caption={t('gateway.apiInput')}
                captionHidden
                columns={[{ label: t('gateway.apiField') }, { label: t('gateway.apiTakes') }]}
                rows={fields.map(({ name, takes }) => [<code dir="ltr">{name}</code>, <English>{takes}</English>])}
              />
            )}
            <p class="small">
              {t('gateway.apiGives')} <code dir="ltr">{operation ? told(answerOf(operation)) : ''}</code>
            </p>
          </Section>
        );
      })}
    </>,
  );
};

const Way = ({ row }: { row: ApiRow }) => (
  <code dir="ltr">
    {row.method.toUpperCase()} <Path path={`/api/v1${row.path}`} />
  </code>
);

/** The interface for programs speaks one language. */
const English = ({ children }: { children?: Child }) => (
  <span lang="en" dir="ltr">
    {children}
  </span>
);

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
