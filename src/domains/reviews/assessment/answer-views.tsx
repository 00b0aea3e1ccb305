import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import type { Shape } from '../../../platform/ui/status/shapes.ts';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import type { Tone } from '../../../platform/ui/words.tsx';
import { LongText } from '../recommendations/views.tsx';
import { type Answer, adopted } from './assessment.ts';
import type { AnswerOfBody } from './queries.ts';
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
