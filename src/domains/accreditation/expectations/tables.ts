import type { Generated } from 'kysely';
import type { Day, Filled, Json, RecordColumns } from '../../../platform/db/tables.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import type { Tables as ActivityTables } from '../activity/tables.ts';
import type { Item, ItemState, Question, RegisterField } from './campaign.ts';

interface Owned {
  /** Without a first day it is a draft. */
  expectation_set: RecordColumns & { body_id: number | null; starts_on: Day | null; items: Json<Item[]> };
  campaign_form: RecordColumns & { starts_on: Day; questions: Json<Question[]> };
  campaign: RecordColumns & { title: Json<Texts>; body_id: number | null; form_id: number; opens_on: Day; due_on: Day };
  member_report: MemberReportTable;
  member_report_link: { id: Generated<number>; report_id: number; name: string; token_hash: string; expires_on: Day };
}

interface MemberReportTable extends RecordColumns {
  campaign_id: number;
  organisation_id: number;
  reminders: Filled<number>;
  told: Filled<number>;
  answered_on: Day | null;
  answered_by: string | null;
  unchanged: Filled<boolean>;
  answers: Json<Record<string, string>>;
  expectations: Json<Record<string, ItemState>>;
  /** What the report says about the register that stands there otherwise. */
  changes: Json<Partial<Record<RegisterField, string | null>>>;
  changes_state: 'proposed' | 'applied' | 'declined' | null;
  settled_by: string | null;
  /** What the member would like to correct in a report that it sent; private. */
  correction: string | null;
  correction_asked_on: Day | null;
  /** Until this day a report that was sent can be sent again. */
  open_until: Day | null;
}

export type Tables = ActivityTables & Owned;

export const owned: readonly (keyof Owned)[] = ['expectation_set', 'campaign_form', 'campaign', 'member_report', 'member_report_link'];
