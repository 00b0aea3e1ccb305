import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { healths, type Status, statuses } from '../items/item.ts';
import { Refused, versionOf } from '../items/views.tsx';
import { EvidenceFields } from './evidence.tsx';

/** The box of an update: what happened, new percent, new day with its reason, evidence. */
export const ProgressForm = ({
  v,
  item,
  form,
}: {
  v: Visit;
  item: { ref: string; version: number; status: Status; parts: readonly { label: string }[] };
  form: FormState;
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  const labels = item.parts.map((part) => part.label).filter(Boolean);
  return (
    <Form files action={`/plans/items/${item.ref}/progress`} version={versionOf(form, item.version)}>
      <ErrorSummary t={t} errors={errors} />
      <Refused v={v} form={form} />
      <Field
        t={t}
        name="text"
        label={t('progress.what')}
        error={error('text')}
        required
        {...textsControl(form.values.text, v.language, 3)}
      />
      <FieldRow>
        <Field
          t={t}
          name="happenedOn"
          label={t('progress.on')}
          control="date"
          value={value('happenedOn') || v.today}
          error={error('happenedOn')}
        />
        <Field
          t={t}
          name="percent"
          label={t('progress.percent')}
          hint={t('plan.percentHint')}
          control="text"
          value={value('percent')}
          error={error('percent')}
        />
      </FieldRow>
      <FieldRow>
        <Field
          t={t}
          name="status"
          label={t('plan.status')}
          control="select"
          value={value('status')}
          none={t('progress.asItIs')}
          error={error('status')}
          options={statuses.filter((one) => one !== 'completed').map((one) => ({ value: one, label: t(`plan.status.${one}`) }))}
        />
        <Field
          t={t}
          name="health"
          label={t('plan.health')}
          control="select"
          value={value('health')}
          none={t('progress.asItIs')}
          error={error('health')}
          options={healths.map((one) => ({ value: one, label: t(`plan.health.${one}`) }))}
        />
      </FieldRow>
      <FieldRow>
        {labels.length > 0 && (
          <Field
            t={t}
            name="part"
            label={t('plan.part')}
            control="select"
            value={value('part')}
            none={t('plan.noPart')}
            error={error('part')}
            options={labels.map((label) => ({ value: label, label: `${label})` }))}
          />
        )}
        <Field
          t={t}
          name="endsOn"
          label={t('progress.newEnd')}
          hint={t('progress.newEndHint')}
          control="text"
          value={value('endsOn')}
          error={error('endsOn')}
        />
        <Field t={t} name="reason" label={t('progress.reason')} control="text" value={value('reason')} error={error('reason')} />
      </FieldRow>
      <EvidenceFields v={v} form={form} />
      <Actions
        t={t}
        submit={t('progress.add')}
        cancelHref={`/plans/items/${item.ref}`}
        other={{ label: t('dependency.showMoves'), name: 'show', value: 'moves' }}
      />
    </Form>
  );
};
