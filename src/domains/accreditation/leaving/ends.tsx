import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import type { ListedMembership } from '../../community/index.ts';
import { endsOf, type Given, type OwnGroup, type OwnSeat } from './given.ts';

/** The rows of `endingQuestions`; `chooses` where the reader may say what does not end. */
export interface Ending {
  given: readonly Given[];
  speaking: readonly ListedMembership[];
  seats: readonly OwnSeat[];
  groups: readonly OwnGroup[];
  chooses: boolean;
}

/** What ends on the day on which an organisation goes, before anybody confirms it; and what stays, because it is held in another right. */
export const WhatEnds = ({ v, ending, all, minor }: { v: Visit; ending: Ending; all: boolean; minor?: boolean }) => {
  const { t } = v;
  const { roles, kept, lists } = endsOf(ending.given);
  const speakers = ending.speaking.filter(({ role }) => all || role === 'primary' || role === 'alternate');
  const places = [
    ...ending.seats.map((one) => ({ ...one, as: textIn(one.title, v.languages).text })),
    ...ending.groups.map((one) => ({ ...one, as: t(`membership.role.${one.role}`) })),
  ];
  return (
    <>
      <Section title={t('departure.ends')} note={t('departure.endsNote')} minor={minor ?? false}>
        <ul>
          {speakers.map(({ person_name, role }) => (
            <li>{t('departure.endsSpeaking', { name: person_name, role: t(`membership.role.${role}`) })}</li>
          ))}
          {roles.map(({ name, role, body, since }) => (
            <li>
              {t('departure.endsRole', { name, role: textIn(role, v.languages).text, body: body ?? '', day: since ? t.day(since) : '' })}
            </li>
          ))}
          {lists.map(({ name, list }) => (
            <li>{t('departure.endsList', { name, list: list.name })}</li>
          ))}
          {speakers.length + roles.length + lists.length === 0 && <li>{t('departure.endsNothing')}</li>}
        </ul>
      </Section>
      {kept.length + places.length > 0 && (
        <Section title={t('departure.staysTitle')} note={t('departure.staysNote')} minor={minor ?? false}>
          <ul>
            {kept.map(({ name, role, body, also_for }) => (
              <li>{t('departure.staysRole', { name, role: textIn(role, v.languages).text, body: body ?? '', organisation: also_for })}</li>
            ))}
            {places.map(({ name, as, ref, body }) => (
              <li>
                <bdi>{name}</bdi>: {as}, <a href={`/bodies/${ref}`}>{body}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
};

/** The roles of which staff know another right: ticked, they do not end. */
export const StaysField = ({ v, form, ending }: { v: Visit; form: FormState; ending: Ending }) => {
  const { roles } = endsOf(ending.given);
  if (roles.length === 0 || !ending.chooses) return null;
  const { chosen, error } = formWords(form, v.t);
  return (
    <Field
      t={v.t}
      name="stays"
      label={v.t('departure.stays')}
      control="checkboxes"
      values={chosen('stays')}
      error={error('stays')}
      options={roles.map(({ grant, name, role, body }) => ({
        value: String(grant),
        label: `${name}: ${textIn(role, v.languages).text}${body ? `, ${body}` : ''}`,
      }))}
    />
  );
};
