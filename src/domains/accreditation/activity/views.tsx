import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm } from '../../../platform/ui/form/form.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { ActivityStatus, Because, FactKind } from './activity.ts';
import type { Figures, RegionRow } from './queries.ts';
import type { RuleFigures } from './tables.ts';
import { statusLook } from './words.ts';

export const Activity = ({ v, status }: { v: Visit; status: ActivityStatus | null }) => (
  <StatusChip {...statusLook[status ?? 'active']} label={v.t(`activity.status.${status ?? 'active'}`)} />
);

/** The reason with its figures as a sentence. */
export const becauseOf = (v: Visit, { reason, meetings = 0, contributions = 0, votes = 0 }: Because): string =>
  v.t(`activity.because.${reason}`, { meetings, contributions, votes });

export const counting = ({ members, standby }: Figures) => ({ counts: members - standby, members });

export const nameOfBody = (v: Visit, body: { ref: string; name: Texts; acronym: string | null }): string =>
  body.acronym ?? textIn(body.name, v.languages).text;

/** All regions with their figures. */
export const RegionTable = ({ v, regions, waiting }: { v: Visit; regions: readonly RegionRow[]; waiting: ReadonlyMap<number, number> }) => {
  const { t } = v;
  const mine = regions.some((region) => region.may_manage);
  return (
    <Table
      caption={t('activity.regions')}
      captionHidden
      columns={[
        { label: t('activity.region') },
        { label: t('activity.status.active'), number: true },
        { label: t('activity.status.lessActive'), number: true },
        { label: t('activity.status.standby'), number: true },
        { label: t('activity.quorum') },
        { label: t('activity.ruleSince') },
        ...(mine ? [{ label: t('activity.waiting'), number: true }] : []),
      ]}
      rows={regions.map((region) => [
        <a href={`/activity/${region.ref}`}>
          <InLanguage page={v.language} {...textIn(region.name, v.languages)} />
        </a>,
        t.number(region.figures.active),
        t.number(region.figures.lessActive),
        t.number(region.figures.standby),
        t('activity.nOfM', counting(region.figures)),
        region.rule_on ? t.day(region.rule_on) : t('activity.noRule'),
        ...(mine ? [region.may_manage ? t.number(waiting.get(region.id) ?? 0) : ''] : []),
      ])}
    />
  );
};

/** A rule as sentences: one of the first ones makes active. */
export const RuleText = ({ v, rule }: { v: Visit; rule: RuleFigures }) => {
  const { t } = v;
  return (
    <>
      <p>{t('activity.oneOf')}</p>
      <ul>
        {rule.meetings !== null && <li>{t('activity.rule.meetings', { count: rule.meetings, months: rule.meeting_months ?? 0 })}</li>}
        {rule.contributions !== null && (
          <li>{t('activity.rule.contributions', { count: rule.contributions, months: rule.contribution_months ?? 0 })}</li>
        )}
        {rule.votes !== null && <li>{t('activity.rule.votes', { count: rule.votes, elections: rule.elections ?? 0 })}</li>}
      </ul>
      <p>{t('activity.rule.standby', { months: rule.standby_months })}</p>
    </>
  );
};

export interface ChangeRow {
  ref: string;
  name: string;
  status: ActivityStatus | null;
  computed: ActivityStatus;
  reason: Because['reason'];
  meetings: number;
  contributions: number;
  votes: number;
}

/** Who would be said otherwise, from what to what and why; with `tick`, each can be chosen. */
export const ChangeTable = ({ v, rows, tick }: { v: Visit; rows: readonly ChangeRow[]; tick?: boolean }) => {
  const { t } = v;
  return (
    <Table
      caption={t('activity.changes', { count: rows.length })}
      columns={[{ label: t('activity.member') }, { label: t('activity.now') }, { label: t('activity.then') }, { label: t('activity.why') }]}
      rows={rows.map((row) => {
        const name = (
          <a href={`/organisations/${encodeURIComponent(row.ref)}/standing`}>
            <bdi>{row.name}</bdi>
          </a>
        );
        return [
          tick ? (
            <span class="choice">
              <input type="checkbox" name="confirm" value={`${row.ref} ${row.computed}`} checked aria-label={row.name} />
              <span>{name}</span>
            </span>
          ) : (
            name
          ),
          <Activity v={v} status={row.status} />,
          <Activity v={v} status={row.computed} />,
          becauseOf(v, row),
        ];
      })}
    />
  );
};

export const FactTable = ({
  v,
  facts,
  removeFrom,
}: {
  v: Visit;
  facts: readonly { id: number; kind: FactKind; happened_on: string; source: string; note: string | null }[];
  /** Where a fact is taken back, for those who may. */
  removeFrom?: string | undefined;
}) => {
  const { t } = v;
  return (
    <Table
      caption={t('activity.facts')}
      captionHidden
      columns={[
        { label: t('activity.on'), nowrap: true },
        { label: t('activity.kind') },
        { label: t('activity.source') },
        ...(removeFrom ? [{ label: t('activity.remove') }] : []),
      ]}
      rows={facts.map((fact) => [
        t.day(fact.happened_on),
        t(`activity.kind.${fact.kind}`),
        <>
          <bdi>{fact.source}</bdi>
          {fact.note && <span class="quiet small"> {fact.note}</span>}
        </>,
        ...(removeFrom ? [<ButtonForm action={`${removeFrom}/${fact.id}/removal`}>{t('activity.remove')}</ButtonForm>] : []),
      ])}
    />
  );
};
