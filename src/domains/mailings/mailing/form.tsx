import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { cardNamed } from '../../../platform/lists/office.ts';
import type { SavedView } from '../../../platform/lists/saved.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { right } from '../policy.ts';
import { kinds } from './mailing.ts';

interface Props {
  v: Visit;
  form: FormState;
  /** Views that tell of somebody who can be written to. */
  views: readonly SavedView[];
  bodies: readonly { ref: string; name: Texts }[];
  action: string;
  version?: number;
  cancelHref: string;
}

/** To whom, in whose name, what for, and the words in each language. */
export const MailingForm = ({ v, form, views, bodies, action, version, cancelHref }: Props) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <Form action={action} {...(version === undefined ? {} : { version: versionOf(form, version) })}>
      <Problems v={v} form={form} />
      <Field
        {...field('view')}
        label={t('mailing.audience')}
        hint={t('mailing.audienceHint')}
        control="select"
        none={t('mailing.chooseView')}
        options={views.map((view) => ({
          value: String(view.id),
          label: t('mailing.viewOf', { view: view.name, list: t(cardNamed(view.list)?.title ?? view.list) }),
        }))}
        required
      />
      <FieldRow>
        <Field
          {...field('body')}
          label={t('mailing.inNameOf')}
          hint={t('mailing.inNameOfHint')}
          control="select"
          {...(holdsEverywhere(v.actor, right) ? { none: t('mailing.wholeCommunity') } : {})}
          options={bodies.map(({ ref, name }) => ({ value: ref, label: textIn(name, v.languages).text }))}
        />
        <Field
          {...field('kind')}
          label={t('mailing.kind')}
          hint={t('mailing.kindHint')}
          control="select"
          options={kinds.map((kind) => ({ value: kind, label: t(`mailing.kind.${kind}`) }))}
          required
        />
      </FieldRow>
      <Field
        t={t}
        name="subject"
        label={t('mailing.subject')}
        error={error('subject')}
        required
        {...textsControl(form.values.subject, v.language, 1)}
      />
      <Field
        t={t}
        name="text"
        label={t('mailing.text')}
        hint={t('mailing.textHint', { name: '{name}' })}
        error={error('text')}
        required
        {...textsControl(form.values.text, v.language, 12)}
      />
      <Field {...field('replyTo')} label={t('mailing.replyTo')} hint={t('mailing.replyToHint')} control="email" />
      <Actions t={t} submit={t('mailing.saveDraft')} cancelHref={cancelHref} />
    </Form>
  );
};
