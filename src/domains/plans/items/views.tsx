import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Tabs } from '../../../platform/ui/navigation/navigation.tsx';
import { Linked } from '../../../platform/ui/prose/prose.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { BudgetYear } from './budget.ts';
import { type Health, healthTone, type Status, statusShape, statusTone } from './item.ts';

/** A text in the reader's best language, with its own language marked where it differs. */
export const Words = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return shown.language === v.language ? (
    shown.text
  ) : (
    <span lang={shown.language} dir={directionOf(shown.language)}>
      {shown.text}
    </span>
  );
};

/** A text of several lines; lines that begin with a sign of a list become one. */
export const Lines = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return (
    <div class="flow" {...(shown.language === v.language ? {} : { lang: shown.language, dir: directionOf(shown.language) })}>
      {blocksOf(shown.text).map((block) =>
        Array.isArray(block) ? (
          <ul class="bulleted">
            {block.map((item) => (
              <li>
                <Linked text={item} />
              </li>
            ))}
          </ul>
        ) : (
          <p>
            <Linked text={block} />
          </p>
        ),
      )}
    </div>
  );
};

const blocksOf = (text: string): (string | string[])[] => {
  const blocks: (string | string[])[] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const item = /^[-•·*]\s+(.*)$/.exec(line)?.[1] ?? /^\d{1,2}[.)]\s.*$/.exec(line)?.[0];
    const last = blocks.at(-1);
    if (item === undefined) blocks.push(line);
    else if (Array.isArray(last)) last.push(item);
    else blocks.push([item]);
  }
  return blocks;
};

export const StatusOf = ({ v, status, percent }: { v: Visit; status: Status; percent?: number | null | undefined }) => (
  <StatusChip
    tone={statusTone[status]}
    shape={statusShape[status]}
    label={
      percent == null
        ? v.t(`plan.status.${status}`)
        : v.t('plan.statusWithPercent', { status: v.t(`plan.status.${status}`), percent: v.t.percent(percent) })
    }
  />
);

export const HealthOf = ({ v, health }: { v: Visit; health: Health }) => (
  <StatusChip tone={healthTone[health]} label={v.t(`plan.health.${health}`)} />
);

/** The ways to see the plan, each at its own address. */
export const PlanTabs = ({ v, current }: { v: Visit; current: 'table' | 'tree' | 'board' | 'timeline' | 'workstreams' | 'mine' }) => (
  <Tabs
    t={v.t}
    label={v.t('plan.views')}
    tabs={[
      { href: '/plans', label: v.t('plan.table'), current: current === 'table' },
      { href: '/plans/tree', label: v.t('plan.tree'), current: current === 'tree' },
      { href: '/plans/timeline', label: v.t('plan.timeline'), current: current === 'timeline' },
      { href: '/plans/board', label: v.t('plan.board'), current: current === 'board' },
      { href: '/plans/workstreams', label: v.t('plan.workstreams'), current: current === 'workstreams' },
      ...(v.actor.personId === null ? [] : [{ href: '/plans/mine', label: v.t('plan.mine'), current: current === 'mine' }]),
    ]}
  />
);

/** What is planned, approved and spent by year; nothing where there is no budget. */
export const BudgetTable = ({ v: { t }, budget }: { v: Visit; budget: readonly BudgetYear[] }) =>
  budget.length === 0 ? null : (
    <Table
      caption={t('plan.budget')}
      columns={[
        { label: t('plan.budgetYear') },
        { label: t('plan.budgetPlanned'), number: true },
        { label: t('plan.budgetApproved'), number: true },
        { label: t('plan.budgetSpent'), number: true },
      ]}
      rows={budget.map((year) => [
        `${year.year} (${year.currency})`,
        ...[year.planned, year.approved, year.spent].map((amount) => (amount === null ? '–' : t.number(Number(amount)))),
      ])}
    />
  );
