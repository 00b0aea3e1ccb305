import type { Child } from 'hono/jsx';
import { shownWebAddress } from '../../../platform/addresses/url.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { type Side, sidesOf } from '../../../platform/merging/merging.ts';
import type { Suggested } from '../../../platform/merging/suggested.ts';
import { type FieldOfBoth, isNothing, type Pair, type Recognised } from '../../../platform/merging/views.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { lookAlike, standard } from '../../community/index.ts';
import { shownSpoken } from '../spoken.ts';
import { columnsOf, type MergeField, mergeFields, seatChoices } from './merging.ts';
import type { OneOfBoth, Overlap, Reason, Shown, Term } from './queries.ts';

export const pairOf = (v: Visit, { first, second, why }: Suggested<Shown, Reason>): Pair => ({
  one: recognise(v, first),
  other: recognise(v, second),
  why: why.filter((reason) => reason !== 'looks' || why.length === 1).map((reason) => v.t(`merge.because.${reason}`)),
  lookalike: lookAlike(first.name, second.name),
});

const recognise = (v: Visit, one: Shown): Recognised => ({
  key: String(one.id),
  name: one.name,
  href: `/people/${one.id}`,
  about: [
    [String(one.id), one.nativeName, one.country && countryName(one.country, v.language)].filter(Boolean).join(' · '),
    ...(one.addresses.length > 0 ? [v.t.list(one.addresses)] : []),
    ...(one.belongs.length > 0 ? [v.t.list(one.belongs.slice(0, 3))] : []),
  ],
});

/** Each field of both records, and who sees it. */
export const fieldsOf = (v: Visit, kept: OneOfBoth, gone: OneOfBoth): FieldOfBoth[] => {
  const sides = sidesOf(columnsOf, {}, { kept, gone });
  const chosen = mergeFields.map((name): FieldOfBoth => {
    const shown = { kept: shownOf[name](v, kept), gone: shownOf[name](v, gone) };
    const differs = plain(name, kept) !== plain(name, gone);
    return {
      name,
      label: v.t(name === 'language' ? 'merge.language' : `person.${name}`),
      kept: withAudience(v, name, kept, shown.kept),
      gone: withAudience(v, name, gone, shown.gone),
      side: differs ? sides[name] : null,
    };
  });
  const addresses = {
    name: 'addresses',
    label: v.t('person.addresses'),
    kept: v.t.list(kept.emails),
    gone: v.t.list(gone.emails),
    side: null,
  };
  return [...chosen, addresses];
};

const plain = (name: MergeField, one: OneOfBoth): string =>
  JSON.stringify(name === 'country' ? [one.country, one.region, one.region_reason] : source[name](one));

const source: Record<Exclude<MergeField, 'country'>, (one: OneOfBoth) => unknown> = {
  name: (one) => one.display_name,
  givenName: (one) => one.given_name,
  familyName: (one) => one.family_name,
  nativeName: (one) => one.native_name,
  pronouns: (one) => one.pronouns,
  language: (one) => one.language,
  languages: (one) => one.languages,
  phone: (one) => one.phone,
  website: (one) => one.website,
  bio: (one) => one.bio,
};

const text = (read: (one: OneOfBoth) => string | null) => (_v: Visit, one: OneOfBoth) => read(one) && <bdi>{read(one)}</bdi>;

const shownOf: Record<MergeField, (v: Visit, one: OneOfBoth) => Child> = {
  name: text((one) => one.display_name),
  givenName: text((one) => one.given_name),
  familyName: text((one) => one.family_name),
  nativeName: text((one) => one.native_name),
  pronouns: text((one) => one.pronouns),
  country: (v, one) =>
    one.country && (
      <>
        {countryName(one.country, v.language)}
        {one.region_title && (
          <>
            {' · '}
            <InLanguage page={v.language} {...textIn(one.region_title, v.languages)} />
          </>
        )}
        {one.region_reason && <span class="quiet small"> {v.t('organisation.setByHand', { reason: one.region_reason })}</span>}
      </>
    ),
  language: (v, one) => one.language && languageName(one.language, v.language),
  languages: (v, one) => v.t.list(shownSpoken(one.languages, v.t)),
  phone: text((one) => one.phone),
  website: text((one) => one.website && shownWebAddress(one.website)),
  bio: (v, one) => one.bio && <InLanguage page={v.language} {...textIn(one.bio, v.languages)} />,
};

/** With each value goes whoever may see it. */
const withAudience = (v: Visit, name: MergeField, one: OneOfBoth, value: Child): Child => {
  if (isNothing(value) || name === 'givenName' || name === 'familyName') return value;
  const field = name === 'language' ? 'languages' : name;
  return (
    <>
      {value}{' '}
      <span class="quiet small">{v.t('merge.seenBy', { audience: v.t(`consent.audience.${one.consent[field] ?? standard[field]}`) })}</span>
    </>
  );
};

/** What is asked where both hold a seat of one body in the same days. */
export const SeatQuestions = ({ v, overlaps, form }: { v: Visit; overlaps: readonly Overlap[]; form: FormState }) => {
  if (overlaps.length === 0) return null;
  const { t } = v;
  const said = (form.values.seats ?? {}) as Record<string, string>;
  return (
    <Section title={t('merge.seats')} note={t('merge.seatsNote')}>
      {overlaps.map(({ gone, kept, same }) => {
        const key = `${gone.id}-${kept.id}`;
        const problem = form.problems.find(({ path }) => path[0] === 'seats' && path[1] === key);
        const words = { kept: named(v, kept), gone: named(v, gone) };
        return (
          <Field
            t={t}
            name={`seats.${key}`}
            label={t(same ? 'merge.seatTwice' : 'merge.seatsOverlap', { body: gone.body })}
            control="radios"
            required
            value={said[key] ?? ''}
            options={seatChoices
              .filter((choice) => choice !== 'both' || !same)
              .map((choice) => ({ value: choice, label: t(`merge.seat.${choice}`, words) }))}
            error={problem && t(problem.key, problem.values)}
          />
        );
      })}
    </Section>
  );
};

const named = (v: Visit, { title, starts_on, ends_on }: Term): string => {
  const day = (on: string | null) => (on ? v.t.day(on) : '…');
  return `${textIn(title, v.languages).text} (${day(starts_on)} – ${day(ends_on)})`;
};

/** What a merge of these two does beyond their values. */
export const Notes = ({ v, both }: { v: Visit; both: Record<Side, OneOfBoth> }) => {
  const { t } = v;
  const alike = lookAlike(both.kept.display_name, both.gone.display_name);
  const accounts = both.kept.has_account && both.gone.has_account ? 'both' : both.gone.has_account ? 'gone' : undefined;
  return (
    <>
      {alike && <Notice t={t} tone="attention" title={t('merge.lookalike')} text={t('merge.lookalikeNote')} />}
      {accounts && <Notice t={t} tone="info" text={t(`merge.accounts.${accounts}`)} />}
      {!(both.kept.may_merge && both.gone.may_merge) && <Notice t={t} tone="attention" text={t('merge.needsAccounts')} />}
    </>
  );
};
