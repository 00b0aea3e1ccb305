import type { Visit } from '../../../platform/http/visit.ts';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';

interface Statement {
  field: string;
  part: string;
  value: string;
  source: string;
  place: string | null;
  stated_on: string | null;
}

/** What sources say, beside what the plan holds; where they contradict each other all of them stand. */
export const StatementsPart = ({ v, statements }: { v: Visit; statements: readonly Statement[] }) => {
  const { t } = v;
  if (statements.length === 0) return null;
  const differing = new Set(
    [...Map.groupBy(statements, (one) => `${one.field} ${one.part}`)]
      .filter(([, some]) => new Set(some.map((one) => one.value)).size > 1)
      .map(([key]) => key),
  );
  return (
    <Section title={t('statement.title')} id="statements" note={t('statement.note')}>
      <Table
        caption={t('statement.title')}
        captionHidden
        columns={[{ label: t('statement.about') }, { label: t('statement.value') }, { label: t('statement.source') }]}
        rows={statements.map((one) => [
          <>
            {t(`statement.field.${one.field}`)} {one.part && `${one.part})`}
            {differing.has(`${one.field} ${one.part}`) && <span class="mark attention">{t('statement.differ')}</span>}
          </>,
          one.value,
          [one.source, one.place, one.stated_on && t.day(one.stated_on)].filter(Boolean).join(' · '),
        ])}
      />
    </Section>
  );
};
