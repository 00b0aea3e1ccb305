import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../../platform/http/form-state.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { BudgetFields } from './budget-form.tsx';
import { healths, itemKinds, statuses } from './item.ts';

export interface Choices {
  reviews: readonly { ref: string; title: Texts }[];
  workstreams: readonly { ref: string; title: Texts }[];
  bodies: readonly { ref: string; name: Texts }[];
}

const longFields = ['goal', 'currentState', 'steps', 'metrics', 'method', 'outcome', 'note'] as const;

/** The form of an item, new or known. */
export const ItemForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  choices,
}: RecordForm & {
  choices: Choices;
}) => {
  const { t } = v;
  const { error, value, chosen, field } = formWords(form, t);
  const known = version !== undefined;
  const text = (name: string, label: string, more: { required?: boolean; hint?: string } = {}) => (
    <Field {...field(name)} label={label} control="text" {...more} />
  );
  const options = (name: string, label: string, values: readonly string[], words: string, more: { none?: string; hint?: string } = {}) => (
    <Field
      {...field(name)}
      label={label}
      control="select"
      options={values.map((one) => ({ value: one, label: t(`plan.${words}.${one}`) }))}
      {...more}
    />
  );
  const titled = (rows: readonly { ref: string; title: Texts }[]) =>
    rows.map((one) => ({ value: one.ref, label: `${one.ref} · ${textIn(one.title, v.languages).text}` }));
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      {!known && (
        <FieldRow>
          {options('kind', t('plan.kind'), itemKinds, 'kind')}
          <Field
            {...field('review')}
            label={t('plan.review')}
            control="select"
            none={t('plan.noReview')}
            options={titled(choices.reviews)}
          />
          {text('number', t('plan.number'), { hint: t('plan.numberHint') })}
        </FieldRow>
      )}
      <Field
        t={t}
        name="title"
        label={t('plan.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <FieldRow>
        <Field {...field('startsOn')} label={t('plan.startsOn')} control="date" />
        <Field
          t={t}
          name="ends"
          label={t('plan.ends')}
          hint={t('plan.endsHint')}
          control="textarea"
          rows={2}
          value={value('ends')}
          error={error('ends') ?? error('endsOn')}
        />
        {known && text('reason', t('plan.reasonOfEnds'), { hint: t('plan.reasonOfEndsHint') })}
      </FieldRow>
      <FieldRow>
        {options('status', t('plan.status'), statuses, 'status', known && !error('status') ? { hint: t('progress.claimInstead') } : {})}
        {options('health', t('plan.health'), healths, 'health', { none: t('plan.health.none') })}
        {text('percent', t('plan.percent'), { hint: t('plan.percentHint') })}
        {text('phase', t('plan.phase'))}
      </FieldRow>
      <input type="hidden" name="rollUp" value="no" />
      <Field
        t={t}
        name="rollUp"
        label={t('plan.rollUpShown')}
        hint={t('plan.rollUpHint')}
        control="checkbox"
        value="yes"
        checked={isTicked(form.values.rollUp)}
        error={error('rollUp')}
      />
      <FieldRow>
        {(['volunteerLeads', 'staffLeads', 'contributors'] as const).map((name) => (
          <Field
            t={t}
            name={name}
            label={t(`plan.${name}`)}
            hint={t('plan.leadsHint')}
            control="textarea"
            rows={2}
            value={chosen(name).join('\n')}
            error={error(name)}
          />
        ))}
      </FieldRow>
      <FieldRow>
        <Field
          {...field('body')}
          label={t('plan.body')}
          control="select"
          none={t('plan.noBody')}
          options={choices.bodies.map((body) => ({ value: body.ref, label: `${body.ref} · ${textIn(body.name, v.languages).text}` }))}
        />
        <Field
          {...field('workstream')}
          label={t('plan.workstream')}
          control="select"
          none={t('plan.noWorkstream')}
          options={titled(choices.workstreams)}
        />
        {text('parent', t('plan.parent'), { hint: t('plan.parentHint') })}
      </FieldRow>
      <Field
        t={t}
        name="recommendations"
        label={t('plan.recommendations')}
        hint={t('plan.recommendationsHint')}
        control="textarea"
        rows={2}
        value={chosen('recommendations').join('\n')}
        error={error('recommendations')}
      />
      {longFields.map((name) => (
        <Field t={t} name={name} label={t(`plan.${name}`)} error={error(name)} {...textsControl(form.values[name], v.language, 3)} />
      ))}
      <BudgetFields v={v} form={form} />
      <Field
        t={t}
        name="state"
        label={t('plan.state')}
        control="radios"
        inline
        value={value('state') || 'open'}
        options={['open', 'draft'].map((state) => ({ value: state, label: t(`plan.state.${state}`) }))}
      />
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** As stored, as it came back from a form after the hidden `no`, or not yet said. */
const isTicked = (value: unknown): boolean => {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === undefined || last === true || last === 'yes' || last === 'true';
};
