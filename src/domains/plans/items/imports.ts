import { languages } from '../../../platform/i18n/languages.ts';
import type { ImportColumn, Importer } from '../../../platform/imports/importer.ts';
import { mayManageItem } from '../policy.ts';
import { readBudget } from './budget.ts';
import { partsOf } from './ends.ts';
import { saidBy, sentenceIn } from './import-line.ts';
import { namesOfPlan, reviewsOf, statusKind, statusMeant } from './import-names.ts';
import { recognisePlan } from './import-recognise.ts';
import { toldBy } from './import-told.ts';
import { kindIn } from './import-words.ts';
import { takeInItem } from './take-in.ts';

const columns: readonly ImportColumn[] = [
  { key: 'ref', label: 'plan.ref', names: ['reference', 'référence', 'referencia', 'المرجع'] },
  { key: 'kind', label: 'plan.kind', names: ['type', 'tipo', 'النوع'] },
  { key: 'number', label: 'plan.number', names: ['no', 'issue no', 'issue number', 'numéro', 'número', 'الرقم', 'id'] },
  {
    key: 'title',
    label: 'plan.title',
    names: ['issue', 'issue id', 'task', 'tasks', 'action', 'name', 'point', 'asunto', 'القضية', 'titre', 'título', 'العنوان'],
    required: true,
  },
  { key: 'startsOn', label: 'plan.startsOn', names: ['start', 'start date', 'début', 'inicio', 'البداية'] },
  {
    key: 'ends',
    label: 'plan.proposedEnd',
    names: ['proposed end', 'proposed end date', 'end', 'end date', 'due', 'fin prévue', 'fin previsto', 'النهاية المقترحة'],
  },
  { key: 'status', label: 'plan.status', names: ['status', 'state', 'statut', 'estado', 'الحالة'] },
  { key: 'percent', label: 'plan.percent', names: ['percent', '% complete', '% done', 'pourcentage', 'porcentaje', 'النسبة'] },
  { key: 'health', label: 'plan.health', names: ['santé', 'salud', 'الوضع'] },
  { key: 'note', label: 'plan.note', names: ['notes', 'note', 'comment', 'notas', 'ملاحظات'] },
  { key: 'steps', label: 'plan.implementation', names: ['implementation', 'steps', 'mise en œuvre', 'implementación', 'التنفيذ'] },
  { key: 'outcome', label: 'plan.outcome', names: ['outcome', 'outcomes', 'résultats', 'resultados', 'النتائج'] },
  { key: 'goal', label: 'plan.goal', names: ['objective', 'objectif', 'objetivo', 'الهدف'] },
  { key: 'currentState', label: 'plan.currentState', names: ['current situation', 'état actuel', 'estado actual', 'الوضع الحالي'] },
  { key: 'metrics', label: 'plan.metrics', names: ['metric', 'indicateurs', 'métricas', 'المقاييس'] },
  { key: 'method', label: 'plan.method', names: ['method of measurement', 'how measured', 'méthode', 'método', 'الطريقة'] },
  { key: 'budget', label: 'plan.budget', names: ['presupuesto', 'الميزانية'] },
  { key: 'workstream', label: 'plan.workstream', names: ['work stream', 'axe de travail', 'línea de trabajo', 'مسار العمل'] },
  { key: 'workstreamLeads', label: 'import.plan.workstreamLeads', names: [] },
  { key: 'leads', label: 'plan.leads', names: ['lead', 'owner', 'responsables', 'المسؤولون'] },
  { key: 'body', label: 'plan.body', names: ['group', 'ralo', 'organe', 'órgano', 'الهيئة'] },
  { key: 'parent', label: 'plan.parent', names: ['inside', 'parent', 'belongs to', 'part of', 'fait partie de', 'dentro de', 'ضمن'] },
  { key: 'recommendations', label: 'plan.recommendations', names: ['recommendation', 'recommandations', 'recomendaciones', 'التوصيات'] },
  { key: 'review', label: 'plan.review', names: ['revue', 'revisión', 'المراجعة'] },
  { key: 'phase', label: 'plan.phase', names: ['fase', 'المرحلة'] },
  { key: 'endedOn', label: 'plan.endedOn', names: ['ended', 'actual end', 'terminé le', 'terminado el', 'انتهى في'] },
  { key: 'aliases', label: 'import.plan.aliases', names: ['alias', 'also known as', 'formerly'] },
  { key: 'source', label: 'statement.source', names: [] },
];

/** A plan: the table that committees know, work plans with tasks, implementation and outcomes, pledges of bodies, and our own files. */
export const plan: Importer = {
  kind: 'plan',
  title: 'import.plan.what',
  hint: 'import.plan.hint',
  right: 'plan.manage',
  context: [
    {
      key: 'review',
      label: 'plan.review',
      required: false,
      options: async (db, actor) => {
        const rows = await reviewsOf(db, actor);
        return rows.map(({ ref, title }) => [ref, `${ref} · ${title.texts[title.original] ?? ''}`] as const);
      },
    },
    {
      key: 'language',
      label: 'import.plan.language',
      required: false,
      options: async () => languages.map(({ code, name }) => [code, name] as const),
    },
  ],
  columns,
  heldBy: ['ref', 'number', 'title'],
  command: takeInItem,
  showsNames: (kind) => kind.startsWith('plan_item/'),
  mayUndo: { plan_item: mayManageItem },
  recognise: recognisePlan,
  names: namesOfPlan,
  told: toldBy,
  understand: (line, context, resolver) => {
    const { cells } = line;
    if (cells.said) return { input: sentenceIn(line, context, resolver), label: `“${cells.said.slice(0, 110)}”` };
    const label = [cells.number, cells.title].filter(Boolean).join('. ').slice(0, 120);
    const body = cells.body ? resolver.find('body', cells.body) : undefined;
    if (cells.body && !body) return { problems: [], label, unknown: { kind: 'body', text: cells.body } };
    const said = saidBy(line, context, resolver);
    if (cells.kind && !kindIn(cells.kind))
      return { problems: [{ path: ['kind'], key: 'import.plan.kindUnknown', values: { text: cells.kind.slice(0, 80) } }], label };
    // In running documents a cell of a status may hold anything; there its words stand as a statement.
    const unread = cells.found ? undefined : partsOf(cells.status ?? '').find((one) => one.text && !statusMeant(one.text, resolver));
    if (unread) return { problems: [], label, unknown: { kind: statusKind, text: unread.text } };
    if (cells.budget && !readBudget(cells.budget))
      return { problems: [{ path: ['budget'], key: 'import.plan.budgetUnreadable', values: { text: cells.budget.slice(0, 80) } }], label };
    return {
      input: { ...said, ...(body ? { body } : {}) },
      label,
      ...(typeof said.ref === 'string' ? { url: `/plans/items/${said.ref}` } : {}),
    };
  },
  identity: (input) => {
    if (input.ref) return String(input.ref);
    if (!input.title && Array.isArray(input.statements))
      return `statement ${input.review} ${input.number ?? ''} ${JSON.stringify(input.statements)}`;
    const alias = Array.isArray(input.aliases) && input.aliases.length === 1 ? /\d[\d.]*$/.exec(String(input.aliases[0]))?.[0] : undefined;
    if (input.number) return `${input.kind} ${input.review} ${alias ?? input.number}`;
    return `${input.kind} ${input.workstreamTitle ?? input.body ?? input.parent ?? ''} ${JSON.stringify(input.title)}`;
  },
};
