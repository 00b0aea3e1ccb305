import { holdsEverywhere } from '../access/actor.ts';
import { run } from '../command.ts';
import { contentDisposition } from '../documents/file-name.ts';
import { forbidden, notFound, type Problem, Refusal, statusOf } from '../errors.ts';
import { fromForm } from '../fields.ts';
import { serveFile } from '../files/serve.ts';
import { show } from '../http/show.tsx';
import { emptyForm, type FormState } from '../http/submit.ts';
import { callOf, type PageContext, type Pages, visit } from '../http/visit.ts';
import { termsOf } from '../terms/terms.ts';
import type { SourceInput } from './commands.ts';
import { ChooseKindPage, ImportsPage, NewImportPage } from './entry-views.tsx';
import { notImportedCsv } from './left-over.ts';
import { mayBeKey } from './may-be.ts';
import type { Office } from './office.ts';
import { usable } from './policy.ts';
import { contentOf, type Filter, filters, findRun, listRuns, sourceOf } from './queries.ts';
import type { KindOfUnknown } from './run-forms.tsx';
import { isBusy, ProgressPart, RunPage } from './run-views.tsx';
import type { Counts } from './tables.ts';
import { problemText, wordsFor } from './words.ts';

const perPage = 50;
/** The clock of a reader whose own zone is not known. */
const zone = 'UTC';
/** How long a page waits for work that is usually done by then. */
const shortly = 1_500;

export const importPages =
  (office: () => Office) =>
  (app: Pages): void => {
    app.get('/imports', async (c) => {
      const v = visit(c);
      const { importers } = office().desk;
      const kinds = usable(importers, v.actor);
      if (kinds.length === 0) throw forbidden(v.actor.kind === 'visitor' ? 'refusal.signIn' : 'imports.nothingForYou');
      const page = pageOf(c);
      const { runs, total } = await listRuns(v.db, importers, v.actor, page);
      const kindName = (kind: string) => {
        const title = importers.find((one) => one.kind === kind)?.title;
        return title ? v.t(title) : kind;
      };
      return show(
        c,
        { title: v.t('imports.title') },
        <ImportsPage t={v.t} kinds={kinds} runs={runs} kindName={kindName} pager={pagerOf('/imports?', page, 50, total)} zone={zone} />,
      );
    });

    app.get('/imports/new', (c) => newPage(c, c.req.query('kind'), emptyForm({ context: c.req.query() })));

    app.post('/imports', async (c) => {
      const v = visit(c);
      const { file, ...fields } = await c.req.parseBody({ all: true });
      const values = fromForm(fields);
      // A form without a file sends one without a name.
      const upload = file instanceof File && file.name !== '' ? file : undefined;
      const content = upload
        ? { name: upload.name.slice(0, 255), file: new Uint8Array(await upload.arrayBuffer()) }
        : { text: values.text };
      try {
        const { id } = await office().start({ kind: values.kind, context: values.context, ...content } as SourceInput, callOf(v, 'page'));
        await office().wake(v.services, id, shortly);
        return c.redirect(`/imports/${id}`, 303);
      } catch (fault) {
        if (!(fault instanceof Refusal) || fault.kind !== 'invalid') throw fault;
        c.status(422);
        return newPage(c, String(values.kind ?? ''), {
          values: { ...values, ...(upload ? { fileName: upload.name } : {}) },
          problems: fault.problems,
        });
      }
    });

    app.get('/imports/:id{[0-9]+}', (c) => runPage(c));

    app.get('/imports/:id{[0-9]+}/progress', async (c) => {
      const v = visit(c);
      const run = await findRun(v.db, office().desk.importers, v.actor, idOf(c));
      if (!isBusy(run)) c.header('HX-Refresh', 'true');
      return c.html((<ProgressPart t={v.t} run={run} />).toString());
    });

    app.get('/imports/:id{[0-9]+}/source', async (c) => {
      const v = visit(c);
      const file = await sourceOf(v.db, office().desk.importers, v.actor, idOf(c));
      return serveFile(v.services.dataDir, file, c.req.header('if-none-match'));
    });

    app.get('/imports/:id{[0-9]+}/not-imported.csv', async (c) => {
      const v = visit(c);
      const found = await findRun(v.db, office().desk.importers, v.actor, idOf(c));
      const body = notImportedCsv(v.db, v.t, found, importerNamed(found.kind));
      return c.body(body, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': contentDisposition(`${v.t('imports.notImportedFile')} ${found.source_name}.csv`),
      });
    });

    app.post('/imports/:id{[0-9]+}/columns', (c) =>
      change(c, async (call, id, values) => {
        await run(office().commands.map, { id, columns: values.columns ?? [] }, call);
        return true;
      }),
    );

    app.post('/imports/:id{[0-9]+}/names', (c) =>
      change(c, async (call, id, values) => {
        const answers = (Array.isArray(values.names) ? values.names : []) as { kind: string; text: string; ref?: string; shown?: string }[];
        for (const { kind, text, ref, shown } of answers)
          if (ref) await run(office().commands.learn, { id, kind, text, ref, shown: shown !== undefined }, call);
        await run(office().commands.previewAgain, { id }, call);
        return true;
      }),
    );

    app.post('/imports/:id{[0-9]+}/names/:alias{[0-9]+}', (c) =>
      change(c, async (call, id, values) => {
        await run(office().commands.showName, { id, alias: c.req.param('alias'), shown: values.shown }, call);
        return false;
      }),
    );

    app.post('/imports/:id{[0-9]+}/preview', (c) =>
      change(c, async (call, id) => {
        await run(office().commands.previewAgain, { id }, call);
        return true;
      }),
    );

    app.post('/imports/:id{[0-9]+}/run', (c) =>
      change(c, async (call, id, values) => {
        const shown = String(values.shown ?? '')
          .split(',')
          .filter(Boolean);
        const ticked = values.ticked === undefined ? [] : [values.ticked].flat();
        const meant = Object.entries((values.meant ?? {}) as Record<string, string>).map(([number, ref]) => ({ number, ref }));
        const { again } = shown.length > 0 ? await run(office().commands.choose, { id, shown, ticked, meant }, call) : { again: false };
        if (again || values.then === 'save') return again;
        await run(office().commands.begin, { id, oneForAll: values.oneForAll }, call);
        return true;
      }),
    );

    app.post('/imports/:id{[0-9]+}/undo', (c) =>
      change(c, async (call, id, values) => {
        await run(office().commands.undo, { id, why: values.why, oneForAll: values.oneForAll }, call);
        return true;
      }),
    );

    /** A form of the page of a run: done, back to the page; refused, the page with the reason. `work` says whether there is something to do now. */
    async function change(
      c: PageContext,
      work: (call: ReturnType<typeof callOf>, id: number, values: Record<string, unknown>) => Promise<boolean>,
    ): Promise<Response> {
      const v = visit(c);
      const id = idOf(c);
      const values = fromForm(await c.req.parseBody({ all: true }));
      try {
        if (await work(callOf(v, 'page'), id, values)) await office().wake(v.services, id, shortly);
        const filter = filterOf(values.show);
        return c.redirect(filter === 'all' ? `/imports/${id}` : `/imports/${id}?show=${filter}`, 303);
      } catch (fault) {
        if (!(fault instanceof Refusal) || (fault.kind !== 'invalid' && fault.kind !== 'conflict')) throw fault;
        c.status(statusOf[fault.kind]);
        const reasons: readonly Problem[] =
          fault.problems.length > 0 ? fault.problems : [{ path: [], key: fault.key, values: fault.values }];
        return runPage(c, reasons);
      }
    }

    async function runPage(c: PageContext, reasons: readonly Problem[] = []): Promise<Response> {
      const v = visit(c);
      const { importers } = office().desk;
      const found = await findRun(v.db, importers, v.actor, idOf(c));
      const importer = importerNamed(found.kind);
      const filter = filterOf(c.req.query('show'));
      const page = pageOf(c);
      const busy = isBusy(found);
      const asksForNames = found.state === 'previewed' || found.state === 'failed';
      const {
        counts,
        lines,
        texts: named,
        taught,
      } = busy ? { counts: {} as Counts, lines: [], texts: [], taught: [] } : await contentOf(v.db, found.id, filter, page, perPage);
      const texts = asksForNames ? named : [];
      const mayBe = Number(found.notices.find((notice) => notice.key === mayBeKey)?.values?.count ?? 0);
      const counted = { ...counts, mayBe };
      const total = filter === 'all' ? Object.values(counts).reduce((sum, count) => sum + count, 0) : (counted[filter] ?? 0);
      const names = (texts.length > 0 || taught.length > 0) && importer ? await importer.names(v.db, v.actor, found.context) : {};
      const mayShow = (kind: string) =>
        importer !== undefined && (importer.showsNames?.(kind) ?? false) && holdsEverywhere(v.actor, importer.right);
      const learned = taught.map(({ id, kind, record_id, text, shown }) => {
        const record = names[kind]?.find((one) => one.id === record_id);
        return { id, text, shown, means: record ? `${record.name} (${record.ref})` : '', mayShow: mayShow(kind) };
      });
      const unknown = texts.map(
        (one): KindOfUnknown => ({
          ...one,
          mayShow: mayShow(one.kind),
          options: (names[one.kind] ?? []).map(({ ref, name }) => ({ value: ref, label: name === ref ? ref : `${name} (${ref})` })),
        }),
      );
      const schemes = importer?.columns.flatMap((column) => column.scheme ?? []) ?? [];
      const terms = await termsOf(v.db, schemes);
      const refused =
        reasons.length > 0
          ? reasons.map((reason) => problemText(v.t, importer, { ...reason, path: reason.path.filter((step) => step === 'why') })).join(' ')
          : undefined;
      return show(
        c,
        { title: found.source_name, breadcrumbs: [{ href: '/imports', label: v.t('imports.title') }] },
        <RunPage
          t={v.t}
          run={found}
          importer={importer}
          counts={counts}
          mayBe={mayBe}
          lines={lines}
          filter={filter}
          pager={pagerOf(`/imports/${found.id}?${filter === 'all' ? '' : `show=${filter}&`}`, page, perPage, total)}
          unknown={unknown}
          learned={learned}
          refused={refused}
          wordFor={wordsFor(v.t, importer, terms, v.languages)}
          zone={zone}
        />,
      );
    }

    async function newPage(c: PageContext, kind: string | undefined, form: FormState): Promise<Response> {
      const v = visit(c);
      const kinds = usable(office().desk.importers, v.actor);
      if (kinds.length === 0) throw forbidden(v.actor.kind === 'visitor' ? 'refusal.signIn' : 'imports.nothingForYou');
      const breadcrumbs = [{ href: '/imports', label: v.t('imports.title') }];
      if (!kind && kinds.length > 1) return show(c, { title: v.t('imports.new'), breadcrumbs }, <ChooseKindPage t={v.t} kinds={kinds} />);
      const importer = kind ? kinds.find((one) => one.kind === kind) : kinds[0];
      if (!importer) throw notFound();
      const context = await Promise.all(
        importer.context.map(async (field) => ({ field, options: await field.options?.(v.db, v.actor, v.language) })),
      );
      const limit = Math.floor(v.services.uploadLimit / 1024 / 1024);
      return show(
        c,
        { title: v.t(importer.title), breadcrumbs },
        <NewImportPage t={v.t} importer={importer} context={context} form={form} limit={limit} />,
      );
    }

    function importerNamed(kind: string) {
      return office().desk.importers.find((one) => one.kind === kind);
    }
  };

const idOf = (c: PageContext): number => {
  const id = Number(c.req.param('id'));
  if (!Number.isSafeInteger(id)) throw notFound();
  return id;
};

const pageOf = (c: PageContext): number => Math.min(100_000, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1));

const filterOf = (value: unknown): Filter => filters.find((one) => one === value) ?? 'all';

const pagerOf = (path: string, page: number, size: number, total: number) => ({
  from: Math.min(total, (page - 1) * size + 1),
  to: Math.min(total, page * size),
  total,
  previousHref: page > 1 ? `${path}page=${page - 1}` : undefined,
  nextHref: page * size < total ? `${path}page=${page + 1}` : undefined,
});
