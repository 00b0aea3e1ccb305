import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { Actions, Field, Form, PageTitle } from '../../../platform/ui/index.ts';
import { LanguageField } from '../language-field.tsx';
import { Problems, problemAt, typed } from '../problems.tsx';

export const FirstForm = ({ t, form, token }: { t: T; form: FormState; token: string }) => (
  <article class="flow">
    <PageTitle title={t('first.title')} lead={t('first.lead')} />
    <Form action={`/first/${encodeURIComponent(token)}`} once={false} label={t('first.title')}>
      <Problems t={t} form={form} />
      <Field
        t={t}
        name="name"
        label={t('person.name')}
        control="text"
        required
        value={typed(form, 'name')}
        error={problemAt(t, form, 'name')}
        attributes={{ autocomplete: 'name' }}
      />
      <Field
        t={t}
        name="address"
        label={t('signIn.address')}
        hint={t('first.addressHint')}
        control="text"
        required
        value={typed(form, 'address')}
        error={problemAt(t, form, 'address')}
        attributes={{ autocomplete: 'email', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' }}
      />
      <LanguageField t={t} form={form} value={typed(form, 'language') || t.language} />
      <Actions t={t} submit={t('first.submit')} />
    </Form>
  </article>
);
