import type { Child } from 'hono/jsx';
import { shownWebAddress } from '../../platform/addresses/url.ts';
import { Problems } from '../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../platform/http/form-state.ts';
import type { FormState } from '../../platform/http/submit.ts';
import type { Visit } from '../../platform/http/visit.ts';
import { countryName } from '../../platform/i18n/countries.ts';
import { languageName, languages } from '../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../platform/i18n/texts.ts';
import { Field } from '../../platform/ui/form/field.tsx';
import { Actions, FieldRow, FieldSet, Form } from '../../platform/ui/form/form.tsx';
import { Tabs } from '../../platform/ui/navigation/navigation.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { choicesFor, countryOptions, type PersonalField, personalFields, standard } from '../community/index.ts';
import type { WholePerson } from './queries.ts';
import { levels, type Spoken, shownSpoken } from './spoken.ts';

export type PersonTab = 'summary' | 'affiliations' | 'seats' | 'notes' | 'log';

export const tabsOf = (v: Visit, person: { id: number; mayEdit: boolean }, current: PersonTab, may: { note: boolean }) => (
  <Tabs
    t={v.t}
    label={v.t('person.views')}
    tabs={[
      ...(['summary', 'affiliations', 'seats'] as const),
      ...(may.note ? (['notes'] as const) : []),
      ...(person.mayEdit ? (['log'] as const) : []),
    ].map((tab) => ({
      href: `/people/${person.id}${tab === 'summary' ? '' : `/${tab}`}`,
      label: v.t(`person.tab.${tab}`),
      current: tab === current,
    }))}
  />
);

/** What is shown of a person; what is kept from the reader is not there. */
export const factsOf = (v: Visit, person: WholePerson): { label: string; value: Child }[] => {
  const { t } = v;
  return [
    { label: t('person.number'), value: String(person.id) },
    { label: t('person.country'), value: person.country && countryName(person.country, v.language) },
    {
      label: t('person.region'),
      value: person.regionTitle && (
        <>
          <InLanguage page={v.language} {...textIn(person.regionTitle, v.languages)} />
          {person.regionReason && <span class="quiet small"> {t('organisation.setByHand', { reason: person.regionReason })}</span>}
        </>
      ),
    },
    { label: t('person.languages'), value: t.list(shownSpoken(person.languages ?? [], t)) },
    { label: t('person.pronouns'), value: person.pronouns && <bdi>{person.pronouns}</bdi> },
    { label: t('person.addresses'), value: person.emails && person.emails.length > 0 && <Addresses addresses={person.emails} /> },
    { label: t('person.phone'), value: person.phone && <bdi>{person.phone}</bdi> },
    {
      label: t('person.website'),
      value: person.website && (
        <a href={person.website} rel="nofollow noopener">
          <bdi>{shownWebAddress(person.website)}</bdi>
        </a>
      ),
    },
  ];
};

const Addresses = ({ addresses }: { addresses: readonly string[] }) => (
  <ul class="plain">
    {addresses.map((address) => (
      <li>
        <a href={`mailto:${encodeURI(address)}`}>
          <bdi>{address}</bdi>
        </a>
      </li>
    ))}
  </ul>
);

export const PersonForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  regions,
  consent,
}: RecordForm & {
  regions: readonly { key: string; title: Texts }[];
  /** Who sees what is one's own to say, or is written down for somebody without an account; absent where it is neither. */
  consent: 'own' | 'told' | undefined;
}) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  const line = (name: string, more: { hint?: string; required?: boolean } = {}) => (
    <Field {...field(name)} label={t(`person.${name}`)} hint={more.hint} control="text" required={more.required} />
  );
  // What is kept from the reader has no field, so that saving the form does not empty it.
  const has = (name: string) => name in form.values || !version;
  const spoken = spokenIn(form.values.languages);
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <FieldSet legend={t('person.names')}>
        {line('name', { required: true, hint: t('person.nameHint') })}
        <FieldRow>
          {line('givenName')}
          {line('familyName', { hint: t('person.familyNameHint') })}
          {has('nativeName') && line('nativeName')}
        </FieldRow>
        {has('pronouns') && line('pronouns')}
      </FieldSet>
      {has('country') && (
        <FieldSet legend={t('organisation.where')}>
          <FieldRow>
            <Field
              {...field('country')}
              label={t('person.country')}
              control="select"
              none={t('form.choose')}
              options={countryOptions(v.language)}
            />
            <Field
              {...field('region')}
              label={t('organisation.regionByHand')}
              hint={t('organisation.regionHint')}
              control="select"
              none={t('organisation.regionOfCountry')}
              options={regions.map(({ key, title }) => ({ value: key, label: textIn(title, v.languages).text }))}
            />
            <Field {...field('regionReason')} label={t('organisation.regionReason')} control="text" />
          </FieldRow>
        </FieldSet>
      )}
      {has('languages') && (
        <FieldSet legend={t('person.languages')}>
          <FieldRow>
            {languageChoices(spoken).map((code) => (
              <Field
                t={t}
                name={`languages.${code}`}
                label={languageName(code, v.language)}
                control="select"
                none={t('person.level.none')}
                value={spoken.get(code) ?? ''}
                options={levels.map((level) => ({ value: level, label: t(`person.level.${level}`) }))}
              />
            ))}
          </FieldRow>
        </FieldSet>
      )}
      {['phone', 'website', 'bio'].some(has) && (
        <FieldSet legend={t('person.more')}>
          <FieldRow>
            {has('phone') && line('phone')}
            {has('website') && line('website')}
          </FieldRow>
          {has('bio') && (
            <Field t={t} name="bio" label={t('person.bio')} error={error('bio')} {...textsControl(form.values.bio, v.language)} />
          )}
        </FieldSet>
      )}
      {consent && <ConsentFields v={v} form={form} own={consent === 'own'} />}
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** For each field, who sees it. Where others write down what they were told, nothing is said for the person beyond that. */
const ConsentFields = ({ v, form, own }: { v: Visit; form: FormState; own: boolean }) => {
  const { t } = v;
  const said = (form.values.consent ?? {}) as Partial<Record<PersonalField, string>>;
  return (
    <FieldSet legend={t('consent.title')} hint={t(own ? 'consent.hint' : 'consent.hintTold')}>
      <FieldRow>
        {personalFields.map((field) => (
          <Field
            t={t}
            name={`consent.${field}`}
            label={t(`consent.field.${field}`)}
            control="select"
            none={own ? undefined : t('consent.unsaid')}
            value={said[field] ?? (own ? standard[field] : '')}
            options={choicesFor(field).map((audience) => ({
              value: audience,
              label: t(audience === 'self' && !own ? 'consent.onlyThem' : `consent.audience.${audience}`),
            }))}
          />
        ))}
      </FieldRow>
    </FieldSet>
  );
};

/** As stored, or as it came back from the form. */
const spokenIn = (value: unknown): Map<string, string> =>
  Array.isArray(value)
    ? new Map((value as Spoken[]).map(({ language, level }) => [language, level]))
    : new Map(Object.entries((value ?? {}) as Record<string, string>));

const languageChoices = (spoken: ReadonlyMap<string, string>): string[] => [
  ...new Set([...languages.map(({ code }) => code), ...spoken.keys()]),
];
