import type { Visit } from '../../../../platform/http/visit.ts';
import { Mark, StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { ShortText } from '../../../reviews/index.ts';
import { contradicted, type Planned } from '../promise.ts';
import { reportedWords } from '../words.ts';

const claimTone = { claimed: 'waiting', verified: 'done', returned: 'problem' } as const;

/** Claimed and verified are two states, by two people. */
export const ClaimsPart = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  return (
    <>
      {item.closures.map((one) => (
        <div>
          <p class="row">
            <StatusChip tone={claimTone[one.state]} label={t(`closure.state.${one.state}`)} />
            <span>
              {one.claimedBy
                ? t('closure.claimedBy', { who: one.claimedBy, day: t.day(one.claimedOn) })
                : t('promise.claimedOn', { day: t.day(one.claimedOn) })}{' '}
              {one.judgedOn &&
                (one.judgedBy
                  ? t(one.state === 'returned' ? 'closure.returnedBy' : 'closure.verifiedBy', {
                      who: one.judgedBy,
                      day: t.day(one.judgedOn),
                    })
                  : t(one.state === 'returned' ? 'promise.returnedOn' : 'promise.verifiedOn', { day: t.day(one.judgedOn) }))}
              {one.state === 'claimed' && t('promise.notVerified')}
            </span>
          </p>
          {[one.note, one.judgement].map((text) => text && <p class="small">{text}</p>)}
        </div>
      ))}
      {item.status === 'completed' && item.closures.length === 0 && <p class="quiet small">{t('promise.doneUnclaimed')}</p>}
    </>
  );
};

/** What submitted reports said of it: frozen, whatever happened since. */
export const ReportedTable = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  if (item.reported.length === 0) return null;
  return (
    <Table
      caption={t('promise.reported')}
      columns={[{ label: t('promise.report') }, { label: t('promise.day'), nowrap: true }, { label: t('statement.value') }]}
      rows={item.reported.map((one) => [
        <a href={`/reports/${one.report}`}>
          <ShortText v={v} text={one.title} />
        </a>,
        t.day(one.on),
        reportedWords(v, one),
      ])}
    />
  );
};

/** What sources say, side by side; where they contradict each other it is said and not repaired. */
export const StatementsTable = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  if (item.statements.length === 0) return null;
  return (
    <Table
      caption={t('statement.title')}
      columns={[{ label: t('statement.about') }, { label: t('statement.value') }, { label: t('statement.source') }]}
      rows={contradicted(item.statements).flatMap((some) =>
        some.map((one) => [
          <>
            {t(`statement.field.${one.field}`)} {one.part && `${one.part})`}
            {new Set(some.map((other) => other.value)).size > 1 && <Mark tone="attention">{t('statement.differ')}</Mark>}
          </>,
          <bdi>{one.value}</bdi>,
          [one.source, one.place, one.statedOn && t.day(one.statedOn)].filter(Boolean).join(' · '),
        ]),
      )}
    />
  );
};
