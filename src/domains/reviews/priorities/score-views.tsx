import { Problems } from '../../../platform/audit/problems.tsx';
import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { Board } from '../../../platform/ui/board/board.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { boardQuadrants } from './board-views.tsx';
import { quadrantOfPoints, scale } from './priority.ts';
import type { Round, SheetRow, scoresOf } from './queries.ts';

/** A scorer's own cards; each moves by a form, with the reason as the new rationale. */
export const OwnBoard = ({ v, round, rows }: { v: Visit; round: Round; rows: readonly SheetRow[] }) => (
  <Board
    t={v.t}
    label={v.t('priority.ownBoard')}
    quadrants={boardQuadrants(v)}
    reasonRequired
    cards={rows.flatMap((row) =>
      row.own
        ? [
            {
              id: row.ref,
              quadrant: quadrantOfPoints(row.own),
              reference: row.number,
              title: <ShortText v={v} text={row.title} />,
              href: `/rounds/${round.id}/scores/${row.ref}`,
              note: v.t('priority.ownPoints', { urgency: row.own.urgency, importance: row.own.importance }),
              ...(round.over ? {} : { moveAction: `/rounds/${round.id}/moves`, version: row.own.version }),
            },
          ]
        : [],
    )}
  />
);

export const ToScore = ({ v, round, rows }: { v: Visit; round: Round; rows: readonly SheetRow[] }) => (
  <ul class="flow">
    {rows.map((row) => (
      <li>
        <a href={`/rounds/${round.id}/scores/${row.ref}`}>
          <span class="reference">{row.ref}</span> <ShortText v={v} text={row.title} />
        </a>
      </li>
    ))}
  </ul>
);

export const ScoreForm = ({
  v,
  form,
  round,
  recommendation,
  version,
}: {
  v: Visit;
  form: FormState;
  round: Round;
  recommendation: { ref: string };
  version: number;
}) => {
  const { t } = v;
  const { field } = formWords(form, t);
  const side = (name: 'urgency' | 'importance') => (
    <Field
      {...field(name)}
      label={t(`priority.${name}`)}
      control="radios"
      required
      options={scale.map((points) => ({ value: String(points), label: t(`priority.${name}.${points}`) }))}
    />
  );
  return (
    <Form action={`/rounds/${round.id}/scores/${recommendation.ref}`} version={version}>
      <Problems v={v} form={form} />
      <FieldRow>
        {side('urgency')}
        {side('importance')}
      </FieldRow>
      <Field {...field('rationale')} label={t('priority.rationale')} hint={t('priority.rationaleHint')} control="textarea" required />
      <Actions t={t} submit={t('priority.saveScore')} cancelHref={`/rounds/${round.id}`} />
    </Form>
  );
};

export const ScoresTable = ({ v, scores }: { v: Visit; scores: Awaited<ReturnType<typeof scoresOf>> }) => (
  <Table
    caption={v.t('priority.scores')}
    captionHidden
    columns={[
      { label: v.t('priority.scorer') },
      { label: v.t('priority.urgency'), number: true },
      { label: v.t('priority.importance'), number: true },
      { label: v.t('priority.rationale') },
    ]}
    rows={scores.map((score) => [
      score.body ? v.t('priority.nameOfBody', { name: score.name, body: score.body }) : score.name,
      v.t.number(score.urgency),
      v.t.number(score.importance),
      score.rationale,
    ])}
  />
);
