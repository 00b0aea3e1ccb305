import { formWords } from '../../../../platform/http/form-state.ts';
import { emptyForm, type FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldSet, Form, fieldId } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../../platform/ui/notice/notice.tsx';
import { Section } from '../../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../../platform/ui/status/status.tsx';
import { type ApplicationState, ended, type Kind, kinds, way } from '../application/application.ts';
import { stateLook } from '../application/look.ts';
import { type Answers, problemsOf } from '../form/answers.ts';
import { Criteria, QuestionField } from '../form/fields.tsx';
import { announcedIn, type FormContent } from '../form/form.ts';
import type { OwnApplication } from './queries.ts';

type Forms = readonly { kind: Kind; content: FormContent }[];

/** To choose what one applies as and to give an address; the same form leads back to what was begun. */
export const BeginForm = ({ v, form, forms }: { v: Visit; form: FormState; forms: Forms }) => {
  const { t } = v;
  const { errors, error, value, field } = formWords(form, t);
  return (
    <Form action="/apply" guard={false} once={false}>
      <ErrorSummary t={t} errors={errors} />
      <Field
        t={t}
        name="kind"
        label={t('application.applyAs')}
        control="radios"
        required
        value={value('kind') || (forms.length === 1 ? forms[0]?.kind : undefined)}
        error={error('kind')}
        options={kinds
          .filter((kind) => forms.some((one) => one.kind === kind))
          .map((kind) => ({ value: kind, label: t(`application.kind.${kind}`), hint: t(`application.kindHint.${kind}`) }))}
      />
      <Field
        {...field('address')}
        label={t('application.address')}
        hint={t('application.addressHint')}
        control="text"
        required
        attributes={{ inputmode: 'email', autocomplete: 'email', autocapitalize: 'none', spellcheck: 'false' }}
      />
      <Actions t={t} submit={t('application.sendLink')} />
    </Form>
  );
};

/** What is wanted of each kind of applicant, and how many applied. */
export const Wanted = ({
  v,
  forms,
  figures,
}: {
  v: Visit;
  forms: Forms;
  figures: readonly { kind: Kind; open: number; accredited: number; rejected: number }[];
}) => (
  <>
    {forms.map(({ kind, content }) => {
      const known = figures.find((one) => one.kind === kind);
      return (
        <Section title={v.t(`application.kind.${kind}`)} id={kind}>
          {content.intro && <p>{textIn(content.intro, v.languages).text}</p>}
          {content.criteria.length > 0 && <p>{v.t('application.criteria')}</p>}
          <Criteria v={v} content={content} />
          <p class="small quiet">
            {v.t('application.figures', { open: known?.open ?? 0, accredited: known?.accredited ?? 0, rejected: known?.rejected ?? 0 })}
          </p>
        </Section>
      );
    })}
    {announcedIn(forms).length > 0 && (
      <p class="small">{v.t('application.announced', { lists: v.t.list(announcedIn(forms).map(({ name }) => name)) })}</p>
    )}
  </>
);

/** The questions, with what is missing above them. `checked`: the applicant wanted to hand it in, so every gap is marked. */
export const QuestionsForm = ({
  v,
  token,
  content,
  answers,
  checked,
}: {
  v: Visit;
  token: string;
  content: FormContent;
  answers: Answers;
  checked: boolean;
}) => {
  const { t } = v;
  const problems = problemsOf(content, answers);
  const wrong = (key: string) => {
    const problem = problems.find((one) => one.path[1] === key);
    // What was not reached yet is no mistake.
    return problem && (checked || answers[key] !== undefined) ? t(problem.key, problem.values) : undefined;
  };
  const label = (key: unknown) => {
    const question = content.questions.find((one) => one.key === key);
    return question ? textIn(question.label, v.languages).text : String(key);
  };
  return (
    <>
      {checked ? (
        <ErrorSummary
          t={t}
          errors={problems.map((one) => ({ name: `answers.${one.path[1]}`, message: `${label(one.path[1])}: ${t(one.key, one.values)}` }))}
        />
      ) : problems.length > 0 ? (
        <Disclosure summary={t('application.missing', { count: problems.length })}>
          <ul>
            {problems.map((one) => (
              <li>
                <a href={`#${fieldId(`answers.${one.path[1]}`)}`}>{label(one.path[1])}</a>
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : (
        <Notice t={t} tone="good" text={t('application.complete')} />
      )}
      <Form action={`/apply/${token}`} once={false}>
        {content.questions.map((question) => (
          <QuestionField v={v} question={question} answers={answers} error={wrong(question.key)} />
        ))}
        <Actions t={t} submit={t('application.saveForLater')} other={{ label: t('application.submit'), name: 'act', value: 'submit' }} />
        <p class="small quiet">{t('application.saveHint')}</p>
      </Form>
    </>
  );
};

/** Where the application stands on its way. */
export const WayView = ({
  v,
  application,
  steps,
}: {
  v: Visit;
  application: Pick<OwnApplication, 'state' | 'state_on' | 'held_from' | 'content'>;
  steps: readonly { state: ApplicationState; began_on: string }[];
}) => {
  const { t } = v;
  const planned: readonly ApplicationState[] = way.filter((state) => state !== 'vote' || application.content.rules.vote);
  const over = ended.includes(application.state);
  const coming = over ? [] : planned.slice(planned.indexOf(application.held_from ?? application.state) + 1);
  return (
    <ol class="flow">
      {steps.map((step, at) => (
        <li aria-current={at === steps.length - 1 ? 'step' : undefined}>
          <StatusChip {...stateLook[step.state]} label={t(`application.state.${step.state}`)} />{' '}
          <time class="quiet small" datetime={step.began_on}>
            {t.day(step.began_on)}
          </time>
        </li>
      ))}
      {coming.map((state) => (
        <li class="quiet">{t(`application.coming.${state}`)}</li>
      ))}
    </ol>
  );
};

export const ReplyForm = ({
  v,
  action,
  form,
  label,
  submit,
}: {
  v: Visit;
  action: string;
  form: FormState;
  label: string;
  submit: string;
}) => {
  const { errors, field } = formWords(form, v.t);
  return (
    <Form action={action}>
      <ErrorSummary t={v.t} errors={errors} />
      <Field {...field('text')} label={label} control="textarea" rows={4} required />
      <Actions t={v.t} submit={submit} />
    </Form>
  );
};

export const FilesPart = ({
  v,
  base,
  files,
  attachTo,
  form = emptyForm(),
}: {
  v: Visit;
  base: string;
  files: readonly { id: number; name: string; size: number }[];
  attachTo?: string | undefined;
  form?: FormState | undefined;
}) => (
  <FieldSet legend={v.t('application.files')}>
    {files.length === 0 ? (
      <p class="quiet">{v.t('application.noFiles')}</p>
    ) : (
      <ul>
        {files.map((file) => (
          <li>
            <a href={`${base}/files/${file.id}`}>
              <bdi>{file.name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    )}
    {attachTo && (
      <Form action={attachTo} files>
        <ErrorSummary t={v.t} errors={formWords(form, v.t).errors} />
        <Field
          t={v.t}
          name="file"
          label={v.t('application.attach')}
          hint={v.t('application.attachHint')}
          control="file"
          error={formWords(form, v.t).error('file')}
        />
        <Actions t={v.t} submit={v.t('application.attach')} />
      </Form>
    )}
  </FieldSet>
);
