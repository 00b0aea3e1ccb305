import { Problems } from '../../platform/audit/problems.tsx';
import { formWords, type RecordForm, textsControl } from '../../platform/http/form-state.ts';
import type { FormState } from '../../platform/http/submit.ts';
import type { Visit } from '../../platform/http/visit.ts';
import { languages } from '../../platform/i18n/languages.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { type Terms, termIn, termOptions } from '../../platform/terms/terms.ts';
import { Field } from '../../platform/ui/form/field.tsx';
import { Actions, FieldRow, FieldSet, Form } from '../../platform/ui/form/form.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { StatusChip } from '../../platform/ui/status/status.tsx';
import type { Tone } from '../../platform/ui/words.tsx';
import { type BodyDocument, type BodyState, bodyStates, joinings } from './body.ts';
import type { BodyInTree } from './queries.ts';

export const toneOfState: Record<BodyState, Tone> = { proposed: 'waiting', active: 'active', dormant: 'off', concluded: 'neutral' };

interface Branch {
  body: BodyInTree;
  inside: Branch[];
}

/** The bodies as a tree of lists: nesting is the list's own, so that it is heard as well as seen. */
export const BodyTree = ({ v, bodies, terms }: { v: Visit; bodies: readonly BodyInTree[]; terms: Terms }) => (
  <Branches v={v} branches={grow(bodies)} terms={terms} />
);

const Branches = ({ v, branches, terms }: { v: Visit; branches: readonly Branch[]; terms: Terms }) => (
  <ul class="tree">
    {branches.map(({ body, inside }) => (
      <li>
        <a href={`/bodies/${body.ref}`}>
          <InLanguage page={v.language} {...textIn(body.name, v.languages)} />
        </a>{' '}
        {body.acronym && <bdi class="quiet">{body.acronym}</bdi>}{' '}
        <span class="quiet small">{termIn(terms, 'body.kind', body.kind, v.languages)}</span>{' '}
        {body.state !== 'active' && <StatusChip tone={toneOfState[body.state]} label={v.t(`body.state.${body.state}`)} />}
        {inside.length > 0 && <Branches v={v} branches={inside} terms={terms} />}
      </li>
    ))}
  </ul>
);

const grow = (bodies: readonly BodyInTree[]): Branch[] => {
  const branches = new Map(bodies.map((body) => [body.ref, { body, inside: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const above = branch.body.parent_ref ? branches.get(branch.body.parent_ref) : undefined;
    (above?.inside ?? roots).push(branch);
  }
  return roots;
};

export const BodyForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  terms,
  bodies,
  known,
}: RecordForm & {
  terms: Terms;
  bodies: readonly BodyInTree[];
  known: boolean;
}) => {
  const { t } = v;
  const { error, value, chosen, field } = formWords(form, t);
  const meeting = form.values.nextMeeting as { local?: unknown; zone?: unknown } | null | undefined;
  return (
    <Form action={action} version={version}>
      <Problems v={v} form={form} />
      <FieldRow>
        {!known && <Field {...field('ref')} label={t('body.ref')} hint={t('body.refHint')} control="text" required />}
        <Field {...field('acronym')} label={t('body.acronym')} control="text" />
        <Field
          {...field('kind')}
          label={t('body.kind')}
          {...kindControl(termOptions(terms, 'body.kind', v.languages), t('form.choose'))}
          required
        />
      </FieldRow>
      <Field t={t} name="name" label={t('body.name')} error={error('name')} required {...textsControl(form.values.name, v.language, 1)} />
      <FieldRow>
        <Field
          {...field('parent')}
          label={t('body.parent')}
          control="select"
          none={t('body.noParent')}
          options={bodies.map((body) => ({ value: body.ref, label: `${'– '.repeat(body.depth)}${textIn(body.name, v.languages).text}` }))}
        />
        <Field
          t={t}
          name="state"
          label={t('body.state')}
          control="select"
          value={value('state') || 'active'}
          options={bodyStates.map((state) => ({ value: state, label: t(`body.state.${state}`) }))}
          error={error('state')}
        />
      </FieldRow>
      <Field t={t} name="purpose" label={t('body.purpose')} error={error('purpose')} {...textsControl(form.values.purpose, v.language)} />
      <FieldRow>
        <Field
          t={t}
          name="joining"
          label={t('body.joining')}
          control="select"
          value={value('joining') || 'closed'}
          options={joinings.map((joining) => ({ value: joining, label: t(`body.joining.${joining}`) }))}
          error={error('joining')}
        />
        <Field {...field('charterUrl')} label={t('body.charter')} control="text" />
      </FieldRow>
      <Field
        t={t}
        name="howToJoin"
        label={t('body.howToJoin')}
        error={error('howToJoin')}
        {...textsControl(form.values.howToJoin, v.language, 2)}
      />
      <FieldRow>
        <Field
          t={t}
          name="nextMeeting.local"
          label={t('body.nextMeeting')}
          control="datetime-local"
          value={String(meeting?.local ?? '')}
          error={error('nextMeeting')}
        />
        <Field
          t={t}
          name="nextMeeting.zone"
          label={t('body.meetingZone')}
          hint={t('body.meetingZoneHint')}
          control="text"
          value={String(meeting?.zone || 'UTC')}
        />
      </FieldRow>
      <Field {...field('meetingUrl')} label={t('body.meetingUrl')} control="text" />
      <FieldSet legend={t('body.documents')} hint={t('body.documentsHint')}>
        {[...documentsIn(form), ...spare].map((one, at) => (
          <FieldRow>
            <Field t={t} name={`documents[${at}].title`} label={t('body.documentTitle')} control="text" value={one.title} />
            <Field
              t={t}
              name={`documents[${at}].url`}
              label={t('body.documentUrl')}
              control="text"
              value={one.url}
              error={problemAt(form, at) ? t('body.documentWrong') : undefined}
            />
          </FieldRow>
        ))}
      </FieldSet>
      <input type="hidden" name="languages" value="" />
      <Field
        t={t}
        name="languages"
        label={t('body.languages')}
        control="checkboxes"
        inline
        values={chosen('languages')}
        options={languages.map(({ code, name }) => ({ value: code, label: name }))}
        error={error('languages')}
      />
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};

/** Two empty lines to write in. */
const spare: readonly BodyDocument[] = [
  { title: '', url: '' },
  { title: '', url: '' },
];

const documentsIn = (form: FormState): readonly BodyDocument[] =>
  (Array.isArray(form.values.documents) ? (form.values.documents as Partial<BodyDocument>[]) : [])
    .filter((one) => one.title || one.url)
    .map(({ title = '', url = '' }) => ({ title, url }));

const problemAt = (form: FormState, at: number): boolean => form.problems.some(({ path }) => path[0] === 'documents' && path[1] === at);

/** A community that has no words for kinds yet types the first one. */
const kindControl = (options: ReturnType<typeof termOptions>, none: string) =>
  options.length > 0 ? ({ control: 'select', options, none } as const) : ({ control: 'text' } as const);
