import type { Child } from 'hono/jsx';
import type { Visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field, type Option } from '../../../platform/ui/form/field.tsx';
import type { Found } from './choice.ts';
import type { Candidate, Place } from './queries.ts';

/** A person found by name: a field to type in, and those whom it may mean to choose from. Two of one name are told apart by country and place. */
export const PersonChoice = ({
  v,
  name,
  label,
  found: { typed, found },
  chosen,
  error,
}: {
  v: Visit;
  name: string;
  label: string;
  found: Found<Candidate>;
  chosen: string;
  error: string | undefined;
}) => (
  <Choice
    v={v}
    name={name}
    label={label}
    hint={v.t('choosing.personHint')}
    typed={typed}
    nobody={v.t('choosing.nobody')}
    chosen={chosen}
    error={error}
    options={found.map((one) => ({
      value: String(one.id),
      label: one.name,
      hint: [v.t('choosing.number', { number: String(one.id) }), one.country && countryName(one.country, v.language), one.places]
        .filter(Boolean)
        .join(' · '),
    }))}
  />
);

/** An organisation or a body found by name; the value says which of the two: `body:SOUTH`. */
export const PlaceChoice = ({
  v,
  name,
  found: { typed, found },
  chosen,
  error,
}: {
  v: Visit;
  name: string;
  found: Found<Place>;
  chosen: string;
  error: string | undefined;
}) => (
  <Choice
    v={v}
    name={name}
    label={v.t('choosing.place')}
    hint={v.t('choosing.placeHint')}
    typed={typed}
    nobody={v.t('choosing.noPlace')}
    chosen={chosen}
    error={error}
    options={found.map((one) => ({
      value: `${one.kind}:${one.ref}`,
      label: typeof one.name === 'string' ? one.name : textIn(one.name, v.languages).text,
      hint: `${v.t(one.kind === 'body' ? 'membership.body' : 'membership.organisation')} · ${one.ref}`,
    }))}
  />
);

const Choice = ({
  v: { t },
  name,
  label,
  hint,
  typed,
  nobody,
  chosen,
  error,
  options,
}: {
  v: Visit;
  name: string;
  label: string;
  hint: string;
  typed: string;
  nobody: Child;
  chosen: string;
  error: string | undefined;
  options: readonly Option[];
}) => {
  const only = options.length === 1 ? options[0]?.value : undefined;
  return (
    <div class="flow">
      <div class="row choosing">
        <Field
          t={t}
          name="find"
          id={options.length === 0 ? `f-${name}` : `f-find-${name}`}
          label={label}
          hint={hint}
          control="search"
          value={typed}
          error={options.length === 0 ? error : undefined}
          required
        />
        <button type="submit" class="button" name="look" value="yes">
          {t('choosing.find')}
        </button>
      </div>
      {options.length > 0 ? (
        <Field
          t={t}
          name={name}
          label={t('choosing.whom')}
          control="radios"
          value={chosen || only}
          options={options}
          error={error}
          required
        />
      ) : (
        typed !== '' && <p role="status">{nobody}</p>
      )}
    </div>
  );
};
