import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { Actions, Field, Form, PageTitle } from '../../../platform/ui/index.ts';
import { LanguageField } from '../language-field.tsx';
import { Problems } from '../problems.tsx';

export const FirstForm = ({ t, form, token }: { t: T; form: FormState; token: string }) => {
  const { field, value } = formWords(form, t);
  return (
    <article class="flow">
      <PageTitle title={t('first.title')} lead={t('first.lead')} />
      <Form action={`/first/${encodeURIComponent(token)}`} once={false} label={t('first.title')}>
        <Problems t={t} form={form} />
        <Field {...field('name')} label={t('person.name')} control="text" required attributes={{ autocomplete: 'name' }} />
        <Field
          {...field('address')}
          label={t('signIn.address')}
          hint={t('first.addressHint')}
          control="text"
          required
          attributes={{ autocomplete: 'email', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' }}
        />
        <LanguageField t={t} form={form} value={value('language') || t.language} />
        <Actions t={t} submit={t('first.submit')} />
      </Form>
    </article>
  );
};
