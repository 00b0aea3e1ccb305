import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, Form } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { kinds, lastDay } from './skill.ts';

export interface Skill {
  id: number;
  kind: 'skill' | 'interest';
  label: string;
  purpose: string;
}

/** Skills and interests as others see them. */
export const ShownSkills = ({ t, skills }: { t: T; skills: readonly Skill[] }) =>
  skills.length === 0 ? null : (
    <Section title={t('profile.offers')}>
      <Table
        caption={t('profile.offers')}
        captionHidden
        columns={[{ label: t('skill.label') }, { label: t('skill.kind') }, { label: t('skill.purpose') }]}
        rows={skills.map((one) => [<bdi>{one.label}</bdi>, t(`skill.kind.${one.kind}`), <bdi>{one.purpose}</bdi>])}
      />
    </Section>
  );

export const Portrait = ({ person, mark, alt }: { person: number; mark: string; alt: string }) => (
  <img class="portrait" src={`/people/${person}/portrait?${mark}`} alt={alt} width="120" height="120" />
);

export interface ProfileProps {
  v: Visit;
  person: { id: number; name: string };
  skills: readonly (Skill & { expiresOn: string })[];
  portrait: string | undefined;
  /** Makes a photograph small in the browser. */
  script: string;
  skill: FormState;
  picture: FormState;
}

export const ProfilePage = (props: ProfileProps) => {
  const { v, person } = props;
  return (
    <article class="flow">
      <PageTitle title={v.t('profile.title')} lead={v.t('profile.lead')} />
      <Section title={v.t('profile.seenAs')} note={v.t('profile.seenAsNote')}>
        <ul class="row">
          {(['public', 'members', 'leaders', 'staff'] as const).map((audience) => (
            <li>
              <a href={`/people/${person.id}/as/${audience}`}>{v.t(`profile.as.${audience}`)}</a>
            </li>
          ))}
        </ul>
      </Section>
      <Photograph {...props} />
      <OwnSkills {...props} />
    </article>
  );
};

const problem = (t: T, form: FormState, name: string) => {
  const found = form.problems.find((one) => one.path[0] === name);
  return found && t(found.key, found.values);
};

const errorsOf = (t: T, form: FormState) =>
  form.problems.map((one) => ({ name: String(one.path[0] ?? ''), message: t(one.key, one.values) }));

const Photograph = ({ v, person, portrait, picture, script }: ProfileProps) => (
  <Section title={v.t('portrait.title')} note={v.t('portrait.note')}>
    {portrait && <Portrait person={person.id} mark={portrait} alt={v.t('portrait.of', { name: person.name })} />}
    <Form action={`/people/${person.id}/portrait`} files label={v.t('portrait.title')}>
      <ErrorSummary t={v.t} errors={errorsOf(v.t, picture)} />
      <Field
        t={v.t}
        name="picture"
        label={v.t('portrait.file')}
        hint={v.t('portrait.hint')}
        control="file"
        accept="image/jpeg,image/png,image/webp"
        attributes={{ 'data-photograph': 'true' }}
        error={problem(v.t, picture, 'picture')}
      />
      <Actions t={v.t} submit={v.t('portrait.send')} />
    </Form>
    {portrait && <ButtonForm action={`/people/${person.id}/portrait/removal`}>{v.t('portrait.remove')}</ButtonForm>}
    <script src={script} defer />
  </Section>
);

const OwnSkills = ({ v, person, skills, skill: form }: ProfileProps) => {
  const { t, today } = v;
  const typed = (name: string) => String(form.values[name] ?? '');
  return (
    <Section title={t('profile.offers')} note={t('skill.note')}>
      {skills.length === 0 ? (
        <EmptyState title={t('skill.none')} />
      ) : (
        <Table
          caption={t('profile.offers')}
          captionHidden
          columns={['skill.label', 'skill.kind', 'skill.purpose', 'skill.until', 'skill.act'].map((key) => ({ label: t(key) }))}
          rows={skills.map((one) => [
            <bdi>{one.label}</bdi>,
            t(`skill.kind.${one.kind}`),
            <bdi>{one.purpose}</bdi>,
            one.expiresOn > today ? t.day(one.expiresOn) : <StatusChip tone="off" label={t('skill.expired')} />,
            <div class="row">
              <ButtonForm action={`/people/${person.id}/skills/${one.id}/renewal`}>{t('skill.renew')}</ButtonForm>
              <ButtonForm action={`/people/${person.id}/skills/${one.id}/removal`}>{t('skill.remove')}</ButtonForm>
            </div>,
          ])}
        />
      )}
      <Form action={`/people/${person.id}/skills`} label={t('skill.add')}>
        <ErrorSummary t={t} errors={errorsOf(t, form)} />
        <Field
          t={t}
          name="kind"
          label={t('skill.kind')}
          control="radios"
          inline
          options={kinds.map((kind) => ({ value: kind, label: t(`skill.kind.${kind}`) }))}
          value={typed('kind') || 'skill'}
          error={problem(t, form, 'kind')}
        />
        <Field
          t={t}
          name="label"
          label={t('skill.label')}
          control="text"
          required
          value={typed('label')}
          error={problem(t, form, 'label')}
        />
        <Field
          t={t}
          name="purpose"
          label={t('skill.purpose')}
          hint={t('skill.purposeHint', { day: t.day(lastDay(today)) })}
          control="text"
          required
          value={typed('purpose')}
          error={problem(t, form, 'purpose')}
        />
        <Actions t={t} submit={t('skill.add')} />
      </Form>
    </Section>
  );
};
