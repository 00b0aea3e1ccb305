import { sql } from 'kysely';
import { holdsEverywhere, holdsWholly } from '../../../platform/access/actor.ts';
import { together } from '../../../platform/db/together.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Pages, Visit } from '../../../platform/http/visit.ts';
import { type Mergeable, serveMerging } from '../../../platform/merging/pages.tsx';
import { countedQuestion, placesOf } from '../../../platform/merging/places.ts';
import { type Called, mergesQuestion } from '../../../platform/merging/queries.ts';
import type { Suggested } from '../../../platform/merging/suggested.ts';
import type { SideBySide } from '../../../platform/merging/views.tsx';
import { keepPeopleApart, mergePeople, unmergePeople } from './commands.ts';
import { bothQuestion, type OneOfBoth, overlapsQuestion, type Reason, type Shown, suggestedQuestion } from './queries.ts';
import { fieldsOf, Notes, pairOf, SeatQuestions } from './views.tsx';

export const called: Called = {
  kind: 'person',
  name: sql<string>`record.display_name`,
  key: sql<string>`record.id::text`,
  href: sql<string>`'/people/' || record.id`,
};

const people: Mergeable<Suggested<Shown, Reason>> = {
  path: '/people',
  key: '[0-9]{1,15}',
  register: 'person.register',
  title: 'person.duplicates',
  lead: 'person.duplicatesLead',
  may: ({ actor }) => holdsEverywhere(actor, 'people.manage'),
  suggested: (v, asked) => suggestedQuestion(v.db, v.actor, asked),
  pairOf,
  merges: (v, which) => mergesQuestion(v.db, called, holdsWholly(v.actor, 'people.manage'), which),
  sideBySide: (v, kept, gone, form) => sideBySide(v, { kept: Number(kept), gone: Number(gone) }, form),
  commands: { merge: mergePeople, unmerge: unmergePeople, keepApart: keepPeopleApart },
};

export const mergingPages = (app: Pages): void => serveMerging(app, people);

const sideBySide = async (v: Visit, pair: { kept: number; gone: number }, form: FormState): Promise<SideBySide | undefined> => {
  const places = await placesOf(v.db, 'person');
  const { both, overlaps, counts } = await together(v.db, {
    both: bothQuestion(v.db, v.actor, pair, v.today),
    overlaps: overlapsQuestion(v.db, pair),
    counts: countedQuestion(v.db, places, pair),
  });
  const [kept, gone] = both as unknown as OneOfBoth[];
  if (!kept || !gone || kept.archived_at || gone.archived_at) return undefined;
  return {
    kept: recognised(kept),
    gone: recognised(gone),
    version: kept.version,
    goneVersion: gone.version,
    fields: fieldsOf(v, kept, gone),
    counts,
    questions: <SeatQuestions v={v} overlaps={overlaps} form={form} />,
    notes: <Notes v={v} both={{ kept, gone }} />,
  };
};

const recognised = (one: OneOfBoth) => ({ key: String(one.id), name: one.display_name, href: `/people/${one.id}`, about: [] });
