import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import type { Found } from '../choosing/choice.ts';
import type { Candidate, Place } from '../choosing/queries.ts';
import { PersonChoice, PlaceChoice } from '../choosing/views.tsx';
import type { MembershipRole } from './membership.ts';

const nothing = { typed: '', found: [] };

/** Which side of a membership the page is about; the other one is looked for by name. */
export type Known = { organisation: string } | { body: string } | { person: number };

/** Somebody comes to belong to an organisation or a body. It stands folded on a page, and open once it was sent. */
export const MembershipForm = ({
  v,
  form,
  place,
  roles,
  back,
  people = nothing,
  places = nothing,
}: {
  v: Visit;
  form: FormState;
  place: Known;
  roles: readonly MembershipRole[];
  back: string;
  people?: Found<Candidate>;
  places?: Found<Place>;
}) => {
  const { t } = v;
  const { error, value } = formWords(form, t);
  return (
    <Form action="/memberships">
      <Problems v={v} form={form} />
      <Hidden name="back" value={back} />
      {Object.entries(place).map(([name, one]) => (
        <Hidden name={name} value={String(one)} />
      ))}
      {'person' in place ? (
        <PlaceChoice v={v} name="place" found={places} chosen={value('place')} error={error('place')} />
      ) : (
        <PersonChoice v={v} name="person" label={t('membership.person')} found={people} chosen={value('person')} error={error('person')} />
      )}
      <Field
        t={t}
        name="role"
        label={t('membership.role')}
        control="select"
        value={value('role') || 'member'}
        options={roles.map((role) => ({ value: role, label: t(`membership.role.${role}`) }))}
        error={error('role')}
      />
      <Days v={v} form={form} />
      <Actions t={t} submit={t('membership.add')} {...(form.refusal || value('look') ? { cancelHref: back } : {})} />
    </Form>
  );
};

/** The same form, folded, at the foot of a page. */
export const MembershipDisclosure = (props: Parameters<typeof MembershipForm>[0]) => (
  <Disclosure summary={props.v.t('membership.add')}>
    <MembershipForm {...props} />
  </Disclosure>
);

/** Corrects the days of a membership. */
export const MembershipEdit = ({
  v,
  form,
  membership,
  version,
  back,
}: {
  v: Visit;
  form: FormState;
  membership: number;
  version: number;
  back: string;
}) => {
  const { t } = v;
  const { field } = formWords(form, t);
  return (
    <Form action={`/memberships/${membership}/edit`} version={version}>
      <Problems v={v} form={form} />
      <Hidden name="back" value={back} />
      <Days v={v} form={form} />
      <Field {...field('note')} label={t('membership.note')} control="textarea" rows={2} />
      <Actions t={t} submit={t('form.save')} cancelHref={back} />
    </Form>
  );
};

const Days = ({ v: { t }, form }: { v: Visit; form: FormState }) => {
  const { field } = formWords(form, t);
  return (
    <FieldRow>
      <Field {...field('from')} label={t('membership.from')} hint={t('membership.dayHint')} control="text" />
      <Field {...field('to')} label={t('membership.to')} hint={t('seat.toHint')} control="text" />
    </FieldRow>
  );
};
