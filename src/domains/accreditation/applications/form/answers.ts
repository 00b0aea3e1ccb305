import { z } from 'zod';
import type { Problem } from '../../../../platform/errors.ts';
import {
  choice,
  country,
  email,
  fieldProblems,
  flexibleDay,
  language,
  line,
  many,
  text,
  url,
  whole,
  yesNo,
} from '../../../../platform/fields.ts';
import type { FormContent, Meaning, Question } from './form.ts';

/** What an applicant typed, as it was typed: an unfinished answer is kept too. */
export type Answers = Record<string, string | string[]>;

const typed = text({ min: 0, max: 10_000 });

export const answersSchema = z.record(
  z.string().max(60),
  z.union([typed, z.array(line({ min: 0, max: 500 })).max(60)]),
) as unknown as z.ZodType<Answers>;

/** Only what the form asks; a question that is not spoken of keeps its answer. */
export const mergeAnswers = ({ questions }: FormContent, known: Answers, said: Answers): Answers =>
  Object.fromEntries(
    questions.flatMap(({ key }): [string, string | string[]][] => {
      const answer = Object.hasOwn(said, key) ? said[key] : known[key];
      const kept = Array.isArray(answer) ? answer.filter(Boolean) : answer;
      return kept === undefined || kept.length === 0 ? [] : [[key, kept]];
    }),
  );

/** What keeps a form from being complete: answers that are missing and answers that cannot be meant. */
export const problemsOf = ({ questions }: FormContent, answers: Answers): Problem[] =>
  questions.flatMap((question) => {
    const answer = answers[question.key];
    const empty = answer === undefined || answer.length === 0;
    if (empty) return question.required ? [problem(question, 'field.required')] : [];
    if (question.control === 'confirm')
      return question.required && read(question, answer) !== true ? [problem(question, 'application.confirmNeeded')] : [];
    const parsed = schemaOf(question).safeParse(answer);
    return parsed.success
      ? []
      : fieldProblems(parsed.error)
          .slice(0, 1)
          .map((one) => ({ ...one, path: ['answers', question.key] }));
  });

const problem = ({ key }: Question, message: string): Problem => ({ path: ['answers', key], key: message });

/** The answers of a complete form by what they are for the register, in their stored form. */
export const meantBy = ({ questions }: FormContent, answers: Answers): Partial<Record<Meaning, unknown>> =>
  Object.fromEntries(
    questions.flatMap((question): [string, unknown][] => {
      const answer = answers[question.key];
      return question.means && answer !== undefined && answer.length > 0 ? [[question.means, read(question, answer)]] : [];
    }),
  );

/** The answer as it is meant, or undefined where it cannot be. */
export const read = (question: Question, answer: string | string[]): unknown => {
  const parsed = schemaOf(question).safeParse(answer);
  return parsed.success ? parsed.data : undefined;
};

const schemaOf = ({ control, choices }: Question): z.ZodType => {
  const keys = (choices ?? []).map(({ key }) => key) as [string, ...string[]];
  switch (control) {
    case 'choice':
      return choice(keys);
    case 'several':
      return many(choice(keys));
    default:
      return plain[control];
  }
};

const plain = {
  line: line({ max: 500 }),
  text: text({ max: 10_000 }),
  email: email(),
  url: url(),
  country: country(),
  whole: whole(0, 1_000_000_000),
  day: flexibleDay(),
  confirm: yesNo(),
  yesNo: yesNo(),
  languages: many(language(), { commas: true }),
};
