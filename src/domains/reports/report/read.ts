import type { Actor } from '../../../platform/access/actor.ts';
import type { Day, Reads } from '../../../platform/db/tables.ts';
import { together } from '../../../platform/db/together.ts';
import type { Content } from '../content/content.ts';
import type { Around } from '../content/document.ts';
import { drawContent, drawQuestions } from '../content/draw.ts';
import type { Tables } from '../tables.ts';
import { erratumQuestion, questionsQuestion, type Section, snapshotQuestion, stepsQuestion, type WholeReport } from './queries.ts';
import { isFrozen } from './report.ts';

/** A report with all that it says: frozen content from its snapshot alone, that of a draft drawn from the plan. */
export interface ReadReport extends Omit<Around, 'address'> {
  content: Content;
  /** The stored sections of a draft, in the order of the content's. */
  sections: readonly Section[];
}

/** With `asAt` the figures are drawn anew for that day, whatever was submitted; then there is no checksum. */
export const readReport = async (db: Reads<Tables>, actor: Actor, report: WholeReport, asAt?: Day): Promise<ReadReport> => {
  const around = {
    steps: stepsQuestion(db, report.id),
    errata: erratumQuestion(db, report.id),
    questions: questionsQuestion(db, actor, report.id),
  };
  if (isFrozen(report.state)) {
    const { snapshot, ...others } = await together(db, { ...around, snapshot: snapshotQuestion(db, report.id) });
    const [frozen] = snapshot;
    if (frozen && (!asAt || asAt === frozen.content.asAt))
      return { ...others, content: frozen.content, checksum: frozen.checksum, removals: frozen.removals, sections: [] };
  }
  const { sections, earlier, workstreams, ...others } = await together(db, { ...around, ...drawQuestions(db, report) });
  return {
    ...others,
    sections,
    content: await drawContent(db, report, { sections, earlier, workstreams }, asAt),
    checksum: null,
    removals: [],
  };
};
