import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { FieldRow, FieldSet } from '../../../platform/ui/form/form.tsx';

const amounts = ['planned', 'approved', 'spent'] as const;
const labels = { planned: 'plan.budgetPlanned', approved: 'plan.budgetApproved', spent: 'plan.budgetSpent' } as const;

/** A row for each fiscal year and an empty one; a row without a year is none. */
export const BudgetFields = ({ v, form }: { v: Visit; form: FormState }) => {
  const { t } = v;
  const given = Array.isArray(form.values.budget) ? (form.values.budget as Record<string, unknown>[]) : [];
  const { error } = formWords(form, t);
  return (
    <FieldSet legend={t('plan.budget')} hint={t('plan.budgetHint')}>
      {error('budget') && <p class="error">{error('budget')}</p>}
      {[...given, {} as Record<string, unknown>].map((year, at) => (
        <FieldRow>
          <Field
            t={t}
            id={`budget-${at}-year`}
            name={`budget[${at}].year`}
            label={t('plan.budgetYear')}
            control="text"
            value={shown(year.year)}
          />
          {amounts.map((amount) => (
            <Field
              t={t}
              id={`budget-${at}-${amount}`}
              name={`budget[${at}].${amount}`}
              label={t(labels[amount])}
              control="text"
              value={shown(year[amount])}
            />
          ))}
          <Field
            t={t}
            id={`budget-${at}-currency`}
            name={`budget[${at}].currency`}
            label={t('plan.budgetCurrency')}
            control="text"
            value={shown(year.currency) || 'USD'}
          />
        </FieldRow>
      ))}
    </FieldSet>
  );
};

const shown = (value: unknown): string =>
  value === null || value === undefined ? '' : String(Number.isFinite(Number(value)) && value !== '' ? Number(value) : value);
