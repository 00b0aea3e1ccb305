import { type Place, plain } from '../../../platform/documents/document.ts';
import { readDay } from '../../../platform/i18n/days.ts';
import { plainTexts } from '../../../platform/i18n/texts.ts';
import { aliasKey, type ImportColumn, type Importer, type RawLine } from '../../../platform/imports/importer.ts';
import type { Read } from '../../../platform/imports/read/read.ts';
import { languageField, namesOfReviews, reviewField } from '../recommendations/import-names.ts';
import { proseOf } from '../recommendations/import-prose.ts';
import { mayProposeFor } from './policy.ts';
import { setStage } from './stage-commands.ts';
import { stages as allStages, type Stage } from './triage.ts';

const columns: readonly ImportColumn[] = [
  {
    key: 'body',
    label: 'import.stages.body',
    names: ['group', 'organe', 'groupe', 'órgano', 'grupo', 'الهيئة', 'المجموعة'],
    required: true,
  },
  {
    key: 'stage',
    label: 'import.stages.stage',
    words: (stage) => `triage.stage.${stage}`,
    names: ['status', 'state', 'étape', 'statut', 'etapa', 'estado', 'المرحلة', 'الحالة'],
    required: true,
  },
  { key: 'asOf', label: 'import.stages.asOf', names: ['as of', 'since', 'date', 'au', 'depuis', 'fecha', 'desde', 'التاريخ', 'منذ'] },
  { key: 'note', label: 'import.stages.note', names: ['notes', 'comment', 'remarque', 'nota', 'ملاحظة'] },
];

/** How far each body is with its triage: sentences as staff write them on a slide, or a table. */
export const stages: Importer = {
  kind: 'stages',
  title: 'import.stages.what',
  hint: 'import.stages.hint',
  right: 'triage.propose',
  context: [reviewField, languageField, { key: 'asOf', label: 'import.stages.asOf', required: false }],
  columns,
  command: setStage,
  mayUndo: { triage_stage: (actor) => mayProposeFor(actor, 'triage_stage.body_id') },
  recognise: (read) => {
    const found = sentencesIn(read);
    return found.length > 0 ? found : undefined;
  },
  names: (db, actor, context) => namesOfReviews(db, actor, context),
  understand: ({ cells }, context, resolver) => {
    const label = cells.body ?? '';
    const body = resolver.find('body', label);
    if (!body) return { problems: [], label, unknown: { kind: 'body', text: label } };
    const stage = stageIn(cells.stage ?? '');
    if (!stage)
      return { problems: [{ path: ['stage'], key: 'import.stages.noStage', values: { text: (cells.stage ?? '').slice(0, 80) } }], label };
    const asOf = cells.asOf || context.asOf;
    const note = cells.note?.trim();
    const input = {
      review: context.review,
      body,
      stage,
      ...(asOf ? { asOf } : {}),
      ...(note ? { note: plainTexts(context.language ?? 'en', note) } : {}),
    };
    return { input, label: body, url: `/reviews/${context.review}/triage` };
  },
  identity: (input) => `${input.review} ${input.body} ${input.asOf ?? ''}`,
};

/** `Name – has reviewed …`: a line for each body named, on the day that the document carries. */
const sentencesIn = (read: Read): RawLine[] => {
  const prose = proseOf(read);
  const asOf = dayOf(read);
  return prose.flatMap((line): RawLine[] => {
    const [, names, sentence] = /^([^–—:.]{2,80}?)\s*(?:\s[–—-]|:)\s+(\S.*)$/su.exec(line.text) ?? [];
    if (!names || !sentence || aliasKey(sentence).split(' ').length < 4 || !stageIn(sentence)) return [];
    return bodiesIn(names).map((body) => ({
      place: line.place as Place,
      cells: { body, stage: sentence, note: sentence, ...(asOf ? { asOf } : {}) },
    }));
  });
};

const bodiesIn = (names: string): string[] =>
  names
    .split(/,|;|\s+(?:and|et|y|و)\s+|\s+&\s+/u)
    .map((name) => name.trim())
    .filter(Boolean);

/** The first paragraph that is nothing but a day. */
const dayOf = (read: Read): string | undefined => {
  for (const block of read.blocks) {
    const text = block.kind === 'paragraph' ? plain(block.spans) : block.kind === 'heading' ? block.text : '';
    const found = text.length < 40 ? readDay(text.replace(/^[^:]{0,20}:\s*/, '')) : undefined;
    if (found && 'day' in found) return found.day;
  }
  return undefined;
};

/** The stage by its key, or the furthest that the sentence speaks of; being asked for a signature is not yet having signed. */
const stageIn = (text: string): Stage | undefined => {
  const exact = allStages.find((stage) => aliasKey(stage) === aliasKey(text).replaceAll(' ', ''));
  return exact ?? signs.find(([sign]) => sign.test(text))?.[1];
};

const signs: readonly (readonly [RegExp, Stage])[] = [
  [
    /asked to (?:review|sign)|sign.?off (?:asked|requested)|approbation demandée|invités? à (?:examiner|valider|signer)|se (?:les )?(?:ha )?pidi[oó]|firma solicitada|طُ?لب (?:منها|من)/i,
    'signOffAsked',
  ],
  [/signed off|validé|approuvé|firmad[oa]|aprobad[oa]|تم التوقيع|وقّ?عت/i, 'signedOff'],
  [
    /(?:begun|began|started|is|are) (?:to )?implement|implementation (?:is )?(?:under ?way|begun|started)|^implementing|mise en œuvre|en implementación|comenz(?:ó|ado).*implement|implementando|التنفيذ/i,
    'implementing',
  ],
  [
    /(?:is|are) (?:still )?(?:reviewing|prioriti[sz]ing)|under (?:group )?review|en cours d.examen|examine\b|en revisión|revisando|قيد المراجعة/i,
    'underReview',
  ],
  [/reviewed|priorities (?:set|established)|examiné|revisad[oa]|تمت المراجعة/i, 'reviewed'],
  [/untriaged|not (?:yet )?triaged|no triage yet|pas encore trié|sin clasificar|لم يُ?فرز/i, 'untriaged'],
  [/triage|tri initial|clasificación|فرز/i, 'triagedByStaff'],
];
