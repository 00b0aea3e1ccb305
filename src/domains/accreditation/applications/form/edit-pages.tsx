import type { Child } from 'hono/jsx';
import { holdsEverywhere } from '../../../../platform/access/actor.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../../platform/http/visit.ts';
import { PageTitle } from '../../../../platform/ui/record/record.tsx';
import { type Kind, kinds } from '../application/application.ts';
import { changeItem, changeRules, removeItem } from './commands.ts';
import { type Part, parts } from './edit.ts';
import { ItemForm, RulesForm } from './edit-views.tsx';
import { formOf } from './queries.ts';

// Grouped: without that, a longer address that begins with the first word is taken for this one.
const base = '/applications/forms/:kind{(?:organisation|individual)}';
const part = `:part{(?:${parts.join('|')})}`;

/** To change a form, one line at a time. */
export const formEditPages = (app: Pages): void => {
  app.get(`${base}/rules`, (c) => rulesPage(c, emptyForm()));
  app.post(`${base}/rules`, (c) =>
    submit(c, changeRules, {
      more: { kind: kindOf(c) },
      done: ({ kind }) => `/applications/forms/${kind}`,
      again: (form) => rulesPage(c, form),
      flash: 'applicationForm.changed',
    }),
  );
  app.get(`${base}/${part}/:key`, (c) => itemPage(c, c.req.param('key'), emptyForm()));
  app.post(`${base}/${part}`, (c) =>
    submit(c, changeItem, {
      more: { kind: kindOf(c), part: c.req.param('part'), language: visit(c).language },
      done: ({ kind }) => `/applications/forms/${kind}`,
      again: (form) => itemPage(c, String(form.values.key ?? 'new'), form),
      flash: 'applicationForm.changed',
    }),
  );
  app.post(`${base}/${part}/:key/removal`, (c) =>
    submit(c, removeItem, {
      more: { kind: kindOf(c), part: c.req.param('part'), key: c.req.param('key') },
      done: ({ kind }) => `/applications/forms/${kind}`,
      again: (form) => itemPage(c, c.req.param('key'), form),
      flash: 'applicationForm.changed',
    }),
  );
};

const kindOf = (c: PageContext): Kind => kinds.find((kind) => kind === c.req.param('kind')) ?? 'organisation';
const partOf = (c: PageContext): Part => parts.find((each) => each === c.req.param('part')) ?? 'questions';

const newest = async (c: PageContext) => {
  const v = visit(c);
  if (!holdsEverywhere(v.actor, 'application.handle')) throw forbidden();
  const found = await formOf(v.db, kindOf(c)).executeTakeFirst();
  if (!found) throw notFound('applicationForm.unknown');
  return found;
};

const editPage = (c: PageContext, kind: Kind, title: string, body: Child) => {
  const { t } = visit(c);
  return show(
    c,
    { title, breadcrumbs: [{ href: `/applications/forms/${kind}`, label: t(`application.kind.${kind}`) }] },
    <>
      <PageTitle title={title} />
      {body}
    </>,
  );
};

const itemPage = async (c: PageContext, key: string, form: FormState) => {
  const v = visit(c);
  const { kind, edition, content } = await newest(c);
  const list = partOf(c);
  const known = content[list].find((one) => one.key === key);
  if (!known && key !== 'new' && form.problems.length === 0 && !form.refusal) throw notFound();
  return editPage(
    c,
    kind,
    v.t(`applicationForm.${known ? 'changeIn' : 'addTo'}.${list}`),
    <ItemForm v={v} kind={kind} edition={edition} part={list} known={known} form={form} />,
  );
};

const rulesPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { kind, edition, content } = await newest(c);
  return editPage(c, kind, v.t('applicationForm.rules'), <RulesForm v={v} kind={kind} edition={edition} content={content} form={form} />);
};
