import type { Visit } from '../../../../platform/http/visit.ts';
import { countryName } from '../../../../platform/i18n/countries.ts';
import { languageName, languages } from '../../../../platform/i18n/languages.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { Facts } from '../../../../platform/ui/record/record.tsx';
import { countryOptions } from '../../../community/index.ts';
import { type Answers, read } from './answers.ts';
import type { FormContent, Question } from './form.ts';

/** One question as a field; an unfinished answer stands in it as it was typed. */
export const QuestionField = ({
  v,
  question,
  answers,
  error,
}: {
  v: Visit;
  question: Question;
  answers: Answers;
  error?: string | undefined;
}) => {
  const { t } = v;
  const name = `answers.${question.key}`;
  const answer = answers[question.key];
  const one = Array.isArray(answer) ? (answer.at(-1) ?? '') : (answer ?? '');
  const several = Array.isArray(answer) ? answer : answer ? answer.split(/\s*[;,]\s*/) : [];
  const common = {
    t,
    name,
    error,
    label: textIn(question.label, v.languages).text,
    hint: question.help ? textIn(question.help, v.languages).text : undefined,
    required: question.required,
  };
  const options = (question.choices ?? []).map(({ key, label }) => ({ value: key, label: textIn(label, v.languages).text }));
  switch (question.control) {
    case 'text':
      return <Field {...common} control="textarea" value={one} rows={4} />;
    case 'country':
      return <Field {...common} control="select" none={t('form.choose')} value={one} options={countryOptions(v.language)} />;
    case 'choice':
      return <Field {...common} control="radios" value={one} options={options} />;
    case 'yesNo':
      return (
        <Field
          {...common}
          control="radios"
          inline
          value={one}
          options={[
            { value: 'yes', label: t('application.yes') },
            { value: 'no', label: t('application.no') },
          ]}
        />
      );
    case 'confirm':
      return (
        <>
          <input type="hidden" name={name} value="no" />
          <Field {...common} control="checkbox" value="yes" checked={one === 'yes'} />
        </>
      );
    case 'several':
    case 'languages':
      return (
        <>
          <input type="hidden" name={name} value="" />
          <Field
            {...common}
            control="checkboxes"
            inline
            values={several}
            options={question.control === 'languages' ? spoken(v.language, several) : options}
          />
        </>
      );
    default:
      return (
        <Field
          {...common}
          control="text"
          value={one}
          attributes={
            question.control === 'email' || question.control === 'url'
              ? { inputmode: question.control, autocapitalize: 'none', spellcheck: 'false' }
              : question.control === 'whole'
                ? { inputmode: 'numeric' }
                : undefined
          }
        />
      );
  }
};

const spoken = (language: string, chosen: readonly string[]) =>
  [...new Set([...languages.map(({ code }) => code), ...chosen])].map((code) => ({ value: code, label: languageName(code, language) }));

/** The answers in the words of a reader. */
export const AnswerFacts = ({ v, content, answers }: { v: Visit; content: FormContent; answers: Answers }) => {
  const label = (question: Question) => textIn(question.label, v.languages).text;
  const open = content.questions.filter(({ key }) => answers[key] === undefined).map(label);
  return (
    <>
      <Facts
        wide
        facts={content.questions.map((question) => {
          const answer = answers[question.key];
          return { label: label(question), value: answer !== undefined && <bdi>{inWords(v, question, answer)}</bdi> };
        })}
      />
      {open.length > 0 && <p class="small quiet">{v.t('application.notAnswered', { questions: v.t.list(open) })}</p>}
    </>
  );
};

const inWords = (v: Visit, question: Question, answer: string | string[]): string => {
  const { t } = v;
  const meant = read(question, answer);
  const chosen = (key: unknown): string => {
    const found = question.choices?.find((one) => one.key === key);
    return found ? textIn(found.label, v.languages).text : String(key);
  };
  if (meant === undefined) return [answer].flat().join(', ');
  if (question.control === 'country') return countryName(String(meant), v.language);
  if (question.control === 'choice') return chosen(meant);
  if (question.control === 'several') return t.list((meant as string[]).map(chosen));
  if (question.control === 'languages') return t.list((meant as string[]).map((code) => languageName(code, v.language)));
  if (typeof meant === 'boolean') return t(meant ? 'application.yes' : 'application.no');
  if (typeof meant === 'number') return t.number(meant);
  return [answer].flat().join(', ');
};

export const Criteria = ({ v, content }: { v: Visit; content: FormContent }) =>
  content.criteria.length === 0 ? null : (
    <div class="prose">
      <ol>
        {content.criteria.map(({ label }) => (
          <li>{textIn(label, v.languages).text}</li>
        ))}
      </ol>
    </div>
  );
