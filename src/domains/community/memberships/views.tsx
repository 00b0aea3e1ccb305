import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import type { MembershipRole } from './membership.ts';
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
  if (rows.length === 0) return <EmptyState title={t('membership.none')} />;
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
        ...(acts ? [{ label: t('membership.act') }] : []),
      ]}
      rows={rows.map((row) => [
        of === 'place' ? <PersonLink id={row.person_id} name={row.person_name} /> : <Place v={v} row={row} />,
        t(`membership.role.${row.role}`),
        kept({ on: row.starts_on, span: row.starts_span }, t),
        kept({ on: row.ends_on, span: row.ends_span }, t),
        ...(acts
          ? [
              (row.may_keep || row.person_id === v.actor.personId) && isOpen(row, v.today) ? (
                <ButtonForm action={`/memberships/${row.id}/end`} version={row.version} fields={{ back }}>
                  {t(row.may_keep ? 'membership.end' : 'membership.leave')}
                </ButtonForm>
              ) : (
                ''
              ),
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
      <InLanguage page={v.language} {...textIn(row.title, v.languages)} />,
      <a href={`/bodies/${row.body_ref}`}>
        <InLanguage page={v.language} {...textIn(row.body_name, v.languages)} />
      </a>,
      kept({ on: row.starts_on, span: row.starts_span }, v.t),
      kept({ on: row.ends_on, span: row.ends_span }, v.t),
    ])}
  />
);

/** A person is named by their number: the page of each person shows it, and the list offers it as a column. */
export const MembershipForm = ({
  v,
  form,
  place,
  roles,
  back,
}: {
  v: Visit;
  form: FormState;
  place: { organisation: string } | { body: string } | { person: number };
  roles: readonly MembershipRole[];
  back: string;
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Disclosure summary={t('membership.add')} open={form.refusal !== undefined}>
      <Form action="/memberships">
        <ErrorSummary t={t} errors={errors} />
        {form.refusal?.kind === 'conflict' && <Notice t={t} tone="attention" text={t(form.refusal.key, form.refusal.values)} />}
        <Hidden name="back" value={back} />
        {Object.entries(place).map(([name, one]) => (
          <Hidden name={name} value={String(one)} />
        ))}
        <FieldRow>
          {'person' in place ? (
            <>
              <Field
                t={t}
                name="organisation"
                label={t('membership.organisation')}
                hint={t('membership.organisationHint')}
                control="text"
                value={value('organisation')}
                error={error('organisation')}
              />
              <Field t={t} name="body" label={t('membership.body')} control="text" value={value('body')} error={error('body')} />
            </>
          ) : (
            <Field
              t={t}
              name="person"
              label={t('membership.personNumber')}
              hint={t('membership.personHint')}
              control="text"
              value={value('person')}
              error={error('person')}
              required
              attributes={{ inputmode: 'numeric' }}
            />
          )}
          <Field
            t={t}
            name="role"
            label={t('membership.role')}
            control="select"
            value={value('role') || 'member'}
            options={roles.map((role) => ({ value: role, label: t(`membership.role.${role}`) }))}
            error={error('role')}
          />
        </FieldRow>
        <FieldRow>
          <Field
            t={t}
            name="from"
            label={t('membership.from')}
            hint={t('membership.dayHint')}
            control="text"
            value={value('from')}
            error={error('from')}
          />
          <Field t={t} name="to" label={t('membership.to')} control="text" value={value('to')} error={error('to')} />
        </FieldRow>
        <Actions t={t} submit={t('membership.add')} />
      </Form>
    </Disclosure>
  );
};
