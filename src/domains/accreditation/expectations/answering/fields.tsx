import { formWords } from '../../../../platform/http/form-state.ts';
import type { FormState } from '../../../../platform/http/submit.ts';
import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Field } from '../../../../platform/ui/form/field.tsx';
import { FieldSet } from '../../../../platform/ui/form/form.tsx';
import { type Item, itemStates, type Question, registerFields } from '../campaign.ts';

interface Asked {
  questions: readonly Question[];
  answered_on: string | null;
  answers: Record<string, string>;
  expectations: Record<string, string>;
  changes: Record<string, string | null>;
  last: { answers: Record<string, string>; expectations: Record<string, string> } | null;
  website: string | null;
  email: string | null;
  city: string | null;
}

/** The questions of a report, filled in with what was typed, sent or said the last time, and with what the register says. */
export const AnswerFields = ({ v, form, report, items }: { v: Visit; form: FormState; report: Asked; items: readonly Item[] }) => {
  const { t } = v;
  const { error } = formWords(form, t);
  const answered = report.answered_on !== null;
  const before = answered ? report : report.last;
  const typed = (part: 'answers' | 'expectations' | 'changes', key: string): string | undefined => {
    const value = (form.values[part] as Record<string, unknown> | undefined)?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  return (
    <>
      <FieldSet legend={t('campaign.questions')}>
        {report.questions.map(({ key, kind, text }) => {
          const value = typed('answers', key) ?? before?.answers[key] ?? '';
          const shared = { t, name: `answers.${key}`, label: textIn(text, v.languages).text };
          return kind === 'yesNo' ? (
            <Field
              {...shared}
              control="radios"
              inline
              value={value}
              options={(['yes', 'no'] as const).map((one) => ({ value: one, label: t(`campaign.${one}`) }))}
            />
          ) : kind === 'number' ? (
            <Field {...shared} control="number" value={value} />
          ) : (
            <Field {...shared} control="textarea" rows={3} value={value} />
          );
        })}
      </FieldSet>
      {items.length > 0 && (
        <FieldSet legend={t('campaign.expectations')}>
          {items.map(({ key, text }) => (
            <Field
              t={t}
              name={`expectations.${key}`}
              label={textIn(text, v.languages).text}
              control="radios"
              inline
              value={typed('expectations', key) ?? before?.expectations[key] ?? ''}
              options={itemStates.map((state) => ({ value: state, label: t(`campaign.item.${state}`) }))}
            />
          ))}
        </FieldSet>
      )}
      <FieldSet legend={t('campaign.registerSays')} hint={t('campaign.registerHint')}>
        {registerFields.map((field) => (
          <Field
            t={t}
            name={`changes.${field}`}
            label={t(`organisation.${field}`)}
            control="text"
            value={typed('changes', field) ?? (answered ? report.changes[field] : undefined) ?? report[field] ?? ''}
            error={error('changes')}
          />
        ))}
      </FieldSet>
    </>
  );
};
