import type { T } from '../../../platform/i18n/catalogue.ts';
import { Actions, ButtonForm, Disclosure, EmptyState, Field, Form, Hidden, Section, Table, Time } from '../../../platform/ui/index.ts';

/** The second way in, below the code. Shown by its script where the browser can do it. */
export const PasskeyEntry = ({ t, back, script }: { t: T; back: string; script: string }) => (
  <>
    <Form
      action="/sign-in/passkey"
      guard={false}
      once={false}
      label={t('passkey.use')}
      attributes={{ 'data-passkey': 'use', 'data-challenge': '/sign-in/passkey/challenge', hidden: '' }}
    >
      <Hidden name="return" value={back} />
      <Hidden name="credential" value="" />
      <p class="hint">{t('passkey.useHint')}</p>
      <Problem text={t('passkey.notAnswered')} />
      <div class="row actions">
        <button type="submit" class="button">
          {t('passkey.use')}
        </button>
      </div>
    </Form>
    <script src={script} defer />
  </>
);

const Problem = ({ text }: { text: string }) => (
  <p class="error" role="alert" data-problem hidden>
    {text}
  </p>
);

export interface OwnPasskey {
  id: number;
  name: string;
  createdAt: string;
  usedAt: string | null;
}

/** `script` is missing where browsers make no passkeys for this address. */
export const Passkeys = ({ t, passkeys, script }: { t: T; passkeys: readonly OwnPasskey[]; script: string | undefined }) => (
  <Section title={t('passkey.title')} note={t('passkey.note')} id="passkeys">
    {passkeys.length === 0 ? (
      <EmptyState title={t('passkey.none')} />
    ) : (
      <Table
        caption={t('passkey.title')}
        captionHidden
        columns={[
          { label: t('passkey.name') },
          { label: t('passkey.made') },
          { label: t('passkey.used') },
          { label: t('session.act'), acts: true },
        ]}
        rows={passkeys.map((one) => [
          <bdi>{one.name}</bdi>,
          <When t={t} at={one.createdAt} />,
          one.usedAt ? <When t={t} at={one.usedAt} /> : t('passkey.never'),
          <Deeds t={t} one={one} />,
        ])}
      />
    )}
    {script && <NewPasskey t={t} script={script} />}
  </Section>
);

const When = ({ t, at }: { t: T; at: string }) => <Time when={{ iso: at, text: t.time(at, 'UTC') }} />;

const Deeds = ({ t, one }: { t: T; one: OwnPasskey }) => (
  <Disclosure summary={t('passkey.change')}>
    <Form action={`/account/passkeys/${one.id}`} label={t('passkey.rename')} guard={false}>
      <Field t={t} id={`f-passkey-${one.id}`} name="name" label={t('passkey.name')} control="text" required value={one.name} />
      <Actions t={t} submit={t('passkey.rename')} />
    </Form>
    <ButtonForm action={`/account/passkeys/${one.id}/removal`}>{t('passkey.remove')}</ButtonForm>
  </Disclosure>
);

const NewPasskey = ({ t, script }: { t: T; script: string }) => (
  <>
    <p class="hint" data-without-passkeys>
      {t('passkey.needsScript')}
    </p>
    <Form
      action="/account/passkeys"
      guard={false}
      once={false}
      label={t('passkey.add')}
      attributes={{ 'data-passkey': 'add', 'data-challenge': '/account/passkeys/challenge', hidden: '' }}
    >
      <Hidden name="credential" value="" />
      <Field
        t={t}
        id="f-new-passkey"
        name="name"
        label={t('passkey.name')}
        hint={t('passkey.nameHint')}
        control="text"
        attributes={{ maxlength: '80' }}
      />
      <Problem text={t('passkey.notAnswered')} />
      <Actions t={t} submit={t('passkey.add')} />
    </Form>
    <script src={script} defer />
  </>
);
