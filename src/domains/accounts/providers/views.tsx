import type { T } from '../../../platform/i18n/catalogue.ts';
import { ButtonForm, ButtonLink, EmptyState, Section, Table, Time } from '../../../platform/ui/index.ts';

/** A further way in. A link: the provider lives in another house. */
export const ProviderEntry = ({ t, name, back }: { t: T; name: string; back: string }) => (
  <p class="row actions">
    <ButtonLink href={`/sign-in/provider/begin?return=${encodeURIComponent(back)}`}>{t('provider.use', { name })}</ButtonLink>
  </p>
);

export interface OwnIdentity {
  id: number;
  issuer: string;
  createdAt: string;
  usedAt: string | null;
}

export interface IdentitiesProps {
  t: T;
  identities: readonly OwnIdentity[];
  /** Missing where the community has no provider; then only what is linked is shown. */
  provider: { name: string; issuer: string } | undefined;
}

export const Identities = ({ t, identities, provider }: IdentitiesProps) => {
  if (!provider && identities.length === 0) return null;
  return (
    <Section title={t('provider.title')} note={t('provider.note')} id="provider">
      {identities.length === 0 ? (
        <EmptyState title={t('provider.none')} />
      ) : (
        <Table
          caption={t('provider.title')}
          captionHidden
          columns={[
            { label: t('provider.provider') },
            { label: t('passkey.made') },
            { label: t('passkey.used') },
            { label: t('session.act'), acts: true },
          ]}
          rows={identities.map((one) => [
            one.issuer === provider?.issuer ? provider.name : new URL(one.issuer).host,
            <When t={t} at={one.createdAt} />,
            one.usedAt ? <When t={t} at={one.usedAt} /> : t('passkey.never'),
            <ButtonForm action={`/account/identities/${one.id}/removal`}>{t('provider.remove')}</ButtonForm>,
          ])}
        />
      )}
      {provider && !identities.some(({ issuer }) => issuer === provider.issuer) && (
        <p>
          <ButtonLink href="/account/provider">{t('provider.add', { name: provider.name })}</ButtonLink>
        </p>
      )}
    </Section>
  );
};

const When = ({ t, at }: { t: T; at: string }) => <Time when={{ iso: at, text: t.time(at, 'UTC') }} />;
