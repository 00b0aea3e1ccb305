import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../../platform/http/form-state.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { countryCodes, countryName } from '../../../platform/i18n/countries.ts';
import { languageName, languages } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termOptions } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, FieldSet, Form } from '../../../platform/ui/form/form.tsx';
import { Tabs } from '../../../platform/ui/navigation/navigation.tsx';
import { organisationStates } from './organisation.ts';

/**
 * `standing` is filled by accreditation: how active the member is, what it reported, how it leaves; `notes`, for those who keep the record,
 * by people.
 */
const tabs = ['summary', 'people', 'standing', 'notes', 'log'] as const;
export type OrganisationTab = (typeof tabs)[number];

export const tabsOf = (v: Visit, { ref, may_edit }: { ref: string; may_edit: unknown }, current: OrganisationTab) => (
  <Tabs
    t={v.t}
    label={v.t('organisation.views')}
    tabs={tabs
      .filter((tab) => tab !== 'notes' || may_edit)
      .map((tab) => ({
        href: `/organisations/${encodeURIComponent(ref)}${tab === 'summary' ? '' : `/${tab}`}`,
        label: v.t(`organisation.tab.${tab}`),
        current: tab === current,
      }))}
  />
);

/** The countries in the reader's language, sorted as they read. */
export const countryOptions = (language: string) => {
  const order = new Intl.Collator(language).compare;
  return countryCodes.map((code) => ({ value: code, label: countryName(code, language) })).sort((a, b) => order(a.label, b.label));
};

export const OrganisationForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  terms,
  regions,
  bodies,
  known,
}: RecordForm & {
  terms: Terms;
  regions: readonly { key: string; title: Texts }[];
  bodies: readonly { ref: string; name: Texts; acronym: string | null }[];
  known: boolean;
}) => {
  const { t } = v;
  const { error, value, chosen, field } = formWords(form, t);
  const line = (name: string, more: { hint?: string; required?: boolean; control?: 'text' | 'url' | 'email'; label?: string } = {}) => (
    <Field
      {...field(name)}
      label={more.label ?? t(`organisation.${name}`)}
      hint={more.hint}
      control="text"
      required={more.required}
      attributes={more.control ? { inputmode: more.control, autocapitalize: 'none', spellcheck: 'false' } : undefined}
    />
  );
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <FieldSet legend={t('organisation.names')}>
        {line('name', { required: true })}
        <FieldRow>
          {line('nativeName')}
          {line('acronym')}
          {!known && line('ref', { hint: t('organisation.refHint') })}
        </FieldRow>
      </FieldSet>
      <FieldSet legend={t('organisation.where')}>
        <FieldRow>
          <Field
            {...field('country')}
            label={t('organisation.country')}
            control="select"
            none={t('form.choose')}
            options={countryOptions(v.language)}
          />
          {line('city')}
          <Field
            {...field('body')}
            label={t('organisation.body')}
            control="select"
            none={t('organisation.bodyOfRegion')}
            options={bodies.map((body) => ({ value: body.ref, label: body.acronym ?? textIn(body.name, v.languages).text }))}
          />
        </FieldRow>
        <FieldRow>
          <Field
            {...field('region')}
            label={t('organisation.regionByHand')}
            hint={t('organisation.regionHint')}
            control="select"
            none={t('organisation.regionOfCountry')}
            options={regions.map(({ key, title }) => ({ value: key, label: textIn(title, v.languages).text }))}
          />
          {line('regionReason')}
        </FieldRow>
      </FieldSet>
      <FieldSet legend={t('organisation.about')}>
        <FieldRow>
          <Field
            {...field('type')}
            label={t('organisation.type')}
            {...typeControl(termOptions(terms, 'organisation.type', v.languages), t('form.choose'))}
          />
          {line('founded', { hint: t('membership.dayHint') })}
          {line('membersFrom')}
          {line('membersTo')}
        </FieldRow>
        <FieldRow>
          {line('website', { control: 'url' })}
          {line('email', { control: 'email' })}
        </FieldRow>
        <input type="hidden" name="languages" value="" />
        <Field
          t={t}
          name="languages"
          label={t('organisation.languages')}
          control="checkboxes"
          inline
          values={chosen('languages')}
          options={languageChoices(v.language, chosen('languages'))}
          error={error('languages')}
        />
        <Field
          t={t}
          name="mission"
          label={t('organisation.mission')}
          error={error('mission')}
          {...textsControl(form.values.mission, v.language)}
        />
      </FieldSet>
      <FieldSet legend={t('organisation.standing')}>
        <FieldRow>
          <Field
            t={t}
            name="state"
            label={t('organisation.state')}
            control="select"
            value={value('state') || 'accredited'}
            options={organisationStates.map((state) => ({ value: state, label: t(`organisation.state.${state}`) }))}
            error={error('state')}
          />
          {line('accredited', { hint: t('membership.dayHint') })}
          {line('withdrawn')}
        </FieldRow>
        <FieldRow>
          <Field
            {...field('reasonClass')}
            label={t('organisation.reasonClass')}
            {...typeControl(termOptions(terms, 'organisation.reason', v.languages), t('organisation.noReason'))}
          />
          {line('voteUrl', { control: 'url' })}
        </FieldRow>
      </FieldSet>
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** The languages of the interface and those that are chosen already, whatever they are. */
const languageChoices = (language: string, chosen: readonly string[]) =>
  [...new Set([...languages.map(({ code }) => code), ...chosen])].map((code) => ({ value: code, label: languageName(code, language) }));

/** A community that has no words yet types the first one. */
const typeControl = (options: ReturnType<typeof termOptions>, none: string) =>
  options.length > 0 ? ({ control: 'select', options, none } as const) : ({ control: 'text' } as const);
