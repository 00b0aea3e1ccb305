import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { dependenciesQuestion, dependentsQuestion, knockOnOf } from '../dependencies/queries.ts';
import { DependenciesPart } from '../dependencies/views.tsx';
import { ClosurePart } from '../progress/closure.tsx';
import { closuresQuestion, evidenceQuestion, progressQuestion } from '../progress/queries.ts';
import { ProgressPart } from '../progress/views.tsx';
import { statementsQuestion } from '../statements/queries.ts';
import { StatementsPart } from '../statements/views.tsx';
import { statusShape, statusTone } from './item.ts';
import { budgetQuestion, childrenQuestion, recommendationsQuestion, trailQuestion, type WholeItem } from './queries.ts';
import { ArchiveForm, Deeds, factsOf, PartsTable, rolledUp } from './record-parts.tsx';
import { BudgetTable, HealthOf, Lines, StatusOf, Words } from './views.tsx';

/** What belongs to the history of an item. It names people, so it is for those who have signed in; strangers read that of the promise. */
export const historyRows = (id: number) => [
  { table: 'plan_item', id },
  ...[
    'plan_part',
    'plan_lead',
    'plan_recommendation',
    'plan_budget',
    'plan_progress',
    'plan_evidence',
    'plan_closure',
    'plan_dependency',
    'plan_statement',
  ].map((table) => ({ table, of: 'item_id', id })),
];

/** How much of what lies inside stands on the page; the percent is computed from all of it. */
const mostInside = 100;

const texts = ['goal', 'current_state', 'steps', 'metrics', 'method', 'outcome', 'note'] as const;
const labels = {
  goal: 'goal',
  current_state: 'currentState',
  steps: 'steps',
  metrics: 'metrics',
  method: 'method',
  outcome: 'outcome',
  note: 'note',
} as const;

/** The page of one item; `at` names the part whose form came back. */
export const itemPage = async (c: PageContext, item: WholeItem, form: FormState = emptyForm(), at?: string) => {
  const v = visit(c);
  const { t } = v;
  const [parts, history] = await Promise.all([
    together(v.db, {
      trail: trailQuestion(v.db, v.actor, item.id),
      children: childrenQuestion(v.db, v.actor, item.id),
      recommendations: recommendationsQuestion(v.db, v.actor, item.id),
      budget: budgetQuestion(v.db, item.id),
      progress: progressQuestion(v.db, v.actor, item.id),
      evidence: evidenceQuestion(v.db, item.id),
      closures: closuresQuestion(v.db, v.actor, item.id),
      dependencies: dependenciesQuestion(v.db, v.actor, item.id),
      dependents: dependentsQuestion(v.db, v.actor, item.id),
      statements: statementsQuestion(v.db, item.id),
    }),
    v.actor.kind === 'visitor' ? [] : historyOf(v.db, historyRows(item.id), { limit: 5, actor: v.actor }),
  ]);
  const knockOn = await knockOnOf(v.db, v.actor, item, parts.dependencies);
  const title = textIn(item.title, v.languages).text;
  return show(
    c,
    {
      title: `${item.ref} ${title}`,
      breadcrumbs: [
        { href: '/plans', label: t('plan.register') },
        ...parts.trail.map((one) => ({ href: `/plans/items/${one.ref}`, label: one.ref })),
      ],
    },
    <RecordPage
      t={t}
      title={
        <>
          {item.number && `${item.number}. `}
          <Words v={v} text={item.title} />
        </>
      }
      reference={item.ref}
      status={
        item.archived_at
          ? { tone: 'off', label: t('plan.archived') }
          : { tone: statusTone[item.status], shape: statusShape[item.status], label: t(`plan.status.${item.status}`) }
      }
      marks={
        <>
          {item.state === 'draft' && <Mark tone="attention">{t('plan.state.draft')}</Mark>}
          {item.health && <HealthOf v={v} health={item.health} />}
          {item.aliases.length > 0 && (
            <span class="quiet">{t('plan.formerly', { names: t.list(item.aliases.map((alias) => alias.text)) })}</span>
          )}
        </>
      }
      facts={factsOf(v, item)}
      actions={
        item.archived_at ? (
          item.may_manage && <ButtonForm action={`/plans/items/${item.ref}/revive`}>{t('plan.revive')}</ButtonForm>
        ) : (
          <Deeds v={v} item={item} />
        )
      }
      aside={
        <>
          {parts.recommendations.length > 0 && (
            <Section title={t('plan.recommendations')}>
              <ul>
                {parts.recommendations.map((one) => (
                  <li>
                    <a href={`/recommendations/${one.ref}`}>
                      {one.ref} <Words v={v} text={one.title} />
                    </a>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {v.actor.kind !== 'visitor' && (
            <Section title={t('plan.history')}>
              <HistoryView v={v} entries={history} more={{ href: `/plans/items/${item.ref}/history`, label: t('plan.wholeHistory') }} />
            </Section>
          )}
          {item.may_manage && !item.archived_at && <ArchiveForm v={v} item={item} form={at === 'archive' ? form : undefined} />}
        </>
      }
    >
      {item.archived_at && (
        <Notice
          t={t}
          tone="attention"
          text={t('plan.archivedBecause', { day: t.day(item.archived_at.slice(0, 10)), reason: item.archived_reason ?? '' })}
        />
      )}
      <PartsTable v={v} item={item} />
      {texts.map((name) => {
        const text = item[name];
        return (
          text && (
            <Section title={t(`plan.${labels[name]}`)}>
              <Lines v={v} text={text} />
            </Section>
          )
        );
      })}
      {parts.children.length > 0 && (
        <Section title={t('plan.inside', { count: parts.children.length })} note={item.rolls_up ? rolledUp(v, parts.children) : undefined}>
          <ul>
            {parts.children.slice(0, mostInside).map((child) => (
              <li class="row">
                <a href={`/plans/items/${child.ref}`}>
                  {child.ref} <Words v={v} text={child.title} />
                </a>
                <StatusOf v={v} status={child.status} percent={child.percent} />
                {child.ends_on && <span class="quiet">{t.day(child.ends_on)}</span>}
              </li>
            ))}
          </ul>
          {parts.children.length > mostInside && <p class="quiet">{t('plan.cut', { count: mostInside })}</p>}
        </Section>
      )}
      <BudgetTable v={v} budget={parts.budget} />
      <StatementsPart v={v} statements={parts.statements} />
      <ProgressPart v={v} item={item} progress={parts.progress} evidence={parts.evidence} />
      <ClosurePart v={v} item={item} closures={parts.closures} evidence={parts.evidence} form={form} at={at} />
      <DependenciesPart
        v={v}
        item={item}
        dependencies={parts.dependencies}
        dependents={parts.dependents}
        knockOn={knockOn}
        form={form}
        at={at}
      />
    </RecordPage>,
  );
};
