import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import type { Shape } from '../../../platform/ui/status/shapes.ts';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import type { Tone } from '../../../platform/ui/words.tsx';
import { ConflictNotice } from '../conflict.tsx';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { type Answer, adopted, answers as answerKinds, linkKinds } from './assessment.ts';
import type { AnswerOfBody, LinkOf } from './queries.ts';
import { side } from './views.tsx';

const looks: Record<Answer, { tone: Tone; shape: Shape }> = {
  accepted: { tone: 'done', shape: 'full' },
  acceptedInPart: { tone: 'waiting', shape: 'half' },
  alternative: { tone: 'active', shape: 'diamond' },
  noted: { tone: 'neutral', shape: 'ring' },
  rejected: { tone: 'problem', shape: 'cross' },
};

export const AnswerChip = ({ v, answer }: { v: Visit; answer: Answer }) => (
  <StatusChip {...looks[answer]} label={v.t(`answer.${answer}`)} />
);

export const nameOfBody = (v: Visit, body: { body_acronym: string | null; body_name: Texts }): string =>
  body.body_acronym ?? textIn(body.body_name, v.languages).text;

interface Answered {
  ref: string;
  text: Texts | null;
  archived_at?: string | null;
}

/** What bodies officially answered, on the page of a recommendation. `mayRecord`: the reader records answers for some body. */
export const AnswersPart = ({
  v,
  recommendation,
  answers,
  mayRecord,
}: {
  v: Visit;
  recommendation: Answered;
  answers: readonly AnswerOfBody[];
  mayRecord: boolean;
}) => {
  const { t } = v;
  const href = `/recommendations/${recommendation.ref}/answers`;
  return (
    <Section
      title={t('answer.title')}
      id="answers"
      actions={
        <>
          {answers.length > 0 && <a href={href}>{t('answer.compare')}</a>}
          {mayRecord && !recommendation.archived_at && <a href={`${href}#record`}>{t('answer.record')}</a>}
        </>
      }
    >
      {answers.length === 0 ? (
        <p class="quiet">{t('answer.none')}</p>
      ) : (
        answers.map((answer) => (
          <>
            <p class="row">
              <b>{nameOfBody(v, answer)}</b>
              <AnswerChip v={v} answer={answer.answer} />
              {answer.decided_on && <time datetime={answer.decided_on}>{t.day(answer.decided_on)}</time>}
            </p>
            {answer.explanation && <LongText v={v} text={answer.explanation} />}
          </>
        ))
      )}
    </Section>
  );
};

/**
 * Original, alternative and adopted wording beside each other, as far as there are any; a wording that was adopted says so and is shown once.
 * `suggested` is the alternative of the feasibility template.
 */
export const Wordings = ({
  v,
  original,
  suggested,
  answer,
}: {
  v: Visit;
  original: Texts | null;
  suggested: Texts | null;
  answer: AnswerOfBody;
}) => {
  const { t } = v;
  const holds = adopted(answer, original);
  const wordings = [
    { text: original, title: t('answer.original') },
    { text: suggested, title: t('answer.suggestedWording') },
    {
      text: answer.alternative_wording,
      title: t(holds && holds === answer.alternative_wording ? 'answer.adopted' : 'answer.alternativeWording'),
    },
  ];
  return (
    <>
      <div class="side-by-side">{wordings.map(({ text, title }) => text && <Wording {...side(v, title, text)} />)}</div>
      {holds !== null && holds === original && <p>{t('answer.originalAdopted')}</p>}
      {!holds && <p class="quiet">{t(answer.answer === 'acceptedInPart' ? 'answer.partNotWorded' : 'answer.nothingAdopted')}</p>}
    </>
  );
};

/** One side, as in `SideBySide`, which holds two. */
const Wording = ({ title, lang, dir, children }: ReturnType<typeof side>) => (
  <section>
    <h3>{title}</h3>
    <div class="prose" lang={lang} dir={dir}>
      {children}
    </div>
  </section>
);

export const AnswerView = ({
  v,
  recommendation,
  suggested,
  answer,
}: {
  v: Visit;
  recommendation: Answered;
  suggested: Texts | null;
  answer: AnswerOfBody;
}) => {
  const { t } = v;
  return (
    <Section
      title={nameOfBody(v, answer)}
      actions={
        answer.may_record &&
        !recommendation.archived_at && (
          <a href={`/recommendations/${recommendation.ref}/answers?body=${answer.body_ref}#record`}>{t('answer.change')}</a>
        )
      }
    >
      <AnswerChip v={v} answer={answer.answer} />
      <Facts
        inline
        facts={[
          { label: t('answer.on'), value: answer.decided_on && <time datetime={answer.decided_on}>{t.day(answer.decided_on)}</time> },
          { label: t('answer.link'), value: answer.decided_link && <a href={answer.decided_link}>{t('answer.toDecision')}</a> },
        ]}
      />
      {answer.explanation && <LongText v={v} text={answer.explanation} />}
      <Wordings v={v} original={recommendation.text} suggested={suggested} answer={answer} />
    </Section>
  );
};

export const AnswerForm = ({
  v,
  form,
  recommendation,
  bodies,
  version,
}: {
  v: Visit;
  form: FormState;
  recommendation: { ref: string };
  bodies: readonly { value: string; label: string }[];
  version: number | undefined;
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Form action={`/recommendations/${recommendation.ref}/answers`} version={version}>
      <ErrorSummary t={t} errors={errors} />
      <ConflictNotice v={v} form={form} />
      <FieldRow>
        <Field
          t={t}
          name="body"
          label={t('answer.body')}
          control="select"
          required
          value={value('body')}
          error={error('body')}
          options={bodies}
        />
        <Field
          t={t}
          name="answer"
          label={t('answer.answer')}
          control="select"
          required
          none={t('answer.choose')}
          value={value('answer')}
          error={error('answer')}
          options={answerKinds.map((one) => ({ value: one, label: t(`answer.${one}`) }))}
        />
        <Field t={t} name="on" label={t('answer.on')} control="date" value={value('on')} error={error('on')} />
      </FieldRow>
      <Field
        t={t}
        name="explanation"
        label={t('answer.explanation')}
        error={error('explanation')}
        {...textsControl(form.values.explanation, v.language)}
      />
      <Field
        t={t}
        name="alternativeWording"
        label={t('answer.alternativeWording')}
        hint={t('answer.alternativeWordingHint')}
        error={error('alternativeWording')}
        {...textsControl(form.values.alternativeWording, v.language)}
      />
      <Field
        t={t}
        name="link"
        label={t('answer.link')}
        hint={t('answer.linkHint')}
        control="url"
        value={value('link')}
        error={error('link')}
      />
      <Actions t={t} submit={t('answer.save')} cancelHref={`/recommendations/${recommendation.ref}`} />
    </Form>
  );
};

export const WithdrawalForm = ({
  v,
  recommendation,
  answer,
  error,
}: {
  v: Visit;
  recommendation: { ref: string };
  answer: AnswerOfBody;
  error?: string | undefined;
}) => (
  <Disclosure summary={v.t('answer.withdrawOf', { body: nameOfBody(v, answer) })} open={error !== undefined}>
    <Form action={`/recommendations/${recommendation.ref}/answers/withdrawal`} version={answer.version}>
      <Hidden name="body" value={answer.body_ref} />
      <Field t={v.t} name="reason" id={`withdraw-${answer.body_ref}`} label={v.t('answer.reason')} control="text" required error={error} />
      <Actions t={v.t} submit={v.t('answer.withdraw')} danger />
    </Form>
  </Disclosure>
);

/** How this recommendation hangs together with others, in both directions. */
export const LinksPart = ({
  v,
  recommendation,
  links,
  mayManage,
}: {
  v: Visit;
  recommendation: { ref: string; archived_at?: string | null };
  links: readonly LinkOf[];
  mayManage: boolean;
}) => {
  const { t } = v;
  return (
    <Section
      title={t('link.title')}
      id="links"
      actions={mayManage && <a href={`/recommendations/${recommendation.ref}/links`}>{t('link.edit')}</a>}
    >
      {links.length === 0 ? <p class="quiet">{t('link.none')}</p> : <LinkList v={v} recommendation={recommendation} links={links} />}
    </Section>
  );
};

export const LinkList = ({
  v,
  recommendation,
  links,
  removal,
}: {
  v: Visit;
  recommendation: { ref: string };
  links: readonly LinkOf[];
  /** Where links can be removed: what was wrong with the last attempt, if anything. */
  removal?: { link?: string; message?: string } | undefined;
}) => {
  const { t } = v;
  return (
    <ul class="flow">
      {links.map((link) => (
        <li>
          <span>{t(link.inverse ? `link.${link.kind}.inverse` : `link.${link.kind}`)}</span>{' '}
          <a href={`/recommendations/${link.ref}`}>
            <span class="reference">{link.ref}</span> <ShortText v={v} text={link.title} />
          </a>
          {link.other_archived_at && <span class="quiet"> {t('link.archived')}</span>}
          {link.reason && <p class="small quiet">{link.reason}</p>}
          {removal && (
            <Disclosure summary={t('link.remove')} open={removal.link === String(link.id)}>
              <Form action={`/recommendations/${recommendation.ref}/links/removal`}>
                <Hidden name="link" value={String(link.id)} />
                <Hidden name="kind" value={link.kind} />
                <Hidden name="from" value={link.inverse ? link.ref : recommendation.ref} />
                <Hidden name="to" value={link.inverse ? recommendation.ref : link.ref} />
                <Field
                  t={t}
                  name="reason"
                  id={`remove-${link.id}`}
                  label={t('link.reason')}
                  control="text"
                  required
                  error={removal.link === String(link.id) ? removal.message : undefined}
                />
                <Actions t={t} submit={t('link.remove')} danger />
              </Form>
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
};

export const LinkForm = ({ v, form, recommendation }: { v: Visit; form: FormState; recommendation: { ref: string } }) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Form action={`/recommendations/${recommendation.ref}/links`}>
      <ErrorSummary t={t} errors={errors} />
      <ConflictNotice v={v} form={form} />
      <FieldRow>
        <Field
          t={t}
          name="kind"
          label={t('link.kind', { ref: recommendation.ref })}
          control="select"
          required
          value={value('kind') || 'dependsOn'}
          error={error('kind')}
          options={linkKinds.map((kind) => ({ value: kind, label: t(`link.${kind}`) }))}
        />
        <Field
          t={t}
          name="to"
          label={t('link.to')}
          hint={t('link.toHint')}
          control="text"
          required
          value={value('to')}
          error={error('to')}
        />
      </FieldRow>
      <Field
        t={t}
        name="why"
        label={t('link.why')}
        hint={t('link.whyHint')}
        control="textarea"
        rows={2}
        value={value('why')}
        error={error('why')}
      />
      <Actions t={t} submit={t('link.add')} cancelHref={`/recommendations/${recommendation.ref}`} />
    </Form>
  );
};
