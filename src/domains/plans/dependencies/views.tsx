import { formWords } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { isoEnd } from '../items/ends.ts';
import type { Precision, Status } from '../items/item.ts';
import { StatusOf, Words } from '../items/views.tsx';
import { dayOf } from '../items/words.ts';
import type { Move } from './dependency.ts';

interface Dependency {
  id: number;
  ref: string | null;
  title: Texts | null;
  status: Status | null;
  owner: string | null;
  promise: string | null;
  promised_on: string | null;
  promised_precision: Precision;
  last_asked_on: string | null;
  kept_on: string | null;
  note: string | null;
}

/** What a promise of somebody outside that comes after the end of an item would move. */
export interface KnockOn {
  owner: string;
  promised: string;
  end: string;
  moves: readonly Move[];
}

interface Props {
  v: Visit;
  item: { ref: string; may_update: boolean | 0 | 1 };
  dependencies: readonly Dependency[];
  dependents: readonly { ref: string; title: Texts; status: Status }[];
  knockOn: KnockOn | undefined;
  form: FormState;
  at: string | undefined;
}

/** What the item waits for, inside and outside, and what waits for it. */
export const DependenciesPart = ({ v, item, dependencies, dependents, knockOn, form, at }: Props) => {
  const { t } = v;
  const inside = dependencies.filter((one) => one.owner === null);
  const outside = dependencies.filter((one) => one.owner !== null);
  return (
    <Section title={t('dependency.title')} id="dependencies">
      {dependencies.length === 0 && dependents.length === 0 && <p class="quiet">{t('dependency.none')}</p>}
      {inside.length > 0 && (
        <>
          <h3>{t('dependency.waitsFor')}</h3>
          <ul>
            {inside.map((one) => (
              <li class="row">
                <a href={`/plans/items/${one.ref}`}>
                  {one.ref} {one.title && <Words v={v} text={one.title} />}
                </a>
                {one.status && <StatusOf v={v} status={one.status} />}
                {one.note && <span class="quiet">{one.note}</span>}
                {item.may_update && <ButtonForm action={`/plans/dependencies/${one.id}/end`}>{t('dependency.end')}</ButtonForm>}
              </li>
            ))}
          </ul>
        </>
      )}
      {outside.length > 0 && (
        <Table
          caption={t('dependency.outside')}
          columns={[
            { label: t('dependency.owner') },
            { label: t('dependency.promise') },
            { label: t('dependency.promisedOn'), nowrap: true },
            { label: t('dependency.lastAskedOn'), nowrap: true },
            { label: t('dependency.note') },
          ]}
          rows={outside.map((one) => [
            one.owner,
            one.kept_on ? t('dependency.keptOn', { promise: one.promise ?? '', day: t.day(one.kept_on) }) : one.promise,
            one.promised_on ? dayOf({ ends_on: one.promised_on, ends_precision: one.promised_precision }, t) : t('dependency.noDay'),
            one.last_asked_on ? t.day(one.last_asked_on) : t('dependency.neverAsked'),
            <>
              {one.note} {item.may_update && !one.kept_on && <PromiseForm v={v} dependency={one} />}
            </>,
          ])}
        />
      )}
      {knockOn && (
        <MovesNotice
          v={v}
          moves={knockOn.moves}
          day={knockOn.promised}
          why={t('dependency.knockOn', {
            owner: knockOn.owner,
            ref: item.ref,
            promised: t.day(knockOn.promised),
            end: t.day(knockOn.end),
          })}
        />
      )}
      {dependents.length > 0 && (
        <>
          <h3>{t('dependency.waitForIt')}</h3>
          <ul>
            {dependents.map((one) => (
              <li class="row">
                <a href={`/plans/items/${one.ref}`}>
                  {one.ref} <Words v={v} text={one.title} />
                </a>
                <StatusOf v={v} status={one.status} />
              </li>
            ))}
          </ul>
        </>
      )}
      {item.may_update && (
        <>
          <InsideForm v={v} item={item} form={at === 'inside' ? form : emptyForm()} open={at === 'inside'} />
          <OutsideForm v={v} item={item} form={at === 'outside' ? form : emptyForm()} open={at === 'outside'} />
        </>
      )}
    </Section>
  );
};

const InsideForm = ({ v, item, form, open }: { v: Visit; item: { ref: string }; form: FormState; open: boolean }) => {
  const { t } = v;
  const { errors, field } = formWords(form, t);
  return (
    <Disclosure summary={t('dependency.add')} open={open}>
      <Form action={`/plans/items/${item.ref}/dependencies`}>
        <ErrorSummary t={t} errors={errors} />
        <Field {...field('on')} id="inside-on" label={t('dependency.on')} hint={t('plan.parentHint')} control="text" required />
        <Field {...field('note')} id="inside-note" label={t('dependency.note')} control="text" />
        <Actions t={t} submit={t('dependency.add')} />
      </Form>
    </Disclosure>
  );
};

const OutsideForm = ({ v, item, form, open }: { v: Visit; item: { ref: string }; form: FormState; open: boolean }) => {
  const { t } = v;
  const { errors, field } = formWords(form, t);
  return (
    <Disclosure summary={t('dependency.addPromise')} open={open}>
      <Form action={`/plans/items/${item.ref}/promises`}>
        <ErrorSummary t={t} errors={errors} />
        <FieldRow>
          <Field {...field('owner')} label={t('dependency.owner')} control="text" required />
          <Field {...field('promise')} label={t('dependency.promise')} control="text" required />
        </FieldRow>
        <FieldRow>
          <Field {...field('promisedOn')} label={t('dependency.promisedOn')} hint={t('progress.newEndHint')} control="text" />
          <Field {...field('lastAskedOn')} label={t('dependency.lastAskedOn')} control="date" />
        </FieldRow>
        <Field {...field('note')} id="outside-note" label={t('dependency.note')} control="text" />
        <Actions t={t} submit={t('dependency.addPromise')} />
      </Form>
    </Disclosure>
  );
};

const PromiseForm = ({ v, dependency }: { v: Visit; dependency: Dependency }) => {
  const { t } = v;
  return (
    <Disclosure summary={t('dependency.change')}>
      <Form action={`/plans/dependencies/${dependency.id}`}>
        <Field
          t={t}
          id={`promised-${dependency.id}`}
          name="promisedOn"
          label={t('dependency.promisedOn')}
          control="text"
          value={isoEnd({ ends_on: dependency.promised_on, ends_precision: dependency.promised_precision })}
        />
        <Field
          t={t}
          id={`asked-${dependency.id}`}
          name="lastAskedOn"
          label={t('dependency.lastAskedOn')}
          control="date"
          value={dependency.last_asked_on ?? ''}
        />
        <Field t={t} id={`kept-${dependency.id}`} name="keptOn" label={t('dependency.kept')} control="date" value="" />
        <Actions t={t} submit={t('form.save')} />
      </Form>
    </Disclosure>
  );
};

/** What else would have to end later; nothing is moved by showing it. */
export const MovesNotice = ({ v, moves, day, why = '' }: { v: Visit; moves: readonly Move[]; day: string; why?: string }) => (
  <Notice t={v.t} tone="attention" text={`${why} ${v.t('dependency.wouldMove', { count: moves.length, day: v.t.day(day) })}`.trim()}>
    {moves.length > 0 && (
      <ul>
        {moves.map((move) => (
          <li>
            <a href={`/plans/items/${move.ref}`}>{move.ref}</a>{' '}
            {v.t('dependency.oneMove', { before: v.t.day(move.before), after: v.t.day(move.after), because: move.because })}
          </li>
        ))}
      </ul>
    )}
  </Notice>
);
