import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, FieldSet, Form } from '../../../platform/ui/form/form.tsx';
import type { candidates, Round } from './queries.ts';

export const RoundForm = ({
  v,
  form,
  action,
  cancelHref,
  people,
  bodies,
  earlier,
}: {
  v: Visit;
  form: FormState;
  action: string;
  cancelHref: string;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
  earlier: readonly Round[];
}) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <Form action={action}>
      <Problems v={v} form={form} />
      <Field
        t={t}
        name="title"
        label={t('priority.roundTitle')}
        hint={t('priority.roundTitleHint')}
        required
        error={error('title')}
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field {...field('closesOn')} label={t('priority.closesOn')} hint={t('priority.closesOnHint')} control="date" />
      {earlier.length > 0 && (
        <Field
          {...field('after')}
          label={t('priority.copyScorers')}
          hint={t('priority.copyScorersHint')}
          control="select"
          none={t('priority.copyNobody')}
          options={earlier.map((round) => ({
            value: String(round.id),
            label: `${t('priority.roundNumber', { number: round.number })}: ${textIn(round.title, v.languages).text}`,
          }))}
        />
      )}
      <Invitations v={v} form={form} people={people} bodies={bodies} error={error('scorers')} />
      <Actions t={t} submit={t('priority.openRound')} cancelHref={cancelHref} />
    </Form>
  );
};

export const RoundChangeForm = ({ v, form, round, version }: { v: Visit; form: FormState; round: Round; version: number }) => {
  const { t } = v;
  const { error, field } = formWords(form, t);
  return (
    <Form action={`/rounds/${round.id}`} version={version}>
      <Problems v={v} form={form} />
      <Field
        t={t}
        name="title"
        label={t('priority.roundTitle')}
        required
        error={error('title')}
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field {...field('closesOn')} label={t('priority.closesOn')} hint={t('priority.closesOnHint')} control="date" />
      <Actions t={t} submit={t('priority.changeRound')} />
    </Form>
  );
};

export const InvitationForm = ({
  v,
  form,
  round,
  people,
  bodies,
}: {
  v: Visit;
  form: FormState;
  round: Round;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
}) => {
  const { errors, error } = formWords(form, v.t);
  return (
    <Form action={`/rounds/${round.id}/invitations`}>
      <ErrorSummary t={v.t} errors={errors} />
      <Invitations v={v} form={form} people={people} bodies={bodies} error={error('scorers')} />
      <Actions t={v.t} submit={v.t('priority.invite')} />
    </Form>
  );
};

type Candidates = Awaited<ReturnType<typeof candidates>>;

const furtherLines = 3;

/** Everyone with a role for a body, to tick, and a few lines for others by their address. */
const Invitations = ({
  v,
  form,
  people,
  bodies,
  error,
}: {
  v: Visit;
  form: FormState;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
  error: string | undefined;
}) => {
  const { t } = v;
  const typed = (Array.isArray(form.values.scorers) ? form.values.scorers : []) as {
    person?: unknown;
    address?: unknown;
    body?: unknown;
  }[];
  const ticked = (person: number, body: string) => typed.some((one) => String(one.person ?? '') === String(person) && one.body === body);
  const further = typed.filter((one) => !one.person && one.address);
  return (
    <FieldSet legend={t('priority.scorers')} hint={t('priority.scorersHint')}>
      {error && (
        <p class="error" id="f-scorers">
          {error}
        </p>
      )}
      <div class="choices">
        {people.map((one, at) => (
          <label class="choice">
            <input type="hidden" name={`scorers[${at}].body`} value={one.body} />
            <input type="checkbox" name={`scorers[${at}].person`} value={String(one.person)} checked={ticked(one.person, one.body)} />
            <span>{t('priority.nameOfBody', { name: one.name, body: one.acronym ?? one.body })}</span>
          </label>
        ))}
      </div>
      {Array.from({ length: furtherLines }, (_, line) => (
        <FieldRow>
          <Field
            t={t}
            name={`scorers[${people.length + line}].address`}
            label={t('priority.byAddress')}
            control="email"
            value={String(further[line]?.address ?? '')}
          />
          <Field
            t={t}
            name={`scorers[${people.length + line}].body`}
            label={t('priority.speaksFor')}
            control="select"
            none={t('priority.noBody')}
            value={String(further[line]?.body ?? '')}
            options={bodies}
          />
        </FieldRow>
      ))}
    </FieldSet>
  );
};
