import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../../platform/http/form-state.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';

export const ReviewForm = ({ v, form, action, cancelHref, submit, version, known }: RecordForm & { known: boolean }) => {
  const { t } = v;
  const { error, value, field } = formWords(form, t);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      {!known && (
        <FieldRow>
          <Field {...field('ref')} label={t('review.ref')} hint={t('review.refHint')} control="text" required />
          <Field {...field('prefix')} label={t('review.prefix')} hint={t('review.prefixHint')} control="text" required />
        </FieldRow>
      )}
      <Field
        t={t}
        name="title"
        label={t('review.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <FieldRow>
        <Field {...field('examiner')} label={t('review.examiner')} control="text" />
        <Field {...field('publishedOn')} label={t('review.publishedOn')} control="date" />
      </FieldRow>
      <Field
        t={t}
        name="description"
        label={t('review.description')}
        error={error('description')}
        {...textsControl(form.values.description, v.language)}
      />
      <FieldRow>
        <Field {...field('sourceUrl')} label={t('review.sourceUrl')} control="url" />
        <Field
          t={t}
          name="state"
          label={t('review.state')}
          control="select"
          value={value('state') || 'open'}
          options={['draft', 'open', 'concluded'].map((state) => ({ value: state, label: t(`review.state.${state}`) }))}
          error={error('state')}
        />
      </FieldRow>
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

export const RecommendationForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  terms,
  bodies,
  known,
}: RecordForm & { terms: Terms; bodies: readonly { value: string; label: string }[]; known: boolean }) => {
  const { t } = v;
  const { error, value, chosen, field } = formWords(form, t);
  const options = (scheme: string) => termOptions(terms, scheme, v.languages);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      {!known && (
        <Field {...field('number')} label={t('recommendation.number')} hint={t('recommendation.numberHint')} control="text" required />
      )}
      <Field
        t={t}
        name="title"
        label={t('recommendation.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field
        t={t}
        name="text"
        label={t('recommendation.text')}
        hint={t('recommendation.textHint')}
        error={error('text')}
        {...textsControl(form.values.text, v.language)}
      />
      <FieldRow>
        <Field {...field('page')} label={t('recommendation.page')} control="text" />
        <Field
          {...field('ownerClass')}
          label={t('recommendation.owner')}
          control="select"
          none={t('recommendation.notSaid')}
          options={options('owner')}
        />
        <Field
          {...field('coordinationClass')}
          label={t('recommendation.coordination')}
          control="select"
          none={t('recommendation.notSaid')}
          options={options('coordination')}
        />
      </FieldRow>
      <input type="hidden" name="themes" value="" />
      <Field
        t={t}
        name="themes"
        label={t('recommendation.themes')}
        control="checkboxes"
        values={chosen('themes')}
        options={options('theme')}
        inline
        error={error('themes')}
      />
      <input type="hidden" name="addressees" value="" />
      <Field
        t={t}
        name="addressees"
        label={t('recommendation.addressees')}
        control="checkboxes"
        values={chosen('addressees')}
        options={bodies}
        inline
        error={error('addressees')}
      />
      <Field
        t={t}
        name="reason"
        label={t('recommendation.reason')}
        hint={t('recommendation.reasonHint')}
        control="text"
        value={value('reason')}
      />
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};
