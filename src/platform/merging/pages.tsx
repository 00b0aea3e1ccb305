import { z } from 'zod';
import type { AnyCommand } from '../command.ts';
import { type AnyQuestion, together } from '../db/together.ts';
import { forbidden, notFound } from '../errors.ts';
import { line, optional, whole, yesNo } from '../fields.ts';
import { show } from '../http/show.tsx';
import { emptyForm, type FormState, submit } from '../http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../http/visit.ts';
import { Field } from '../ui/form/field.tsx';
import { Actions, Form } from '../ui/form/form.tsx';
import { Pager } from '../ui/navigation/navigation.tsx';
import { PageTitle } from '../ui/record/record.tsx';
import type { MergeDone } from './queries.ts';
import { Lately, MergeForm, MergeReport, type Pair, Pairs, type SideBySide } from './views.tsx';

/** What a kind of record brings so that its duplicates are suggested, compared, merged and parted. */
export interface Mergeable<Row> {
  /** `/people`; below it stand `duplicates`, `:kept/merge/:gone` and `merges/:merge`. */
  path: string;
  /** Pattern of the key in a path, `[0-9]{1,15}`. */
  key: string;
  /** Message keys. */
  register: string;
  title: string;
  lead: string;
  may: (v: Visit) => boolean;
  /** Pairs, each with the total of all pages. */
  suggested: (v: Visit, asked: { page: number; perPage: number; apart: boolean }) => AnyQuestion;
  pairOf: (v: Visit, row: Row) => Pair;
  merges: (v: Visit, which?: { id?: number }) => AnyQuestion;
  /** Undefined where this reader may not know of both. */
  sideBySide: (v: Visit, kept: string, gone: string, form: FormState) => Promise<SideBySide | undefined>;
  commands: { merge: AnyCommand; unmerge: AnyCommand; keepApart: AnyCommand };
}

export const perPage = 25;

const asked = z.object({ page: optional(whole(1, 100_000)), apart: optional(yesNo()) });

/** Serves the pages on which duplicates of one kind are merged. To be called before those that take any word for a record. */
export const serveMerging = <Row,>(app: Pages, kind: Mergeable<Row>): void => {
  const { path, key, commands } = kind;
  const merging = (c: PageContext) => ({ kept: c.req.param('kept') ?? '', gone: c.req.param('gone') ?? '' });
  app.get(`${path}/duplicates`, (c) => duplicatesPage(c, kind));
  app.post(`${path}/apart`, (c) =>
    submit(c, commands.keepApart, {
      done: ({ apart }: { apart: boolean }) => `${path}/duplicates${apart ? '' : '?apart=yes'}`,
      flash: 'merge.saidApart',
    }),
  );
  app.get(`${path}/merges/:merge{[0-9]{1,15}}`, (c) => mergePage(c, kind));
  app.post(`${path}/merges/:merge{[0-9]{1,15}}/undo`, (c) =>
    submit(c, commands.unmerge, {
      more: { merge: c.req.param('merge') },
      done: () => `${path}/merges/${c.req.param('merge')}`,
      flash: 'merge.undone',
    }),
  );
  app.get(`${path}/:kept{${key}}/merge`, (c) => otherPage(c, kind));
  app.get(`${path}/:kept{${key}}/merge/:gone{${key}}`, (c) => bothPage(c, kind, emptyForm()));
  app.post(`${path}/:kept{${key}}/merge/:gone{${key}}`, (c) =>
    submit(c, commands.merge, {
      more: merging(c),
      done: ({ merge }: { merge: number }) => `${path}/merges/${merge}`,
      again: (form) => bothPage(c, kind, form),
      flash: 'merge.done',
    }),
  );
};

const only = <Row,>(v: Visit, { may }: Mergeable<Row>): void => {
  if (!may(v)) throw forbidden(v.actor.kind === 'visitor' ? 'refusal.signIn' : undefined);
};

const duplicatesPage = async <Row,>(c: PageContext, kind: Mergeable<Row>) => {
  const v = visit(c);
  only(v, kind);
  const { t } = v;
  const said = asked.safeParse(c.req.query());
  const page = said.data?.page ?? 1;
  const apart = said.data?.apart ?? false;
  const { pairs, merges } = await together(v.db, { pairs: kind.suggested(v, { page, perPage, apart }), merges: kind.merges(v) });
  const rows = pairs as unknown as (Row & { total: number })[];
  const total = Number(rows[0]?.total ?? 0);
  const at = (other: number) => `${kind.path}/duplicates?page=${other}${apart ? '&apart=yes' : ''}`;
  return show(
    c,
    { title: t(kind.title), breadcrumbs: [{ href: kind.path, label: t(kind.register) }] },
    <article class="flow">
      <PageTitle title={t(apart ? 'merge.keptApart' : kind.title)} lead={t(apart ? 'merge.keptApartLead' : kind.lead)} />
      {total > 0 && <p class="quiet">{t('merge.pairsFound', { count: total })}</p>}
      <Pairs v={v} path={kind.path} pairs={rows.map((row) => kind.pairOf(v, row))} apart={apart} />
      {total > perPage && (
        <Pager
          t={t}
          from={(page - 1) * perPage + 1}
          to={Math.min(page * perPage, total)}
          total={total}
          previousHref={page > 1 ? at(page - 1) : undefined}
          nextHref={page * perPage < total ? at(page + 1) : undefined}
        />
      )}
      <p>
        <a href={apart ? `${kind.path}/duplicates` : `${kind.path}/duplicates?apart=yes`}>{t(apart ? kind.title : 'merge.keptApart')}</a>
      </p>
      <Lately v={v} path={kind.path} merges={merges as unknown as MergeDone[]} />
    </article>,
  );
};

const bothPage = async <Row,>(c: PageContext, kind: Mergeable<Row>, form: FormState) => {
  const v = visit(c);
  only(v, kind);
  const pair = await kind.sideBySide(v, c.req.param('kept') ?? '', c.req.param('gone') ?? '', form);
  if (!pair) throw notFound('merge.notBoth');
  const title = v.t('merge.title', { kept: pair.kept.name, gone: pair.gone.name });
  return show(
    c,
    { title, breadcrumbs: trail(v, kind) },
    <article class="flow">
      <PageTitle title={title} lead={v.t('merge.lead')} />
      <MergeForm v={v} path={kind.path} pair={pair} form={form} />
    </article>,
  );
};

const trail = <Row,>({ t }: Visit, { path, register, title }: Mergeable<Row>) => [
  { href: path, label: t(register) },
  { href: `${path}/duplicates`, label: t(title) },
];

/** For a pair that nobody suggested: which other record is meant. */
const otherPage = async <Row,>(c: PageContext, kind: Mergeable<Row>) => {
  const v = visit(c);
  only(v, kind);
  const { t } = v;
  const kept = c.req.param('kept') ?? '';
  const typed = z.object({ other: optional(line({ max: 60 })) }).safeParse(c.req.query());
  const other = typed.data?.other;
  const wrong = other && (!new RegExp(`^${kind.key}$`).test(other) || other === kept);
  const here = `${kind.path}/${encodeURIComponent(kept)}`;
  if (other && !wrong) return c.redirect(`${here}/merge/${encodeURIComponent(other)}`, 303);
  return show(
    c,
    { title: t('merge.with'), breadcrumbs: trail(v, kind) },
    <article class="flow">
      <PageTitle title={t('merge.with')} lead={t('merge.withLead')} />
      <Form action={`${here}/merge`} method="get">
        <Field
          t={t}
          name="other"
          label={t('merge.otherKey')}
          hint={t('merge.otherKeyHint')}
          control="text"
          value={other ?? ''}
          error={wrong ? t('merge.otherKeyWrong') : undefined}
        />
        <Actions t={t} submit={t('merge.compare')} cancelHref={here} />
      </Form>
    </article>,
  );
};

const mergePage = async <Row,>(c: PageContext, kind: Mergeable<Row>) => {
  const v = visit(c);
  only(v, kind);
  const { merges } = await together(v.db, { merges: kind.merges(v, { id: Number(c.req.param('merge')) }) });
  const [done] = merges as unknown as MergeDone[];
  if (!done) throw notFound('merge.unknown');
  const title = v.t('merge.doneTitle', { kept: done.kept, keptKey: done.keptKey, gone: done.gone, goneKey: done.goneKey });
  return show(
    c,
    { title, breadcrumbs: trail(v, kind) },
    <article class="flow">
      <PageTitle
        title={title}
        lead={
          <>
            {v.t('merge.doneBy', { who: done.by, when: v.t.time(new Date(done.at).toISOString(), 'UTC') })}{' '}
            <a href={done.keptHref}>{v.t('merge.open', { name: done.kept })}</a>
          </>
        }
      />
      <MergeReport v={v} path={kind.path} done={done} />
    </article>,
  );
};
