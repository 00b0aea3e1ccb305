import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { Actions, Disclosure, Field, Form, Section, StatusChip } from '../../../platform/ui/index.ts';
import { Problems } from '../problems.tsx';

export interface OwnAddress {
  id: number;
  shown: string;
  confirmed: boolean;
}

export interface OpenChange {
  typed: string;
  oldConfirmed: boolean;
  newConfirmed: boolean;
}

export interface OwnAddressesProps {
  t: T;
  addresses: readonly OwnAddress[];
  open: OpenChange | undefined;
  address: FormState;
}

/** The owner's addresses, masked for those who look over a shoulder, and the way to change them. */
export const OwnAddresses = (props: OwnAddressesProps) => {
  const { t, addresses, open, address: form } = props;
  return (
    <Section title={t('account.addresses')} note={t('address.note')} id="addresses">
      <ul>
        {addresses.map((one) => (
          <li>
            <bdi>{one.shown}</bdi>{' '}
            <StatusChip
              {...(one.confirmed ? { tone: 'done', label: t('account.confirmed') } : { tone: 'waiting', label: t('account.unconfirmed') })}
            />
          </li>
        ))}
      </ul>
      {open && <Waiting t={t} open={open} />}
      <Disclosure summary={t('address.change')} open={form.problems.length > 0}>
        <ChangeForm {...props} />
      </Disclosure>
    </Section>
  );
};

const Waiting = ({ t, open }: { t: T; open: OpenChange }) => (
  <p>
    <bdi>{open.typed}</bdi>{' '}
    <StatusChip
      tone="waiting"
      label={t(open.newConfirmed ? 'address.waitsForOld' : open.oldConfirmed ? 'address.waitsForNew' : 'address.waitsForBoth')}
    />
  </p>
);

const ChangeForm = ({ t, addresses, address: form }: OwnAddressesProps) => {
  const { error, field, value } = formWords(form, t);
  return (
    <Form action="/account/addresses" label={t('address.change')}>
      <Problems t={t} form={form} />
      <Field
        {...field('address')}
        label={t('address.new')}
        control="text"
        required
        attributes={{ autocomplete: 'email', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false', dir: 'auto' }}
      />
      <Field
        t={t}
        name="replaces"
        label={t('address.replaces')}
        hint={t('address.replacesHint')}
        control="select"
        none={t('address.replacesNone')}
        options={addresses.map((one) => ({ value: String(one.id), label: one.shown }))}
        value={'replaces' in form.values ? value('replaces') : String(addresses[0]?.id ?? '')}
        error={error('replaces')}
      />
      <Actions t={t} submit={t('address.ask')} />
    </Form>
  );
};
