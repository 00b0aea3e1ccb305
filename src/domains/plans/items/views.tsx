import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Tabs } from '../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { type Health, healths, healthTone, itemKinds, type Status, statuses, statusShape, statusTone } from './item.ts';

/** A text in the reader's best language, with its own language marked where it differs. */
export const Words = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return shown.language === v.language ? (
    shown.text
  ) : (
    <span lang={shown.language} dir={directionOf(shown.language)}>
      {shown.text}
    </span>
  );
};

/** A text of several lines; lines that begin with a sign of a list become one. */
export const Lines = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return (
    <div class="flow" {...(shown.language === v.language ? {} : { lang: shown.language, dir: directionOf(shown.language) })}>
      {blocksOf(shown.text).map((block) =>
        Array.isArray(block) ? (
          <ul>
            {block.map((item) => (
              <li>{item}</li>
            ))}
          </ul>
        ) : (
          <p>{block}</p>
        ),
      )}
    </div>
  );
};

const blocksOf = (text: string): (string | string[])[] => {
  const blocks: (string | string[])[] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const item = /^[-•·*]\s+(.*)$/.exec(line)?.[1];
    const last = blocks.at(-1);
    if (item === undefined) blocks.push(line);
    else if (Array.isArray(last)) last.push(item);
    else blocks.push([item]);
  }
  return blocks;
};

export const StatusOf = ({ v, status, percent }: { v: Visit; status: Status; percent?: number | null | undefined }) => (
  <StatusChip
    tone={statusTone[status]}
    shape={statusShape[status]}
    label={
      percent == null
        ? v.t(`plan.status.${status}`)
        : v.t('plan.statusWithPercent', { status: v.t(`plan.status.${status}`), percent: v.t.percent(percent) })
    }
  />
);

export const HealthOf = ({ v, health }: { v: Visit; health: Health }) => (
  <StatusChip tone={healthTone[health]} label={v.t(`plan.health.${health}`)} />
);

/** The ways to see the plan, each at its own address. */
export const PlanTabs = ({ v, current }: { v: Visit; current: 'table' | 'tree' | 'board' | 'timeline' | 'workstreams' | 'mine' }) => (
  <Tabs
    t={v.t}
    label={v.t('plan.views')}
    tabs={[
      { href: '/plans', label: v.t('plan.table'), current: current === 'table' },
      { href: '/plans/tree', label: v.t('plan.tree'), current: current === 'tree' },
      { href: '/plans/timeline', label: v.t('plan.timeline'), current: current === 'timeline' },
      { href: '/plans/board', label: v.t('plan.board'), current: current === 'board' },
      { href: '/plans/workstreams', label: v.t('plan.workstreams'), current: current === 'workstreams' },
      ...(v.actor.personId === null ? [] : [{ href: '/plans/mine', label: v.t('plan.mine'), current: current === 'mine' }]),
    ]}
  />
);

/** What the program refused for another reason than a field, said above the form. */
export const Refused = ({ v, form }: { v: Visit; form: FormState }) =>
  form.refusal?.kind === 'conflict' ? (
    <Notice t={v.t} tone="attention" text={v.t(form.refusal.key, form.refusal.values)}>
      {form.refusal.changes.length > 0 && (
        <ul>
          {form.refusal.changes.map((change) => (
            <li>
              <b>{change.who}</b>, {v.t.time(new Date(change.at).toISOString(), 'UTC')}:{' '}
              {v.t.has(`field.name.${change.field}`) ? v.t(`field.name.${change.field}`) : change.field}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  ) : null;

/** The version with which a form goes back: after a conflict the newer one, so that saving again is a decision. */
export const versionOf = (form: FormState, known: number): number =>
  form.refusal?.key === 'record.changed' ? Number(form.refusal.values.version) : known;

export interface Choices {
  reviews: readonly { ref: string; title: Texts }[];
  workstreams: readonly { ref: string; title: Texts }[];
  bodies: readonly { ref: string; name: Texts }[];
}

const longFields = ['goal', 'currentState', 'steps', 'metrics', 'method', 'outcome', 'note'] as const;

/** The form of an item, new or known. */
export const ItemForm = ({
  v,
  form,
  action,
  cancelHref,
  submit,
  version,
  choices,
}: {
  v: Visit;
  form: FormState;
  action: string;
  cancelHref: string;
  submit: string;
  version?: number | undefined;
  choices: Choices;
}) => {
  const { t } = v;
  const { errors, error, value, chosen } = formWords(form, t);
  const known = version !== undefined;
  const text = (name: string, label: string, more: { required?: boolean; hint?: string } = {}) => (
    <Field t={t} name={name} label={label} control="text" value={value(name)} error={error(name)} {...more} />
  );
  const options = (name: string, label: string, values: readonly string[], words: string, none?: string) => (
    <Field
      t={t}
      name={name}
      label={label}
      control="select"
      value={value(name)}
      error={error(name)}
      options={values.map((one) => ({ value: one, label: t(`plan.${words}.${one}`) }))}
      {...(none === undefined ? {} : { none })}
    />
  );
  const titled = (rows: readonly { ref: string; title: Texts }[]) =>
    rows.map((one) => ({ value: one.ref, label: `${one.ref} · ${textIn(one.title, v.languages).text}` }));
  return (
    <Form action={action} version={version}>
      <ErrorSummary t={t} errors={errors} />
      <Refused v={v} form={form} />
      {!known && (
        <FieldRow>
          {options('kind', t('plan.kind'), itemKinds, 'kind')}
          <Field
            t={t}
            name="review"
            label={t('plan.review')}
            control="select"
            value={value('review')}
            error={error('review')}
            none={t('plan.noReview')}
            options={titled(choices.reviews)}
          />
          {text('number', t('plan.number'), { hint: t('plan.numberHint') })}
        </FieldRow>
      )}
      <Field
        t={t}
        name="title"
        label={t('plan.title')}
        error={error('title')}
        required
        {...textsControl(form.values.title, v.language, 1)}
      />
      <FieldRow>
        <Field t={t} name="startsOn" label={t('plan.startsOn')} control="date" value={value('startsOn')} error={error('startsOn')} />
        <Field
          t={t}
          name="ends"
          label={t('plan.ends')}
          hint={t('plan.endsHint')}
          control="textarea"
          rows={2}
          value={value('ends')}
          error={error('ends') ?? error('endsOn')}
        />
      </FieldRow>
      <FieldRow>
        {options('status', t('plan.status'), statuses, 'status')}
        {options('health', t('plan.health'), healths, 'health', t('plan.health.none'))}
        {text('percent', t('plan.percent'), { hint: t('plan.percentHint') })}
        {text('phase', t('plan.phase'))}
      </FieldRow>
      <FieldRow>
        {(['volunteerLeads', 'staffLeads', 'contributors'] as const).map((name) => (
          <Field
            t={t}
            name={name}
            label={t(`plan.${name}`)}
            hint={t('plan.leadsHint')}
            control="textarea"
            rows={2}
            value={chosen(name).join('\n')}
            error={error(name)}
          />
        ))}
      </FieldRow>
      <FieldRow>
        <Field
          t={t}
          name="body"
          label={t('plan.body')}
          control="select"
          value={value('body')}
          error={error('body')}
          none={t('plan.noBody')}
          options={choices.bodies.map((body) => ({ value: body.ref, label: `${body.ref} · ${textIn(body.name, v.languages).text}` }))}
        />
        <Field
          t={t}
          name="workstream"
          label={t('plan.workstream')}
          control="select"
          value={value('workstream')}
          error={error('workstream')}
          none={t('plan.noWorkstream')}
          options={titled(choices.workstreams)}
        />
        {text('parent', t('plan.parent'), { hint: t('plan.parentHint') })}
      </FieldRow>
      <Field
        t={t}
        name="recommendations"
        label={t('plan.recommendations')}
        hint={t('plan.recommendationsHint')}
        control="textarea"
        rows={2}
        value={chosen('recommendations').join('\n')}
        error={error('recommendations')}
      />
      {longFields.map((name) => (
        <Field t={t} name={name} label={t(`plan.${name}`)} error={error(name)} {...textsControl(form.values[name], v.language, 3)} />
      ))}
      <Field
        t={t}
        name="state"
        label={t('plan.state')}
        control="radios"
        inline
        value={value('state') || 'open'}
        options={['open', 'draft'].map((state) => ({ value: state, label: t(`plan.state.${state}`) }))}
      />
      <Actions t={t} submit={submit} cancelHref={cancelHref} />
    </Form>
  );
};
