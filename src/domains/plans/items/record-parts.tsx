import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { endless, leadRoles } from './item.ts';
import type { WholeItem } from './queries.ts';
import { StatusOf, Words } from './views.tsx';
import { dayOf } from './words.ts';

export const factsOf = (v: Visit, item: WholeItem) => {
  const { t } = v;
  const whole = item.parts.find((part) => part.label === '');
  const ends = item.parts.flatMap((part) => part.ends_on ?? []);
  const late = !endless.includes(item.status) && ends.some((day) => day < v.today);
  return [
    { label: t('plan.kind'), value: t(`plan.kind.${item.kind}`) },
    { label: t('plan.percent'), value: item.percent === null ? t('plan.notStated') : t.percent(item.percent) },
    { label: t('plan.startsOn'), value: item.starts_on && t.day(item.starts_on) },
    {
      label: t('plan.proposedEnd'),
      value: whole?.ends_on && (
        <>
          {dayOf(whole, t)} {late && <Mark tone="attention">{t('plan.attention.overdue')}</Mark>}
        </>
      ),
    },
    { label: t('plan.baseline'), value: whole?.baseline_on && whole.baseline_on !== whole.ends_on && t.day(whole.baseline_on) },
    { label: t('plan.endedOn'), value: item.ended_on && t.day(item.ended_on) },
    ...leadRoles.map((role) => ({
      label: t(`plan.role.${role}`),
      value: item.leads.some((lead) => lead.role === role) && (
        <ul>
          {item.leads
            .filter((lead) => lead.role === role)
            .map((lead) => (
              <li>
                {lead.name ?? <span class="quiet">{t('plan.leadNotShown')}</span>}{' '}
                {lead.left && <Mark tone="attention">{t('plan.leadLeft')}</Mark>}
              </li>
            ))}
        </ul>
      ),
    })),
    {
      label: t('plan.review'),
      value: item.review_ref && item.review_title && (
        <a href={`/reviews/${item.review_ref}`}>
          <Words v={v} text={item.review_title} />
        </a>
      ),
    },
    {
      label: t('plan.workstream'),
      value: item.workstream_ref && item.workstream_title && (
        <a href={`/plans/workstreams#${item.workstream_ref}`}>
          <Words v={v} text={item.workstream_title} />
        </a>
      ),
    },
    {
      label: t('plan.body'),
      value: item.body_ref && item.body_name && (
        <a href={`/bodies/${item.body_ref}`}>
          <Words v={v} text={item.body_name} />
        </a>
      ),
    },
    { label: t('plan.phase'), value: item.phase },
  ];
};

export const Deeds = ({ v, item }: { v: Visit; item: WholeItem }) => (
  <>
    <ButtonLink href={`/promises/${item.ref}`}>{v.t('plan.promise')}</ButtonLink>
    {item.may_update && (
      <ButtonLink href={`/plans/items/${item.ref}/update`} primary>
        {v.t('progress.add')}
      </ButtonLink>
    )}
    {item.may_manage && (
      <>
        <ButtonLink href={`/plans/items/${item.ref}/edit`} edit>
          {v.t('plan.edit')}
        </ButtonLink>
        {item.kind !== 'milestone' && (
          <ButtonLink href={`/plans/items/new?kind=${item.kind === 'task' ? 'task' : 'action'}&parent=${item.ref}`}>
            {v.t('plan.addInside')}
          </ButtonLink>
        )}
      </>
    )}
  </>
);

export const PartsTable = ({ v, item }: { v: Visit; item: WholeItem }) => {
  const parts = item.parts.filter((part) => part.label !== '');
  if (parts.length === 0) return null;
  const { t } = v;
  return (
    <Table
      caption={t('plan.parts')}
      columns={[
        { label: t('plan.part') },
        { label: t('plan.proposedEnd'), nowrap: true },
        { label: t('plan.baseline'), nowrap: true },
        { label: t('plan.status') },
      ]}
      rows={parts.map((part) => [
        [`${part.label})`, part.title].filter(Boolean).join(' '),
        dayOf(part, t) || '–',
        part.baseline_on && part.baseline_on !== part.ends_on ? t.day(part.baseline_on) : '–',
        part.status ? (
          <StatusOf v={v} status={part.status} percent={part.percent} />
        ) : part.percent === null ? (
          '–'
        ) : (
          t.percent(part.percent)
        ),
      ])}
    />
  );
};

/** Where an item wants it, a percent computed from what lies inside says how; it never takes the place of the one typed by hand. */
export const rolledUp = ({ t }: Visit, children: readonly { percent: number | null }[]): string => {
  const stated = children.flatMap((child) => child.percent ?? []);
  if (stated.length === 0) return t('plan.noRollUp');
  return t('plan.rollUp', { percent: t.percent(stated.reduce((sum, one) => sum + Number(one), 0) / stated.length), count: stated.length });
};

export const ArchiveForm = ({ v, item, form }: { v: Visit; item: WholeItem; form: FormState | undefined }) => (
  <ReasonForm
    v={v}
    form={form}
    action={`/plans/items/${item.ref}/archive`}
    deed={v.t('plan.archive')}
    label={v.t('progress.reason')}
    danger
  />
);
