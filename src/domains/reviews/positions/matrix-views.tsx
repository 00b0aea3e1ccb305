import type { HtmlEscapedString } from 'hono/utils/html';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import type { Terms } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { markup, raw } from '../../../platform/ui/markup.ts';
import type { MatrixCell, MatrixProps } from '../../../platform/ui/matrix/matrix.tsx';
import { shape } from '../../../platform/ui/status/shapes.ts';
import type { BodyOnReview, MatrixRow, matrixPageOf } from './matrix-queries.ts';
import { nameOf, stanceLook } from './views.tsx';

interface OfMatrix extends Pick<Awaited<ReturnType<typeof matrixPageOf>>, 'rows' | 'counts'> {
  v: Visit;
  terms: Terms;
  bodies: readonly BodyOnReview[];
}

type Look = ReturnType<typeof stanceLook>;

/** Recommendations down, bodies across; counts per stance at the end of each row, and of all rows of all pages at the foot of each column. */
export const matrixOf = ({ v, terms, rows, counts, bodies }: OfMatrix): MatrixProps => {
  const { t } = v;
  const stances = [...(terms.get('stance')?.keys() ?? [])];
  const looks = new Map<string | null, Look>([null, ...stances].map((stance) => [stance, stanceLook(terms, stance, v)]));
  const lookOf = (stance: string | null): Look => looks.get(stance) ?? stanceLook(terms, stance, v);
  const drawn = (of: ReadonlyMap<string, number>) =>
    markup`<div class="counts">${stances.map((stance) => {
      const count = of.get(stance);
      return count ? countMarkup(lookOf(stance), t.number(count)) : '';
    })}</div>`;
  const ofBody = Map.groupBy(counts, (one) => one.body_id);
  const states = new Map(['drafting', 'consulted'].map((state) => [state, t(`position.state.${state}`)]));
  const stale = t('position.stale');
  return {
    caption: t('matrix.caption'),
    corner: t('recommendation.one'),
    countLabel: t('matrix.counts'),
    columns: bodies.map((body) => ({
      label: nameOf(body, v),
      href: `/bodies/${body.ref}`,
      count: drawn(new Map(ofBody.get(body.id)?.map(({ stance, count }) => [stance ?? '', count]))),
    })),
    rows: rows.map((recommendation) => {
      const positions = new Map(recommendation.positions.map((position) => [position.body_id, position]));
      return {
        label: wordsOf(v, recommendation.title),
        reference: recommendation.number,
        href: `/recommendations/${recommendation.ref}`,
        cells: bodies.map((body): MatrixCell => {
          const position = positions.get(body.id);
          const marks = [position && states.get(position.state), position?.stale && stale].filter(Boolean).join(', ');
          return {
            ...lookOf(position?.stance ?? null),
            href: `/recommendations/${recommendation.ref}/positions/${body.ref}`,
            ...(marks ? { marks: `(${marks})` } : {}),
          };
        }),
        count: drawn(countsOf(recommendation.positions)),
      };
    }),
  };
};

const countMarkup = ({ tone, label, shape: drawing }: Look, count: string) =>
  markup`<span class="status ${tone}" title="${label}">${shape(drawing)}<span><span class="vh">${label} </span>${count}</span></span>`;

const wordsOf = (v: Visit, title: Texts): string | HtmlEscapedString => {
  const { text, language } = textIn(title, v.languages);
  if (language === v.language) return text;
  return markup`<span lang="${language}"${raw(directionOf(language) === 'rtl' ? ' dir="rtl"' : ' dir="ltr"')}>${text}</span>`;
};

const countsOf = (positions: MatrixRow['positions']): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { stance } of positions) if (stance) counts.set(stance, (counts.get(stance) ?? 0) + 1);
  return counts;
};

/** Asks for the column of a body that has no position yet, for those who may draft for it. */
export const BodyAsked = ({
  v,
  action,
  hidden,
  unknown,
}: {
  v: Visit;
  action: string;
  hidden: readonly (readonly [string, string])[];
  unknown: string | undefined;
}) => (
  <Form action={action} method="get">
    {hidden.map(([name, value]) => (
      <Hidden name={name} value={value} />
    ))}
    <Field
      t={v.t}
      name="body"
      label={v.t('matrix.addBody')}
      hint={v.t('matrix.addBodyHint')}
      control="text"
      value={unknown ?? ''}
      error={unknown === undefined ? undefined : v.t('body.unknown', { ref: unknown })}
    />
    <button class="button" type="submit">
      {v.t('matrix.addBodyShow')}
    </button>
  </Form>
);
