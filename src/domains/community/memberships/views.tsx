import type { Visit } from '../../../platform/http/visit.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { ListedMembership, ListedTenure } from './queries.ts';

/** Who belongs to an organisation or a body, or what a person belongs to: `of` says which side is the page's own. */
export const MembershipTable = ({
  v,
  rows,
  of,
  back,
}: {
  v: Visit;
  rows: readonly ListedMembership[];
  of: 'place' | 'person';
  /** Where a form of this table leads back to. */
  back: string;
}) => {
  const { t } = v;
  if (rows.length === 0) return <EmptyState title={t(of === 'place' ? 'membership.none' : 'membership.nothing')} />;
  const acts = rows.some((row) => row.may_keep || (row.person_id === v.actor.personId && isOpen(row, v.today)));
  return (
    <Table
      caption={t('membership.all')}
      captionHidden
      columns={[
        { label: t(of === 'place' ? 'membership.person' : 'membership.place') },
        { label: t('membership.role') },
        { label: t('membership.from'), nowrap: true },
        { label: t('membership.to'), nowrap: true },
        ...(acts ? [{ label: t('membership.act'), acts: true }] : []),
      ]}
      rows={rows.map((row) => [
        of === 'place' ? <PersonLink id={row.person_id} name={row.person_name} /> : <Place v={v} row={row} />,
        t(`membership.role.${row.role}`),
        kept({ on: row.starts_on, span: row.starts_span }, t),
        kept({ on: row.ends_on, span: row.ends_span }, t),
        ...(acts
          ? [
              <span class="row">
                {(row.may_keep || row.person_id === v.actor.personId) && isOpen(row, v.today) && (
                  <ButtonForm action={`/memberships/${row.id}/end`} version={row.version} fields={{ back }}>
                    {t(row.may_keep ? 'membership.end' : 'membership.leave')}
                  </ButtonForm>
                )}
                {row.may_keep && <a href={`/memberships/${row.id}/edit?back=${encodeURIComponent(back)}`}>{t('membership.correct')}</a>}
              </span>,
            ]
          : []),
      ])}
    />
  );
};

const isOpen = (row: { ends_on: string | null }, today: string): boolean => row.ends_on === null || row.ends_on > today;

export const PersonLink = ({ id, name }: { id: number; name: string }) => (
  <a href={`/people/${id}`}>
    <bdi>{name}</bdi>
  </a>
);

const Place = ({ v, row }: { v: Visit; row: ListedMembership }) =>
  row.organisation_ref ? (
    <a href={`/organisations/${row.organisation_ref}`}>
      <bdi>{row.organisation_name}</bdi>
    </a>
  ) : (
    <a href={`/bodies/${row.body_ref}`}>{row.body_name && <InLanguage page={v.language} {...textIn(row.body_name, v.languages)} />}</a>
  );

export const TenureTable = ({ v, rows }: { v: Visit; rows: readonly ListedTenure[] }) => (
  <Table
    caption={v.t('seat.all')}
    captionHidden
    columns={[
      { label: v.t('seat.title') },
      { label: v.t('membership.place') },
      { label: v.t('membership.from'), nowrap: true },
      { label: v.t('membership.to'), nowrap: true },
    ]}
    rows={rows.map((row) => [
      <>
        <a href={`/seats/${row.seat_id}`}>
          <InLanguage page={v.language} {...textIn(row.title, v.languages)} />
        </a>
        {row.alternate && <span class="quiet small"> {v.t('seat.alternate')}</span>}
      </>,
      <a href={`/bodies/${row.body_ref}`}>
        <InLanguage page={v.language} {...textIn(row.body_name, v.languages)} />
      </a>,
      kept({ on: row.starts_on, span: row.starts_span }, v.t),
      kept({ on: row.ends_on, span: row.ends_span }, v.t),
    ])}
  />
);
