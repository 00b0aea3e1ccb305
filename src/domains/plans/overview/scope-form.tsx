import type { Visit } from '../../../platform/http/visit.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Chips, Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { attentions } from '../items/attention.ts';
import { itemKinds } from '../items/item.ts';
import { isNarrowed, type Scope } from './scope.ts';

interface Choices {
  reviews: readonly { ref: string; title: Texts }[];
  workstreams: readonly { ref: string; title: Texts }[];
  bodies: readonly { ref: string; name: Texts }[];
}

/** Which part of the plan is shown; `days` where the picture has a time. */
export const ScopeForm = ({
  v,
  path,
  scope,
  choices,
  days,
}: {
  v: Visit;
  path: string;
  scope: Scope;
  choices: Choices;
  days?: boolean;
}) => {
  const { t } = v;
  const select = (name: keyof Scope, label: string, options: readonly { value: string; label: string }[]) => (
    <Field t={t} name={name} label={label} control="select" none={t('plan.scopeAll')} value={scope[name]} options={[...options]} />
  );
  const named = (ref: string, text: Texts) => ({ value: ref, label: textIn(text, v.languages).text });
  return (
    <Disclosure summary={t('plan.scope')} open={isNarrowed(scope)}>
      <Form action={path} method="get">
        <FieldRow>
          {select(
            'review',
            t('plan.review'),
            choices.reviews.map((one) => named(one.ref, one.title)),
          )}
          {select(
            'body',
            t('plan.body'),
            choices.bodies.map((one) => named(one.ref, one.name)),
          )}
          {select(
            'workstream',
            t('plan.workstream'),
            choices.workstreams.map((one) => named(one.ref, one.title)),
          )}
        </FieldRow>
        <FieldRow>
          {select(
            'kind',
            t('plan.kind'),
            itemKinds.map((kind) => ({ value: kind, label: t(`plan.kind.${kind}`) })),
          )}
          {select(
            'attention',
            t('plan.attention'),
            attentions.map((one) => ({ value: one, label: t(`plan.attention.${one}`) })),
          )}
          {days && <Field t={t} name="from" label={t('plan.scopeFrom')} control="date" value={scope.from} />}
          {days && <Field t={t} name="to" label={t('plan.scopeTo')} control="date" value={scope.to} />}
        </FieldRow>
        <Actions t={t} submit={t('plan.scopeShow')} {...(isNarrowed(scope) ? { cancelHref: path } : {})} />
      </Form>
    </Disclosure>
  );
};

/** What asks for attention: each leads to the table under that filter. */
export const AttentionChips = ({ v }: { v: Visit }) => (
  <div class="no-print">
    <Chips
      label={v.t('plan.attention')}
      items={attentions.map((one) => ({ href: `/plans?attention=${one}`, label: v.t(`plan.attention.${one}`) }))}
    />
  </div>
);
