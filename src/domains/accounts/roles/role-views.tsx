import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Actions, Field, Form, Hidden, PageTitle, Table } from '../../../platform/ui/index.ts';
import { Problems } from '../problems.tsx';
import { Said, type Words } from './views.tsx';

export interface RolesPageProps extends Words {
  roles: readonly { key: string; title: Texts; rights: string[]; holders: number | null }[];
}

export const RolesPage = ({ t, languages, roles }: RolesPageProps) => (
  <article class="flow">
    <PageTitle title={t('role.title')} lead={t('role.lead')} actions={<a href="/people-and-roles/roles/new">{t('role.new')}</a>} />
    <Table
      caption={t('role.title')}
      captionHidden
      columns={[{ label: t('role.name') }, { label: t('role.rights') }, { label: t('role.holders'), number: true }]}
      rows={roles.map((role) => [
        <a href={`/people-and-roles/roles/${role.key}`}>
          <Said t={t} languages={languages} texts={role.title} />
        </a>,
        role.rights.includes('*') ? t('role.everything') : t.list(role.rights.map((right) => rightName(t, right))),
        t.number(role.holders ?? 0),
      ])}
    />
  </article>
);

const rightName = (t: T, right: string): string => (t.has(`right.${right}`) ? t(`right.${right}`) : right);

export interface RoleFormProps extends Words {
  /** The role that is changed; a new one has none. */
  role: { key: string; title: Texts; rights: readonly string[]; version: number } | undefined;
  rights: readonly string[];
  offered: readonly { code: string; name: string; dir: 'ltr' | 'rtl' }[];
  form: FormState;
  fixed: boolean;
}

export const RoleForm = ({ t, languages, role, rights, offered, form, fixed }: RoleFormProps) => {
  const title = role ? textIn(role.title, languages).text : t('role.new');
  const typedTitle = form.values.title as { original?: string } | undefined;
  const { error, field } = formWords(form, t);
  return (
    <article class="flow">
      <PageTitle title={title} />
      <Form action="/people-and-roles/roles" version={role?.version} label={title}>
        <Problems t={t} form={form} />
        {role ? (
          <Hidden name="key" value={role.key} />
        ) : (
          <Field {...field('key')} label={t('role.key')} hint={t('role.keyHint')} control="text" required />
        )}
        <Field
          t={t}
          name="title"
          label={t('role.name')}
          control="texts"
          rows={1}
          required
          languages={offered}
          texts={typedTitle ? textsTyped(typedTitle) : (role?.title.texts ?? {})}
          original={typedTitle?.original ?? role?.title.original ?? t.language}
          error={error('title')}
        />
        {fixed ? (
          <>
            <Hidden name="rights" value="*" />
            <p>{t('role.administratorFixed')}</p>
          </>
        ) : (
          <>
            <Hidden name="rights" value="" />
            <Field
              t={t}
              name="rights"
              label={t('role.rights')}
              control="checkboxes"
              options={rights.map((right) => ({ value: right, label: rightName(t, right) }))}
              values={form.values.rights ? [form.values.rights].flat().map(String) : (role?.rights ?? [])}
              error={error('rights')}
            />
          </>
        )}
        <Actions t={t} submit={t('account.save')} cancelHref="/people-and-roles/roles" />
      </Form>
    </article>
  );
};

const textsTyped = ({ original: _original, ...texts }: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
