import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { healths, type Status, statuses } from '../items/item.ts';
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
  const { error, value, field } = formWords(form, t);
  const labels = item.parts.map((part) => part.label).filter(Boolean);
  return (
    <Form files action={`/plans/items/${item.ref}/progress`} version={versionOf(form, item.version)}>
      <Problems v={v} form={form} />
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
        <Field {...field('percent')} label={t('progress.percent')} hint={t('plan.percentHint')} control="text" />
      </FieldRow>
      <FieldRow>
        <Field
          {...field('status')}
          label={t('plan.status')}
          control="select"
          none={t('progress.asItIs')}
          options={statuses.filter((one) => one !== 'completed').map((one) => ({ value: one, label: t(`plan.status.${one}`) }))}
        />
        <Field
          {...field('health')}
          label={t('plan.health')}
          control="select"
          none={t('progress.asItIs')}
          options={healths.map((one) => ({ value: one, label: t(`plan.health.${one}`) }))}
        />
      </FieldRow>
      <FieldRow>
        {labels.length > 0 && (
          <Field
            {...field('part')}
            label={t('plan.part')}
            control="select"
            none={t('plan.noPart')}
            options={labels.map((label) => ({ value: label, label: `${label})` }))}
          />
        )}
        <Field {...field('endsOn')} label={t('progress.newEnd')} hint={t('progress.newEndHint')} control="text" />
        <Field {...field('reason')} label={t('progress.reason')} control="text" />
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
