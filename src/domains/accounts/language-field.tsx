import { formWords } from '../../platform/http/form-state.ts';
import type { FormState } from '../../platform/http/submit.ts';
import type { T } from '../../platform/i18n/catalogue.ts';
import { languages } from '../../platform/i18n/languages.ts';
import { Field } from '../../platform/ui/index.ts';

/** The language in which somebody reads pages and letters, among those that are offered. */
export const LanguageField = ({ t, form, value }: { t: T; form: FormState; value: string }) => {
  const { error } = formWords(form, t);
  return (
    <Field
      t={t}
      name="language"
      label={t('person.language')}
      control="select"
      options={languages.filter((each) => each.complete).map(({ code, name }) => ({ value: code, label: name }))}
      value={value}
      error={error('language')}
    />
  );
};
