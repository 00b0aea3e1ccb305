import type { Child } from 'hono/jsx';
import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { type Item, type Question, questionKinds } from './campaign.ts';
import { mostItems } from './items.ts';

/** Where the lines of one list are changed, and what every change says of the list that was seen. */
export interface Place {
  /** A line is changed under `<path>/<key>`, added under `<path>/new`, removed under `<path>/<key>/removal`. */
  path: string;
  seen: Record<string, string>;
}

/** The lines of a list in their order; with a place for those who may change them. */
export const Lines = ({
  v,
  caption,
  lines,
  place,
}: {
  v: Visit;
  caption: string;
  lines: readonly (Item & Partial<Question>)[];
  place?: Place | undefined;
}) => {
  const { t } = v;
  const kinds = lines.some(({ kind }) => kind !== undefined);
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[
        { label: caption },
        ...(kinds ? [{ label: t('question.kind') }] : []),
        ...(place ? [{ label: t('membership.act'), acts: true }] : []),
      ]}
      rows={lines.map((line, at) => [
        <InLanguage page={v.language} {...textIn(line.text, v.languages)} />,
        ...(kinds ? [t(`question.kind.${line.kind ?? 'text'}`)] : []),
        ...(place
          ? [
              <span class="row">
                <a href={`${place.path}/${line.key}`}>{t('item.change')}</a>
                {at > 0 && (
                  <Move place={place} to={at} line={line}>
                    <span aria-hidden="true">↑</span>
                    <span class="vh">{t('item.up')}</span>
                  </Move>
                )}
                {at < lines.length - 1 && (
                  <Move place={place} to={at + 2} line={line}>
                    <span aria-hidden="true">↓</span>
                    <span class="vh">{t('item.down')}</span>
                  </Move>
                )}
              </span>,
            ]
          : []),
      ])}
    />
  );
};

const Move = ({ place, line, to, children }: { place: Place; line: Item; to: number; children?: Child }) => (
  <ButtonForm action={`${place.path}/${line.key}`} fields={{ ...place.seen, position: String(to) }}>
    {children}
  </ButtonForm>
);

/** One line of a list; `known` is missing where one is added. */
export const LineForm = ({
  v,
  form,
  place,
  back,
  known,
  label,
  kind = false,
}: {
  v: Visit;
  form: FormState;
  place: Place;
  back: string;
  known: (Item & Partial<Question>) | undefined;
  label: string;
  /** Whether it has a kind of answer. */
  kind?: boolean;
}) => {
  const { t } = v;
  const { error, value, field } = formWords(form, t);
  return (
    <>
      <Form action={`${place.path}/${known?.key ?? 'new'}`}>
        <Problems v={v} form={form} />
        {Object.entries(place.seen).map(([name, one]) => (
          <Hidden name={name} value={one} />
        ))}
        <Field
          t={t}
          name="text"
          label={label}
          error={error('text')}
          required
          {...textsControl(form.values.text ?? known?.text, v.language, 2)}
        />
        {kind && (
          <Field
            t={t}
            name="kind"
            label={t('question.kind')}
            control="select"
            value={value('kind') || (known?.kind ?? 'text')}
            options={questionKinds.map((each) => ({ value: each, label: t(`question.kind.${each}`) }))}
            error={error('kind')}
          />
        )}
        <Field
          {...field('position')}
          label={t('item.position')}
          hint={t('item.positionHint')}
          control="number"
          attributes={{ min: '1', max: String(mostItems) }}
        />
        <Actions t={t} submit={t('form.save')} cancelHref={back} />
      </Form>
      {known && (
        <Disclosure summary={t('item.remove')}>
          <p>{t('item.removeNote')}</p>
          <ButtonForm action={`${place.path}/${known.key}/removal`} fields={place.seen}>
            {t('item.remove')}
          </ButtonForm>
        </Disclosure>
      )}
    </>
  );
};
