import { holdsEverywhere, holdsFor } from '../../../../platform/access/actor.ts';
import { formWords, textsControl } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import type { Texts } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, Form } from '../../../../platform/ui/form/form.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { nameOfBody } from '../regions.ts';
import { reportLook } from '../words.ts';
import type { Asked } from './queries.ts';

/** Who was asked, who has answered, and what can be done for those who have not. */
export const AskedTable = ({ v, rows, back }: { v: Visit; rows: readonly Asked[]; back: string }) => {
  const { t } = v;
  return (
    <Table
      caption={t('campaign.askedMembers')}
      captionHidden
      columns={[
        { label: t('organisation.name') },
        { label: t('campaign.state') },
        { label: t('campaign.reminders'), number: true },
        { label: t('membership.act') },
      ]}
      rows={rows.map((row) => [
        <a href={`/organisations/${encodeURIComponent(row.ref)}/standing`}>
          <bdi>{row.name}</bdi>
        </a>,
        <>
          {row.answered_on ? (
            <a href={`/member-reports/${row.id}`}>
              <StatusChip {...reportLook[row.state]} label={t(`campaign.state.${row.state}`)} />
            </a>
          ) : (
            <StatusChip {...reportLook[row.state]} label={t(`campaign.state.${row.state}`)} />
          )}
          {row.answered_on && <p class="small quiet">{t.day(row.answered_on)}</p>}
          {row.told === 0 && <p class="small">{t('campaign.noAddress')}</p>}
          {row.correction_asked_on && <p class="small">{t('campaign.wantsCorrectionShort')}</p>}
          {row.open_until && row.open_until >= v.today && <p class="small">{t('campaign.openUntil', { day: t.day(row.open_until) })}</p>}
        </>,
        t.number(row.reminders),
        <span class="row">
          {(!row.answered_on || row.correction_asked_on) && (
            <ButtonForm action={`/member-reports/${row.id}/opening`} fields={{ back }}>
              {t(row.answered_on ? 'campaign.openAgain' : 'campaign.newLink')}
            </ButtonForm>
          )}
          {!row.answered_on && <a href={`/member-reports/${row.id}/record`}>{t('campaign.record')}</a>}
        </span>,
      ])}
    />
  );
};

export const CampaignForm = ({
  v,
  form,
  regions,
}: {
  v: Visit;
  form: FormState;
  regions: readonly { id: number; ref: string; name: Texts; acronym: string | null }[];
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  const all = holdsEverywhere(v.actor, 'campaign.manage');
  return (
    <Form action="/campaigns">
      <ErrorSummary t={t} errors={errors} />
      {form.refusal && form.problems.length === 0 && <Notice t={t} tone="problem" text={t(form.refusal.key, form.refusal.values)} />}
      <Field
        t={t}
        name="title"
        label={t('campaign.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field
        t={t}
        name="body"
        label={t('organisation.body')}
        control="select"
        value={value('body')}
        error={error('body')}
        {...(all ? { none: t('campaign.everyRegion') } : {})}
        options={regions
          .filter((region) => all || holdsFor(v.actor, 'campaign.manage', region.id))
          .map((region) => ({ value: region.ref, label: nameOfBody(v, region) }))}
      />
      <FieldRow>
        <Field
          t={t}
          name="opensOn"
          label={t('campaign.opensOn')}
          control="date"
          value={value('opensOn') || v.today}
          error={error('opensOn')}
        />
        <Field t={t} name="dueOn" label={t('campaign.dueOn')} control="date" value={value('dueOn')} error={error('dueOn')} required />
      </FieldRow>
      <Actions t={t} submit={t('campaign.openDo')} />
    </Form>
  );
};
