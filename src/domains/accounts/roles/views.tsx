import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import {
  Actions,
  ButtonForm,
  EmptyState,
  Facts,
  Field,
  FieldRow,
  Form,
  PageTitle,
  Section,
  StatusChip,
  Table,
} from '../../../platform/ui/index.ts';
import { LanguageField } from '../language-field.tsx';
import { Problems } from '../problems.tsx';
import { grantState } from './role.ts';

export interface Choices {
  roles: readonly { key: string; title: Texts }[];
  bodies: readonly { ref: string; name: Texts; acronym: string | null }[];
}

export interface Words {
  t: T;
  languages: readonly string[];
}

/** A text with the language in which it is shown, where that is not the page's. */
export const Said = ({ t, languages, texts }: Words & { texts: Texts }) => {
  const { text, language } = textIn(texts, languages);
  return language === t.language ? (
    <span>{text}</span>
  ) : (
    <span lang={language} dir={directionOf(language)}>
      {text}
    </span>
  );
};

/** Role, body and days: the fields of a grant. A role may be left out where `none` is said. */
const GrantFields = ({ t, languages, form, roles, bodies, none }: Words & Choices & { form: FormState; none?: string }) => {
  const { field } = formWords(form, t);
  return (
    <>
      <FieldRow>
        <Field
          {...field('role')}
          label={t('grant.role')}
          control="select"
          none={none ?? t('grant.choose')}
          required={none === undefined}
          options={roles.map((role) => ({ value: role.key, label: textIn(role.title, languages).text }))}
        />
        <Field
          {...field('body')}
          label={t('grant.body')}
          control="select"
          none={t('grant.everywhere')}
          options={bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, languages).text }))}
        />
      </FieldRow>
      <FieldRow>
        <Field {...field('from')} label={t('grant.from')} hint={t('grant.fromHint')} control="date" />
        <Field {...field('to')} label={t('grant.to')} hint={t('grant.toHint')} control="date" />
      </FieldRow>
    </>
  );
};

const Address = ({ t, form }: { t: T; form: FormState }) => {
  const { field } = formWords(form, t);
  return (
    <Field
      {...field('address')}
      label={t('signIn.address')}
      control="text"
      required
      attributes={{ autocomplete: 'off', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' }}
    />
  );
};

export const NewPersonForm = (props: Words & Choices & { form: FormState }) => {
  const { t, form } = props;
  const { field, value } = formWords(form, t);
  return (
    <article class="flow">
      <PageTitle title={t('people.add')} lead={t('people.addLead')} />
      <Form action="/people-and-roles" label={t('people.add')}>
        <Problems t={t} form={form} />
        <Field {...field('name')} label={t('person.name')} control="text" required />
        <Address t={t} form={form} />
        <LanguageField t={t} form={form} value={value('language') || t.language} />
        <GrantFields {...props} none={t('grant.none')} />
        <Actions t={t} submit={t('people.add')} cancelHref="/people-and-roles" />
      </Form>
    </article>
  );
};

export interface PersonPageProps extends Words, Choices {
  today: string;
  person: { id: number; name: string; language: string | null };
  account: { suspendedAt: string | null } | undefined;
  addresses: readonly { id: number; address: string; confirmedAt: string | null }[];
  grants: readonly {
    id: number;
    version: number;
    title: Texts;
    from: string;
    to: string | null;
    bodyName: Texts | null;
  }[];
  grant: FormState;
  email: FormState;
}

export const PersonPage = (props: PersonPageProps) => (
  <article class="flow">
    <PageTitle title={<bdi>{props.person.name}</bdi>} actions={<AccountDeed {...props} />} />
    <Facts facts={[{ label: props.t('people.account'), value: <AccountState {...props} /> }]} />
    <Grants {...props} />
    <Addresses {...props} />
    <p class="small">
      <a href={`/people-and-roles/${props.person.id}/erasure`}>{props.t('erasure.askFor')}</a>
    </p>
  </article>
);

const AccountState = ({ t, account }: PersonPageProps) =>
  account ? (
    account.suspendedAt ? (
      <StatusChip tone="problem" shape="slash" label={t('people.account.suspended')} />
    ) : (
      <StatusChip tone="done" label={t('people.account.active')} />
    )
  ) : (
    <StatusChip tone="off" shape="ring" label={t('people.account.none')} />
  );

const AccountDeed = ({ t, person, account }: PersonPageProps) => {
  const base = `/people-and-roles/${person.id}`;
  if (!account) return <ButtonForm action={`${base}/account`}>{t('account.give')}</ButtonForm>;
  return account.suspendedAt ? (
    <ButtonForm action={`${base}/resumption`}>{t('account.resume')}</ButtonForm>
  ) : (
    <ButtonForm action={`${base}/suspension`}>{t('account.suspend')}</ButtonForm>
  );
};

const tones = { future: 'waiting', current: 'done', ended: 'off' } as const;

const Grants = (props: PersonPageProps) => {
  const { t, languages, today, grants, person, grant } = props;
  return (
    <Section title={t('people.roles')} note={t('grant.note')}>
      {grants.length === 0 ? (
        <EmptyState title={t('grant.empty')} />
      ) : (
        <Table
          caption={t('people.roles')}
          captionHidden
          columns={['grant.role', 'grant.body', 'grant.from', 'grant.to', 'grant.state'].map((key) => ({ label: t(key) }))}
          rows={grants.map((one) => {
            const state = grantState(one, today);
            return [
              <Said t={t} languages={languages} texts={one.title} />,
              one.bodyName ? <Said t={t} languages={languages} texts={one.bodyName} /> : t('grant.everywhere'),
              t.day(one.from),
              one.to ? t.day(one.to) : t('grant.open'),
              <>
                <StatusChip tone={tones[state]} label={t(`grant.state.${state}`)} />
                {state !== 'ended' && (
                  <ButtonForm action={`/people-and-roles/${person.id}/grants/${one.id}/end`} version={one.version}>
                    {t('grant.end')}
                  </ButtonForm>
                )}
              </>,
            ];
          })}
        />
      )}
      <Form action={`/people-and-roles/${person.id}/grants`} label={t('grant.give')}>
        <Problems t={t} form={grant} />
        <GrantFields {...props} form={grant} />
        <Actions t={t} submit={t('grant.give')} />
      </Form>
    </Section>
  );
};

const Addresses = ({ t, addresses, person, email }: PersonPageProps) => (
  <Section title={t('account.addresses')} note={t('people.addressesNote')}>
    {addresses.length > 0 && (
      <Table
        caption={t('account.addresses')}
        captionHidden
        columns={['signIn.address', 'grant.state', 'session.act'].map((key) => ({ label: t(key) }))}
        rows={addresses.map((one) => [
          <bdi>{one.address}</bdi>,
          <StatusChip
            {...(one.confirmedAt ? { tone: 'done', label: t('account.confirmed') } : { tone: 'waiting', label: t('account.unconfirmed') })}
          />,
          <ButtonForm action={`/people-and-roles/${person.id}/addresses/${one.id}/removal`}>{t('people.removeAddress')}</ButtonForm>,
        ])}
      />
    )}
    <Form action={`/people-and-roles/${person.id}/addresses`} label={t('people.addAddress')}>
      <Problems t={t} form={email} />
      <Address t={t} form={email} />
      <Actions t={t} submit={t('people.addAddress')} />
    </Form>
  </Section>
);
