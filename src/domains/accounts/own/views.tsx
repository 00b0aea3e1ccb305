import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import {
  Actions,
  ButtonForm,
  Disclosure,
  EmptyState,
  Field,
  FieldSet,
  Form,
  Notice,
  PageTitle,
  Section,
  StatusChip,
  Table,
  Time,
} from '../../../platform/ui/index.ts';
import { OwnAddresses, type OwnAddressesProps } from '../addresses/views.tsx';
import { LanguageField } from '../language-field.tsx';
import { Leaving, type OpenErasure } from '../leaving/views.tsx';
import { type OwnPasskey, Passkeys } from '../passkeys/views.tsx';
import { Problems } from '../problems.tsx';
import { Identities, type IdentitiesProps } from '../providers/views.tsx';
import { agentNames } from '../sessions/agent.ts';
import { lastDay, reaches } from './token.ts';

export interface OwnSession {
  id: number;
  agent: string | null;
  createdAt: string;
  seenAt: string;
  isThisOne: boolean;
}

export interface OwnToken {
  id: number;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
}

export interface AccountPageProps extends OwnAddressesProps, IdentitiesProps {
  t: T;
  now: string;
  person: { id: number; name: string; language: string | null; version: number };
  passkeys: readonly OwnPasskey[];
  script: string | undefined;
  erasure: OpenErasure | undefined;
  sessions: readonly OwnSession[];
  tokens: readonly OwnToken[];
  commands: readonly string[];
  profile: FormState;
  token: FormState;
}

export const AccountPage = (props: AccountPageProps) => (
  <article class="flow">
    <PageTitle
      title={props.t('account.title')}
      lead={props.t('account.lead')}
      actions={
        <>
          <a href={`/people/${props.person.id}/profile`}>{props.t('profile.title')}</a>
          <a href="/mailings/choices">{props.t('account.messages')}</a>
        </>
      }
    />
    <Profile {...props} />
    <OwnAddresses {...props} />
    <Passkeys {...props} />
    <Identities {...props} />
    <Sessions {...props} />
    <Tokens {...props} />
    <Leaving {...props} />
  </article>
);

const Profile = ({ t, person, profile }: AccountPageProps) => {
  const { error, value } = formWords(profile, t);
  return (
    <Section title={t('account.profile')}>
      <Form action="/account" version={person.version} label={t('account.profile')}>
        <Problems t={t} form={profile} />
        <Field
          t={t}
          id="f-own-name"
          name="name"
          label={t('person.name')}
          hint={t('account.nameHint')}
          control="text"
          required
          value={'name' in profile.values ? value('name') : person.name}
          error={error('name')}
          attributes={{ autocomplete: 'name' }}
        />
        <LanguageField t={t} form={profile} value={value('language') || (person.language ?? t.language)} />
        <Actions t={t} submit={t('account.save')} />
      </Form>
    </Section>
  );
};

const When = ({ t, at }: { t: T; at: string }) => <Time when={{ iso: at, text: t.time(at, 'UTC') }} />;

const Sessions = ({ t, sessions }: AccountPageProps) => (
  <Section
    title={t('session.title')}
    note={t('session.note')}
    id="sessions"
    actions={sessions.length > 1 && <ButtonForm action="/account/sessions/end-others">{t('session.endOthers')}</ButtonForm>}
  >
    <Table
      caption={t('session.title')}
      captionHidden
      columns={[
        { label: t('session.browser') },
        { label: t('session.began') },
        { label: t('session.seen') },
        { label: t('session.act'), acts: true },
      ]}
      rows={sessions.map((session) => [
        <bdi>{agentNames(session.agent) || session.agent || t('session.unknownBrowser')}</bdi>,
        <When t={t} at={session.createdAt} />,
        <When t={t} at={session.seenAt} />,
        session.isThisOne ? (
          <StatusChip tone="active" label={t('session.thisOne')} />
        ) : (
          <ButtonForm action={`/account/sessions/${session.id}/end`}>{t('session.end')}</ButtonForm>
        ),
      ])}
    />
  </Section>
);

const tokenState = (token: OwnToken, now: string) =>
  token.revokedAt ? 'revoked' : Temporal.Instant.compare(token.expiresAt, now) <= 0 ? 'expired' : 'valid';

const reachOf = (t: T, scopes: readonly string[]): string =>
  scopes.length === 0 ? t('token.reach.readOnly') : scopes.includes('*') ? t('token.reach.all') : t.list(scopes);

const Tokens = (props: AccountPageProps) => {
  const { t, tokens, now } = props;
  return (
    <Section title={t('token.title')} note={t('token.note')} id="tokens">
      {tokens.length === 0 ? (
        <EmptyState title={t('token.none')} />
      ) : (
        <Table
          caption={t('token.title')}
          captionHidden
          columns={[{ label: t('token.name') }, { label: t('token.reach') }, { label: t('token.until') }, { label: t('token.state') }]}
          rows={tokens.map((token) => [
            token.name,
            reachOf(t, token.scopes),
            t.day(token.expiresAt),
            tokenState(token, now) === 'valid' ? (
              <ButtonForm action={`/account/tokens/${token.id}/revocation`}>{t('token.revoke')}</ButtonForm>
            ) : (
              <StatusChip tone="off" label={t(`token.${tokenState(token, now)}`)} />
            ),
          ])}
        />
      )}
      <TokenForm {...props} />
    </Section>
  );
};

const TokenForm = ({ t, token: form, commands, now }: AccountPageProps) => {
  const today = now.slice(0, 10);
  const chosen = [form.values.commands ?? []].flat().map(String);
  const { error, field, value } = formWords(form, t);
  return (
    <Form action="/account/tokens" once={false} label={t('token.make')}>
      <FieldSet legend={t('token.make')}>
        <Problems t={t} form={form} />
        <Field {...field('name')} label={t('token.name')} hint={t('token.nameHint')} control="text" required />
        <Field
          t={t}
          name="reach"
          label={t('token.reach')}
          control="radios"
          required
          options={reaches.map((reach) => ({ value: reach, label: t(`token.reach.${reach}`) }))}
          value={value('reach') || 'readOnly'}
          error={error('reach')}
        />
        {commands.length > 0 && (
          <Disclosure summary={t('token.commands')} open={chosen.length > 0 || error('commands') !== undefined}>
            <Field
              t={t}
              name="commands"
              label={t('token.commands')}
              hint={t('token.commandsHint')}
              control="checkboxes"
              options={commands.map((name) => ({ value: name, label: name }))}
              values={chosen}
              error={error('commands')}
            />
          </Disclosure>
        )}
        <Field
          {...field('expires')}
          label={t('token.expires')}
          hint={t('token.expiresHint', { day: t.day(lastDay(today)) })}
          control="date"
          required
          attributes={{ min: today, max: lastDay(today) }}
        />
        <Actions t={t} submit={t('token.make')} />
      </FieldSet>
    </Form>
  );
};

/** The only time that the secret is seen. */
export const NewToken = ({ t, secret }: { t: T; secret: string }) => (
  <article class="flow">
    <PageTitle title={t('token.made')} />
    <Notice t={t} tone="attention" text={t('token.onceOnly')} />
    <p>
      <code>{secret}</code>
    </p>
    <p>{t('token.howToSend')}</p>
    <p>
      <a href="/account#tokens">{t('token.back')}</a>
    </p>
  </article>
);
