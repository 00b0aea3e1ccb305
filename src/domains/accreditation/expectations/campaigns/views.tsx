import { holdsEverywhere, holdsFor } from '../../../../platform/access/actor.ts';
import { formWords, textsControl } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import type { Texts } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../../platform/ui/form/form.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { nameOfBody } from '../regions.ts';
import { reportLook } from '../words.ts';
import type { Asked } from './queries.ts';

/** Who was asked and who has answered; the page of each report says what can be done. */
export const AskedTable = ({ v, rows }: { v: Visit; rows: readonly Asked[] }) => {
  const { t } = v;
  return (
    <Table
      caption={t('campaign.askedMembers')}
      captionHidden
      columns={[
        { label: t('organisation.name') },
        { label: t('campaign.state') },
        { label: t('campaign.answeredOn'), nowrap: true },
        { label: t('campaign.reminders'), number: true },
      ]}
      rows={rows.map((row) => [
        <>
          <a href={`/member-reports/${row.id}`}>
            <bdi>{row.name}</bdi>
          </a>
          {row.correction_asked_on && <p class="small">{t('campaign.wantsCorrectionShort')}</p>}
          {!row.answered_on && row.told === 0 && <p class="small quiet">{t('campaign.noAddress')}</p>}
        </>,
        <StatusChip {...reportLook[row.state]} label={t(`campaign.state.${row.state}`)} />,
        row.answered_on ? t.day(row.answered_on) : '',
        t.number(row.reminders),
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
  const { errors, error, value, field } = formWords(form, t);
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
        {...field('body')}
        label={t('organisation.body')}
        control="select"
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
        <Field {...field('dueOn')} label={t('campaign.dueOn')} control="date" required />
      </FieldRow>
      <Actions t={t} submit={t('campaign.openDo')} />
    </Form>
  );
};
