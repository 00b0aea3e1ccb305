import { ConflictNotice } from '../../../platform/audit/conflict-notice.tsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { languageName } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import type { Terms } from '../../../platform/terms/terms.ts';
import { Stat, Stats } from '../../../platform/ui/figures/figures.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { Difference, isChanged, wordOf } from './grid.tsx';
import type { Item, Officer, WholeBatch } from './queries.ts';
import { isOverdue } from './register.ts';
import { isBlank, priorities, saidNames } from './triage.ts';

export interface NamedBody {
  ref: string;
  name: Texts;
  acronym: string | null;
  parent: string | null;
}

/** The body's short name, after the body in which it is nested. */
export const bodyLabel = (v: Visit, body: NamedBody): string => {
  const own = body.acronym ?? textIn(body.name, v.languages).text;
  return body.parent ? v.t('triage.nested', { parent: body.parent, body: own }) : own;
};

export const bodyOf = (batch: WholeBatch): NamedBody => ({
  ref: batch.body_ref,
  name: batch.body_name,
  acronym: batch.body_acronym,
  parent: batch.parent_acronym ?? batch.parent_ref,
});

/** How far the batch is, in figures. */
export const Counts = ({ v, items }: { v: Visit; items: readonly Item[] }) => {
  const { t } = v;
  const open = items.filter((item) => item.priority === null).length;
  const changed = items.filter(isChanged).length;
  return (
    <Stats>
      <Stat t={t} label={t('triage.items')} figure={t.number(items.length)} definition={t('triage.itemsMeans')} />
      {priorities
        .map((level) => ({ level, count: items.filter((item) => item.priority === level).length }))
        .filter(({ count }) => count > 0)
        .map(({ level, count }) => (
          <Stat t={t} label={level} figure={t.number(count)} definition={t('triage.levelMeans', { level })} />
        ))}
      <Stat t={t} label={t('triage.withoutPriority')} figure={t.number(open)} definition={t('triage.withoutPriorityMeans')} />
      {items.some((item) => item.proposal) && (
        <Stat t={t} label={t('triage.differing')} figure={t.number(changed)} definition={t('triage.differingMeans')} />
      )}
    </Stats>
  );
};

/** The items as everybody reads them; what the body changed stands beside what it was sent. */
export const ItemTable = ({ v, items, terms }: { v: Visit; items: readonly Item[]; terms: Terms }) => (
  <Table
    caption={v.t('triage.grid')}
    captionHidden
    columns={[{ label: v.t('triage.recommendation') }, ...saidNames.map((name) => ({ label: v.t(`triage.${name}`) }))]}
    rows={items.map((item) => [
      <a href={`/recommendations/${item.ref}`} id={item.ref}>
        <span class="reference">{item.number}</span> <ShortText v={v} text={item.title} />
      </a>,
      ...saidNames.map((field) => {
        const value = {
          ownerClass: item.owner_class,
          coordinationClass: item.coordination_class,
          priority: item.priority,
          rationale: item.rationale,
        }[field];
        return (
          <div>
            <span class={value === null ? 'quiet' : undefined} dir={field === 'rationale' ? 'auto' : undefined}>
              {wordOf(v, terms, field, value)}
            </span>
            <Difference v={v} terms={terms} item={item} field={field} />
          </div>
        );
      }),
    ])}
  />
);

/** A form that came back, and for which deed. */
export interface Deed {
  deed: 'items' | 'sending' | 'signature' | 'return' | 'reopening' | 'withdrawal';
  form: FormState;
}

export interface DeedsProps {
  v: Visit;
  batch: WholeBatch;
  items: readonly Item[];
  /** Those who would be told; known only to those who may ask them. */
  officers: readonly Officer[];
  back: Deed | undefined;
}

/** What this reader can do with the batch now. */
export const Deeds = (props: DeedsProps) => {
  const { batch } = props;
  const withStaff = batch.state === 'proposed' || batch.state === 'returned';
  if (batch.archived_at) return null;
  return (
    <>
      {batch.may_propose && withStaff && <SendForm {...props} />}
      {batch.may_review && batch.state === 'sent' && <SignForm {...props} />}
      {batch.may_review && batch.state === 'sent' && <WithReason {...props} deed="return" />}
      {batch.may_propose && batch.state === 'signedOff' && <WithReason {...props} deed="reopening" />}
      {batch.may_propose && withStaff && <WithReason {...props} deed="withdrawal" />}
    </>
  );
};

const formOf = ({ back }: DeedsProps, deed: Deed['deed']): FormState => (back?.deed === deed ? back.form : emptyForm());

const actionOf = (batch: WholeBatch, deed: Deed['deed']): string => `/triage/${encodeURIComponent(batch.ref)}/${deed}`;

const SendForm = (props: DeedsProps) => {
  const { v, batch, officers } = props;
  const { t } = v;
  const form = formOf(props, 'sending');
  const { error, value, field } = formWords(form, t);
  const reached = officers.filter((officer) => officer.address !== null);
  return (
    <Section title={t('triage.send')} id="sending">
      {reached.length === 0 ? (
        <Notice t={t} tone="attention" text={t('triage.nobodyToAsk', { body: batch.body_ref })} />
      ) : (
        <p>
          {t('triage.goesTo', {
            people: t.list(
              reached.map((officer) =>
                officer.language
                  ? t('triage.person', { name: officer.name, language: languageName(officer.language, v.language) })
                  : officer.name,
              ),
            ),
          })}
        </p>
      )}
      {officers.length > reached.length && (
        <p class="small quiet">
          {t('triage.notReached', {
            people: t.list(officers.filter((officer) => officer.address === null).map((officer) => officer.name)),
          })}
        </p>
      )}
      <Form action={actionOf(batch, 'sending')} version={batch.version} label={t('triage.send')}>
        <Problems v={v} form={form} />
        <Field
          {...field('dueOn')}
          control="date"
          label={t('triage.due')}
          hint={t('triage.dueHint')}
          required
          attributes={{ min: v.today }}
        />
        <Field
          t={t}
          control="textarea"
          name="note"
          label={t('triage.note')}
          hint={t('triage.noteHint')}
          value={'note' in form.values ? value('note') : (batch.note ?? '')}
          error={error('note')}
        />
        <Actions t={t} submit={t('triage.sendNow')} />
      </Form>
    </Section>
  );
};

const SignForm = (props: DeedsProps) => {
  const { v, batch, items } = props;
  const { t } = v;
  const open = items.filter((item) => item.priority === null).length;
  const blank = items.filter(isBlank).length;
  return (
    <Section title={t('triage.signOff')} id="signature" note={t('triage.signOffHint')}>
      <ConflictNotice v={v} form={formOf(props, 'signature')} />
      {blank > 0 ? <p>{t('triage.blankItems', { count: blank })}</p> : open > 0 && <p>{t('triage.openItems', { count: open })}</p>}
      <Form action={actionOf(batch, 'signature')} version={batch.version} label={t('triage.signOff')} guard={false}>
        <Hidden name="seen" value={String(items.reduce((sum, item) => sum + item.version, 0))} />
        <Actions t={t} submit={t('triage.signOffNow')} />
      </Form>
    </Section>
  );
};

const WithReason = ({ v, batch, back, deed }: DeedsProps & { deed: 'return' | 'reopening' | 'withdrawal' }) => (
  <ReasonForm
    v={v}
    form={back?.deed === deed ? back.form : undefined}
    action={actionOf(batch, deed)}
    version={batch.version}
    deed={v.t(`triage.deed.${deed}`)}
    label={v.t('triage.reason')}
    hint={v.t(`triage.deedHint.${deed}`)}
    danger={deed === 'withdrawal'}
  />
);

/** What happened last and what it means for the reader. */
export const Standing = ({ v, batch }: { v: Visit; batch: WholeBatch }) => {
  const { t } = v;
  if (batch.archived_at)
    return (
      <Notice
        t={t}
        tone="attention"
        text={t('triage.withdrawn', { day: t.day(batch.archived_at.slice(0, 10)), reason: batch.archived_reason ?? '' })}
      />
    );
  if (batch.state === 'returned')
    return <Notice t={t} tone="attention" text={t('triage.cameBack', { reason: batch.return_reason ?? '' })} />;
  if (batch.state === 'sent' && batch.may_edit) {
    const late = isOverdue(batch, v.today);
    const text = t(late ? 'triage.yourTurnLate' : 'triage.yourTurn', { day: t.day(batch.due_on ?? v.today) });
    return <Notice t={t} tone={late ? 'attention' : 'info'} text={text} />;
  }
  return batch.state === 'proposed' ? (
    <p>
      <Mark>{t('triage.notSentMark')}</Mark> {t('triage.onlyStaffSee')}
    </p>
  ) : null;
};
