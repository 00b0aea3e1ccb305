import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Pager } from '../../../platform/ui/navigation/navigation.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { isShown } from '../content/content.ts';
import { atOnce, issuesOn, sectionsOnIssues } from '../content/long.ts';
import { PartFigures } from '../content/parts.tsx';
import { ReportText } from '../content/views.tsx';
import { titleOf } from '../content/words.ts';
import { reportOf, trail } from './here.ts';
import { isWritten, PartView } from './part-view.tsx';
import { readReport } from './read.ts';

/** The parts of a long report that its own page only begins. */
export const partPages = (app: Pages): void => {
  app.get('/reports/:ref/parts/:number{[1-9][0-9]*}', partPage);
  app.get('/reports/:ref/issues', issuesPage);
};

const partPage = async (c: PageContext) => {
  const v = visit(c);
  const report = await reportOf(c);
  const { content } = await readReport(v.db, v.actor, report);
  const place = Number(c.req.param('number')) - 1;
  const part = content.sections[place];
  if (!part || !isShown(part, place, content.sections)) throw notFound();
  const title = titleOf(v, part, content);
  return show(
    c,
    { title: `${title} · ${report.ref}`, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} lead={v.t('report.rowsLead', { day: v.t.day(content.asAt) })} />
      <PartFigures v={v} content={content} part={part} base={`/reports/${report.ref}`} />
      {part.text && <ReportText v={v} text={part.text} under={1} />}
    </>,
  );
};

const issuesPage = async (c: PageContext) => {
  const v = visit(c);
  const report = await reportOf(c);
  const base = `/reports/${report.ref}`;
  const { content, sections } = await readReport(v.db, v.actor, report);
  const page = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1);
  const total = sectionsOnIssues(content).length;
  const shown = issuesOn(content, page);
  if (shown.length === 0) throw notFound();
  const title = v.t('report.issuesOf', { ref: report.ref });
  const href = (other: number) => `${base}/issues?page=${other}`;
  return show(
    c,
    { title, breadcrumbs: trail(v, report) },
    <>
      <PageTitle title={title} lead={v.t('report.rowsLead', { day: v.t.day(content.asAt) })} />
      {shown.map(({ part, place }) => (
        <PartView v={v} content={content} part={part} base={base} stored={sections[place]} writes={isWritten(report)} />
      ))}
      <Pager
        t={v.t}
        from={(page - 1) * atOnce + 1}
        to={(page - 1) * atOnce + shown.length}
        total={total}
        previousHref={page > 1 ? href(page - 1) : undefined}
        nextHref={page * atOnce < total ? href(page + 1) : undefined}
      />
    </>,
  );
};
