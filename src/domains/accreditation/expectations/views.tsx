import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm } from '../../../platform/ui/form/form.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { Item, ItemState } from './campaign.ts';
import { itemLook } from './words.ts';

interface Reported {
  id: number;
  answered_on: string | null;
  answered_by: string | null;
  unchanged: boolean;
  expectations: Record<string, ItemState>;
  changes: Record<string, string | null>;
  changes_state: 'proposed' | 'applied' | 'declined' | null;
  title: Texts;
  /** The record that was merged into this one and said it, where both did. */
  of: string | null;
  may_settle: boolean;
  may_lead: boolean;
  correction: string | null;
  correction_asked_on: string | null;
  open_until: string | null;
}

/** What the region expects, with how it stands as the member last reported, for those who may see that. */
export const Expectations = ({
  v,
  items,
  since,
  last,
}: {
  v: Visit;
  items: readonly Item[];
  since: string;
  last: Reported | undefined;
}) => {
  const { t } = v;
  return (
    <Section
      title={t('campaign.expectations')}
      note={last?.answered_on ? t('campaign.asReported', { day: t.day(last.answered_on) }) : t('campaign.inForce', { day: t.day(since) })}
    >
      <Table
        caption={t('campaign.expectations')}
        captionHidden
        columns={[{ label: t('campaign.expected') }, ...(last ? [{ label: t('campaign.itemState') }] : [])]}
        rows={items.map((item) => {
          const state = last?.expectations[item.key];
          return [
            <InLanguage page={v.language} {...textIn(item.text, v.languages)} />,
            ...(last
              ? [
                  state ? (
                    <StatusChip {...itemLook[state]} label={t(`campaign.item.${state}`)} />
                  ) : (
                    <span class="quiet">{t('campaign.notSaid')}</span>
                  ),
                ]
              : []),
          ];
        })}
      />
    </Section>
  );
};

/** The reports that were answered, and what they propose to the register. */
export const Reports = ({ v, reports, path }: { v: Visit; reports: readonly Reported[]; path: string }) => {
  const { t } = v;
  return (
    <Section title={t('campaign.reports')}>
      <ul>
        {reports.map((report) => (
          <li>
            {t(report.unchanged ? 'campaign.reportedUnchanged' : 'campaign.reported', {
              title: textIn(report.title, v.languages).text,
              day: t.day(report.answered_on ?? v.today),
              name: report.answered_by ?? '',
            })}{' '}
            <a href={`/member-reports/${report.id}`}>{t('campaign.readAnswers')}</a>
            {report.of ? (
              <p class="small">{t('campaign.answeredAsMerged', { ref: report.of })}</p>
            ) : report.open_until && report.open_until >= v.today ? (
              <p class="small">{t('campaign.openUntil', { day: t.day(report.open_until) })}</p>
            ) : (
              report.may_lead &&
              report.correction_asked_on && (
                <>
                  <p class="small">
                    {t('campaign.wantsCorrection', { day: t.day(report.correction_asked_on) })} <bdi>{report.correction}</bdi>
                  </p>
                  <ButtonForm action={`/member-reports/${report.id}/opening`}>{t('campaign.openAgain')}</ButtonForm>
                </>
              )
            )}
            {report.changes_state && !report.of && (
              <>
                <p class="small">
                  {t(`campaign.changes.${report.changes_state}`)}:{' '}
                  {t.list(
                    Object.entries(report.changes).map(
                      ([field, value]) => `${t(`organisation.${field}`)}: ${value ?? t('campaign.emptied')}`,
                    ),
                  )}
                </p>
                {report.changes_state === 'proposed' && report.may_settle && (
                  <div class="row">
                    <ButtonForm action={`${path}/standing/reports/${report.id}`} fields={{ apply: 'yes' }}>
                      {t('campaign.apply')}
                    </ButtonForm>
                    <ButtonForm action={`${path}/standing/reports/${report.id}`} fields={{ apply: 'no' }}>
                      {t('campaign.decline')}
                    </ButtonForm>
                  </div>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
};
