import type { Day, Filled, Instant, Json, RecordColumns } from '../../platform/db/tables.ts';
import type { Texts } from '../../platform/i18n/texts.ts';
import type { Content } from './content/content.ts';
import type { Removal } from './content/removals.ts';
import type { ReportState, ReportStep } from './report/report.ts';
import type { SectionKind } from './sections/section.ts';

export interface ReportCalendarTable extends RecordColumns {
  review_id: number;
  body_id: number | null;
  /** Who is reminded. */
  person_id: number | null;
  /** The first day of the first period. */
  begins_on: Day;
  /** How long each period lasts. */
  months: Filled<number>;
  /** How many days after the end of a period its report is due; before it where negative. */
  due_after: Filled<number>;
}

export interface ReportTable extends RecordColumns {
  ref: string;
  review_id: number;
  /** The body that reports. */
  body_id: number | null;
  title: Json<Texts>;
  from_on: Day;
  to_on: Day;
  due_on: Day | null;
  author_id: number | null;
  author_name: string;
  state: Filled<ReportState>;
  /** The document from which it was taken in; null where it was written here. */
  source: string | null;
}

export interface ReportStepTable extends RecordColumns {
  report_id: number;
  step: ReportStep;
  happened_on: Day;
  by_name: string;
  person_id: number | null;
  note: string | null;
  /** Where the decision is recorded. */
  link: string | null;
}

export interface ReportSectionTable extends RecordColumns {
  report_id: number;
  position: number;
  kind: SectionKind;
  /** Of a section about one issue. */
  item_id: number | null;
  /** Null: the issue's own title. */
  title: Json<Texts> | null;
  text: Json<Texts> | null;
  /** References of proposed next steps that the author left out. */
  left_out: Json<string[]>;
}

export interface ReportSnapshotTable extends RecordColumns {
  report_id: number;
  taken_at: Instant;
  /** Under which it was submitted. */
  checksum: string;
  content: Json<Content>;
  /** Written by the database alone, while somebody is forgotten. */
  removals: Filled<Removal[]>;
}

export interface ReportErratumTable extends RecordColumns {
  report_id: number;
  happened_on: Day;
  /** What it corrects, in words: "table 1, issue 2". */
  place: string | null;
  text: Json<Texts>;
  by_name: string;
  person_id: number | null;
}

export interface ReportQuestionTable extends RecordColumns {
  report_id: number;
  number: number;
  asked_on: Day;
  by_name: string;
  person_id: number | null;
  text: Json<Texts>;
  assigned_id: number | null;
  due_on: Day | null;
  answer: Json<Texts> | null;
  answered_on: Day | null;
  answered_by: string | null;
}

interface Owned {
  report_calendar: ReportCalendarTable;
  report: ReportTable;
  report_step: ReportStepTable;
  report_section: ReportSectionTable;
  report_snapshot: ReportSnapshotTable;
  report_erratum: ReportErratumTable;
  report_question: ReportQuestionTable;
}

/** What this domain sees: its own tables, and of others only these columns. */
export interface Tables extends Owned {
  review: { id: number; ref: string; prefix: string; title: Json<Texts>; state: string; archived_at: Instant | null };
  body: { id: number; ref: string; name: Json<Texts>; acronym: string | null; position: number; archived_at: Instant | null };
  person: { id: number; display_name: string; language: string | null; archived_at: Instant | null };
  email: { id: number; person_id: number; typed: string; archived_at: Instant | null };
  plan_item: {
    id: number;
    ref: string;
    kind: string;
    number: string | null;
    position: number;
    title: Json<Texts>;
    review_id: number | null;
    state: string;
    archived_at: Instant | null;
  };
  workstream: { id: number; title: Json<Texts> };
}

export const owned: readonly (keyof Owned)[] = [
  'report_calendar',
  'report',
  'report_step',
  'report_section',
  'report_snapshot',
  'report_erratum',
  'report_question',
];
