import type { Child } from 'hono/jsx';
import { Problems } from '../../../../platform/audit/problems.tsx';
import { formWords } from '../../../../platform/http/form-state.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState } from '../../../../platform/http/submit.ts';
import { type PageContext, type Visit, visit } from '../../../../platform/http/visit.ts';
import { countryName } from '../../../../platform/i18n/countries.ts';
import { languageName } from '../../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, Form } from '../../../../platform/ui/form/form.tsx';
import { Tabs } from '../../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { RecordPage } from '../../../../platform/ui/record/record.tsx';
import { ended, movesFrom } from '../application/application.ts';
import { reachable } from '../application/letters.ts';
import { stateLook } from '../application/look.ts';
import type { WholeApplication } from './queries.ts';

export const tabs = ['answers', 'diligence', 'thread', 'advice', 'decision', 'log'] as const;
export type Tab = (typeof tabs)[number];

export const pathOf = (ref: string, tab: Tab = 'answers'): string => `/applications/${ref}${tab === 'answers' ? '' : `/${tab}`}`;

/** Head, tabs and facts are the same on every tab. */
export const recordPage = (c: PageContext, one: WholeApplication, tab: Tab, body: Child) => {
  const v = visit(c);
  const { t } = v;
  const ref = one.ref ?? '';
  const over = one.allowed !== null && one.days > one.allowed;
  return show(
    c,
    { title: `${ref} ${one.name ?? ''}`, breadcrumbs: [{ href: '/applications', label: t('application.queue') }] },
    <RecordPage
      t={t}
      title={<bdi>{one.name}</bdi>}
      reference={ref}
      status={{ ...stateLook[one.state], label: t(`application.state.${one.state}`) }}
      facts={[
        { label: t('application.kind'), value: t(`application.kind.${one.kind}`) },
        { label: t('application.body'), value: one.body_ref && <a href={`/bodies/${one.body_ref}`}>{one.body_ref}</a> },
        { label: t('application.country'), value: one.country && countryName(one.country, v.language) },
        { label: t('application.language'), value: languageName(one.language, v.language) },
        { label: t('application.received'), value: one.received_on && t.day(one.received_on) },
        {
          label: t('application.clock'),
          value:
            one.allowed !== null &&
            (over
              ? t('application.daysOver', { days: one.days, over: one.days - one.allowed })
              : t('application.daysOf', { days: one.days, allowed: one.allowed })),
        },
        { label: t('application.heldFrom'), value: one.held_from && t(`application.state.${one.held_from}`) },
        {
          label: t('application.form'),
          value: (
            <a href={`/applications/forms/${one.kind}?edition=${one.edition}`}>{t('application.edition', { edition: one.edition })}</a>
          ),
        },
        { label: t('application.decided'), value: one.decided_on && t.day(one.decided_on) },
        {
          label: t('application.organisation'),
          value: one.organisation_ref && <a href={`/organisations/${one.organisation_ref}`}>{one.organisation_ref}</a>,
        },
      ]}
      tabs={
        <Tabs
          t={t}
          label={t('application.views')}
          tabs={tabs.map((each) => ({ href: pathOf(ref, each), label: t(`application.tab.${each}`), current: each === tab }))}
        />
      }
    >
      {!reachable(one.address) && !ended.includes(one.state) && <Notice t={t} tone="attention" text={t('application.nobodyToAsk')} />}
      {one.hold_suggested_on && one.may_handle && (
        <Notice t={t} tone="attention" text={t('application.holdSuggestedHint', { day: t.day(one.hold_suggested_on) })} />
      )}
      {one.unheard_reason && (
        <Notice t={t} tone="attention" text={t('application.unheard', { body: one.body_ref ?? '', reason: one.unheard_reason })} />
      )}
      {body}
    </RecordPage>,
  );
};

/** Says what the next step is, with the words that go with it. */
export const MoveForm = ({ v, one, form = emptyForm() }: { v: Visit; one: WholeApplication; form?: FormState }) => {
  const { t } = v;
  if (!one.may_handle || ended.includes(one.state)) return null;
  const { error, value, field } = formWords(form, t);
  const voted = Boolean(one.content.rules.vote);
  const moves = movesFrom(one.state, { heldFrom: one.held_from, voted });
  return (
    <Form action={`/applications/${one.ref}/move`} version={one.version}>
      <Problems v={v} form={form} />
      <Field
        {...field('to')}
        label={t('application.nextStep')}
        control="select"
        none={t('form.choose')}
        required
        options={moves.map((to) => ({ value: to, label: t(`application.moveTo.${to}`) }))}
      />
      {moves.includes('advice') && (
        <Field
          t={t}
          name="findings"
          label={t('application.findings')}
          hint={t('application.findingsHint')}
          control="textarea"
          value={form.values.findings === undefined ? (one.findings ?? '') : value('findings')}
          error={error('findings')}
        />
      )}
      <Field
        {...field('message')}
        label={t('application.toApplicant')}
        hint={t('application.toApplicantHint')}
        control="textarea"
        rows={3}
      />
      {one.advice_wanted && moves.includes('vote') && one.days >= (one.allowed ?? 0) && (
        <Field {...field('reason')} label={t('application.unheardReason')} hint={t('application.unheardHint')} control="text" />
      )}
      <Actions t={t} submit={t('application.goOn')} />
    </Form>
  );
};

export const PlaceForm = ({
  v,
  one,
  bodies,
  form,
}: {
  v: Visit;
  one: WholeApplication;
  bodies: readonly { ref: string; name: Texts }[];
  form: FormState;
}) =>
  !one.may_handle || ended.includes(one.state) || one.state === 'vote' ? null : (
    <Form action={`/applications/${one.ref}/place`} version={one.version} guard={false}>
      <Field
        t={v.t}
        name="body"
        label={v.t('application.body')}
        control="select"
        none={v.t('form.choose')}
        value={one.body_ref ?? ''}
        error={formWords(form, v.t).error('body')}
        options={bodies.map(({ ref, name }) => ({ value: ref, label: textIn(name, v.languages).text }))}
      />
      <Actions t={v.t} submit={v.t('application.place')} />
    </Form>
  );
