import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Facts, Section } from '../../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import type { Item, ItemState, Question } from '../campaign.ts';
import { itemLook } from '../words.ts';

interface Sent {
  questions: readonly Question[];
  answers: Record<string, string>;
  expectations: Record<string, ItemState>;
  changes: Record<string, string | null>;
}

/** What a member reported, as it was sent. */
export const SentReport = ({ v, report, items }: { v: Visit; report: Sent; items: readonly Item[] }) => {
  const { t } = v;
  const said = items.filter(({ key }) => report.expectations[key]);
  const changes = Object.entries(report.changes);
  return (
    <>
      <Section title={t('campaign.answers')}>
        <Facts
          wide
          facts={report.questions.map(({ key, kind, text }) => ({
            label: textIn(text, v.languages).text,
            value: shown(v, kind, report.answers[key]),
          }))}
        />
      </Section>
      {said.length > 0 && (
        <Section title={t('campaign.expectations')}>
          <Table
            caption={t('campaign.expectations')}
            captionHidden
            columns={[{ label: t('campaign.expected') }, { label: t('campaign.itemState') }]}
            rows={said.map(({ key, text }) => {
              const state = report.expectations[key] as ItemState;
              return [textIn(text, v.languages).text, <StatusChip {...itemLook[state]} label={t(`campaign.item.${state}`)} />];
            })}
          />
        </Section>
      )}
      {changes.length > 0 && (
        <Section title={t('campaign.changes')}>
          <Facts
            facts={changes.map(([field, value]) => ({
              label: t(`organisation.${field}`),
              value: value ? <bdi>{value}</bdi> : t('campaign.emptied'),
            }))}
          />
        </Section>
      )}
    </>
  );
};

const shown = (v: Visit, kind: Question['kind'], value: string | undefined) =>
  !value ? (
    <span class="quiet">{v.t('campaign.notSaid')}</span>
  ) : kind === 'yesNo' ? (
    v.t(value === 'yes' ? 'campaign.yes' : 'campaign.no')
  ) : (
    <bdi>{value}</bdi>
  );
