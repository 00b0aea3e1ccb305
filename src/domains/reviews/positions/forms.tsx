import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { decidedHow } from './position.ts';

export const DraftForm = ({
  v,
  form,
  terms,
  action,
  version,
  cancelHref,
}: {
  v: Visit;
  form: FormState;
  terms: Terms;
  action: string;
  version: number;
  cancelHref: string;
}) => {
  const { error, field } = formWords(form, v.t);
  return (
    <Form action={action} version={versionOf(form, version)}>
      <Problems v={v} form={form} />
      <Field
        {...field('stance')}
        label={v.t('position.stance')}
        control="radios"
        inline
        options={[...termOptions(terms, 'stance', v.languages), { value: '', label: v.t('position.noneYet') }]}
      />
      <Field
        t={v.t}
        name="comment"
        label={v.t('position.comment')}
        hint={v.t('position.commentHint')}
        error={error('comment')}
        {...textsControl(form.values.comment, v.language, 6)}
      />
      <Actions t={v.t} submit={v.t('position.saveDraft')} cancelHref={cancelHref} />
    </Form>
  );
};

export const DecisionForm = ({
  v,
  form,
  action,
  version,
  submit,
}: {
  v: Visit;
  form: FormState;
  action: string;
  version?: number | undefined;
  submit: string;
}) => {
  const { error, value, field } = formWords(form, v.t);
  return (
    <Form action={action} version={version === undefined ? undefined : versionOf(form, version)}>
      <Problems v={v} form={form} />
      <FieldRow>
        <Field
          {...field('how')}
          label={v.t('position.decidedHow')}
          control="select"
          none={v.t('form.choose')}
          options={decidedHow.map((how) => ({ value: how, label: v.t(`position.how.${how}`) }))}
          required
        />
        <Field
          t={v.t}
          name="on"
          label={v.t('position.decidedOn')}
          control="date"
          value={value('on') || v.today}
          error={error('on')}
          required
        />
      </FieldRow>
      <Field {...field('link')} label={v.t('position.decidedLink')} hint={v.t('position.linkHint')} control="url" />
      <Field {...field('note')} label={v.t('position.decidedNote')} control="textarea" rows={2} />
      <Actions t={v.t} submit={submit} />
    </Form>
  );
};
