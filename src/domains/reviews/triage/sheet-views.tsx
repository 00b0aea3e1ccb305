import type { Child } from 'hono/jsx';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, ErrorSummary, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { type Shape, shape } from '../../../platform/ui/status/shapes.ts';
import { Mark, StatusChip } from '../../../platform/ui/status/status.tsx';
import { Region, Table } from '../../../platform/ui/table/table.tsx';
import { Time, type Tone } from '../../../platform/ui/words.tsx';
import { ShortText } from '../recommendations/views.tsx';
import type { Sheet, SheetBody, SheetCell, StageOfBody } from './sheet.ts';
import { type Stage, stages } from './triage.ts';
import { bodyLabel, type NamedBody } from './views.tsx';

const stageLooks: Readonly<Record<Stage, { tone: Tone; shape: Shape }>> = {
  untriaged: { tone: 'off', shape: 'ring' },
  triagedByStaff: { tone: 'neutral', shape: 'dot' },
  signOffAsked: { tone: 'waiting', shape: 'clock' },
  underReview: { tone: 'active', shape: 'half' },
  reviewed: { tone: 'active', shape: 'full' },
  implementing: { tone: 'active', shape: 'progress' },
  signedOff: { tone: 'done', shape: 'check' },
};

export const named = (body: SheetBody): NamedBody => ({ ...body, parent: body.parent ? (body.parent.acronym ?? body.parent.ref) : null });

/** Recommendations down, bodies across; below the head of each column how far that body is. */
export const SheetTable = ({ v, sheet, terms }: { v: Visit; sheet: Sheet; terms: Terms }) => {
  const { t } = v;
  const label = labelsOf(v, sheet.bodies);
  return (
    <Region label={t('triage.sheetCaption')}>
      <table class="table matrix stack">
        <caption class="vh">{t('triage.sheetCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('triage.recommendation')}</th>
            {sheet.bodies.map((body) => (
              <th scope="col">
                {body.parent && (
                  <span class="quiet">{t('triage.nested', { parent: body.parent.acronym ?? body.parent.ref, body: '' })}</span>
                )}
                <a href={`/bodies/${body.ref}`}>{bodyLabel(v, { ...body, parent: null })}</a> {body.own && <Mark>{t('triage.own')}</Mark>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('triage.stage')}</th>
            {sheet.bodies.map((body) => (
              <td data-label={label(body)}>
                <StageMark v={v} body={body} />
              </td>
            ))}
          </tr>
          {sheet.rows.map((row) => (
            <tr>
              <th scope="row">
                <span class="reference quiet">{row.number}</span>{' '}
                <a href={`/recommendations/${row.ref}`}>
                  <ShortText v={v} text={row.title} />
                </a>
              </th>
              {sheet.bodies.map((body) => (
                <Cell v={v} terms={terms} label={label(body)} row={row.ref} cell={sheet.cell(row, body)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  );
};

/** Folded into cards, each value is named by its body alone, and by what holds it only where two are called the same. */
const labelsOf = (v: Visit, bodies: readonly SheetBody[]) => {
  const short = (body: SheetBody) => bodyLabel(v, { ...body, parent: null });
  const names = bodies.map(short);
  return (body: SheetBody) => (names.filter((name) => name === short(body)).length > 1 ? bodyLabel(v, named(body)) : short(body));
};

const StageMark = ({ v, body }: { v: Visit; body: SheetBody }) => (
  <div>
    <StatusChip {...stageLooks[body.stage]} label={v.t(`triage.stage.${body.stage}`)} />
    {body.stageOn && (
      <p class="meta">
        <Time when={{ iso: body.stageOn, text: v.t.day(body.stageOn) }} />
      </p>
    )}
    {body.dueOn && (
      <p class="meta">
        {v.t('triage.due')} <Time when={{ iso: body.dueOn, text: v.t.day(body.dueOn) }} />
      </p>
    )}
    {body.overdue && <StatusChip tone="problem" label={v.t('triage.isOverdue')} />}
    {body.stageNote && (
      <p class="small">
        <ShortText v={v} text={body.stageNote} />
      </p>
    )}
  </div>
);

/** Priority and class of coordination, as a shape and words. How far the body is stands at the head of its column. */
const Cell = ({ v, terms, label, row, cell }: { v: Visit; terms: Terms; label: string; row: string; cell: SheetCell | undefined }) => {
  if (!cell) return <td />;
  const term = cell.coordination_class ? terms.get('coordination')?.get(cell.coordination_class) : undefined;
  const words = termIn(terms, 'coordination', cell.coordination_class, v.languages);
  const said = cell.priority || words;
  return (
    <td class={term?.tone ?? (said ? 'neutral' : 'off')} data-label={label}>
      <a class="status" href={`/triage/${encodeURIComponent(cell.batch)}#${row}`}>
        {shape((term?.shape as Shape | undefined) ?? (said ? 'dot' : 'ring'))}
        <span>
          {cell.priority && <strong>{cell.priority}</strong>}
          {cell.priority && words && ' · '}
          {said ? words : v.t('triage.nothingSaid')}
        </span>
        {cell.state === 'proposed' && <span class="quiet"> ({v.t('triage.notSentMark')})</span>}
      </a>
    </td>
  );
};

export interface StageFormProps {
  v: Visit;
  review: { ref: string };
  form: FormState;
  bodies: readonly { value: string; label: string }[];
}

/** Says by hand how far a body is. */
export const StageForm = ({ v, review, form, bodies }: StageFormProps) => {
  const { t } = v;
  const { errors, error, value, field } = formWords(form, t);
  return (
    <Disclosure summary={t('triage.setStage')} open={form.problems.length > 0}>
      <Form action={`/reviews/${review.ref}/triage/stages`} label={t('triage.setStage')}>
        <ErrorSummary t={t} errors={errors} />
        <FieldRow>
          <Field {...field('body')} control="select" label={t('triage.body')} none={t('triage.choose')} options={bodies} required />
          <Field
            {...field('stage')}
            control="select"
            label={t('triage.stage')}
            none={t('triage.choose')}
            options={stages.map((stage) => ({ value: stage, label: t(`triage.stage.${stage}`) }))}
            required
          />
          <Field
            t={t}
            control="date"
            name="asOf"
            label={t('triage.asOf')}
            value={value('asOf') || v.today}
            error={error('asOf')}
            attributes={{ max: v.today }}
          />
        </FieldRow>
        <Field t={t} name="note" label={t('triage.stageNote')} error={error('note')} {...textsControl(form.values.note, v.language, 2)} />
        <Actions t={t} submit={t('triage.setStage')} />
      </Form>
    </Disclosure>
  );
};

/** Every stage that was recorded, newest first. */
export const StageHistory = ({ v, review, stages: rows }: { v: Visit; review: { ref: string }; stages: readonly StageOfBody[] }) => {
  const { t } = v;
  const editable = rows.some((row) => row.may_propose);
  return (
    <Disclosure summary={t('triage.stages', { count: rows.length })}>
      <Table
        caption={t('triage.stageHistory')}
        captionHidden
        columns={[
          { label: t('triage.asOf'), nowrap: true },
          { label: t('triage.body') },
          { label: t('triage.stage') },
          { label: t('triage.stageNote') },
          ...(editable ? [{ label: t('triage.act') }] : []),
        ]}
        rows={rows.map((row): Child[] => [
          t.day(row.as_of),
          row.acronym ?? textIn(row.name, v.languages).text,
          <StatusChip {...stageLooks[row.stage]} label={t(`triage.stage.${row.stage}`)} />,
          row.note && <ShortText v={v} text={row.note} />,
          ...(editable
            ? [
                row.may_propose && (
                  <ButtonForm action={`/reviews/${review.ref}/triage/stages/${row.id}/removal`}>{t('triage.removeStage')}</ButtonForm>
                ),
              ]
            : []),
        ])}
      />
    </Disclosure>
  );
};
