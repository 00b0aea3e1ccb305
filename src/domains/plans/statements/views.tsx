import type { Visit } from '../../../platform/http/visit.ts';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';

export interface Statement {
  field: string;
  part: string;
  value: string;
  source: string;
  place: string | null;
  stated_on: string | null;
}

/** What sources say, beside what the plan holds; where they contradict each other all of them stand. */
export const StatementsPart = ({ v, statements }: { v: Visit; statements: readonly Statement[] }) =>
  statements.length === 0 ? null : (
    <Section title={v.t('statement.title')} id="statements" note={v.t('statement.note')}>
      <Statements v={v} statements={statements} caption={v.t('statement.title')} />
    </Section>
  );

export const Statements = ({ v, statements, caption }: { v: Visit; statements: readonly Statement[]; caption: string }) => {
  const { t } = v;
  const differing = new Set(
    [...Map.groupBy(statements, (one) => `${one.field} ${one.part}`)]
      // Beside each other for no other reason than that they speak of nothing else.
      .filter(([, some]) => some[0]?.field !== 'other' && new Set(some.map((one) => one.value)).size > 1)
      .map(([key]) => key),
  );
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[{ label: t('statement.about') }, { label: t('statement.value') }, { label: t('statement.source') }]}
      rows={statements.map((one) => [
        <>
          {t(`statement.field.${one.field}`)} {one.part && `${one.part})`}
          {differing.has(`${one.field} ${one.part}`) && (
            <>
              {' '}
              <span class="mark attention">{t('statement.differ')}</span>
            </>
          )}
        </>,
        <span dir="auto">{one.value}</span>,
        <span class="small">{[one.source, one.place, one.stated_on && t.day(one.stated_on)].filter(Boolean).join(' · ')}</span>,
      ])}
    />
  );
};
