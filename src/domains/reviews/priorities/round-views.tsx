import { raw } from 'hono/html';
import { spread as spreadChart } from '../../../platform/charts/charts.ts';
import { formWords, textsControl } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Board } from '../../../platform/ui/board/board.tsx';
import { Meter, Spread as SpreadLine } from '../../../platform/ui/figures/figures.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, FieldSet, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { ConflictNotice } from '../conflict.tsx';
import { ShortText } from '../recommendations/views.tsx';
import { disagreement, mediansOf, quadrantOfPoints, type Range, scale, suggestedLevel } from './priority.ts';
import type { candidates, Round, SheetRow, scorersOf, scoresOf } from './queries.ts';
import { boardQuadrants } from './views.tsx';

export const RoundState = ({ v, round }: { v: Visit; round: Round }) => (
  <StatusChip tone={round.over ? 'done' : 'active'} label={v.t(round.over ? 'priority.roundIsOver' : 'priority.roundRuns')} />
);

export const RoundsTable = ({ v, rounds }: { v: Visit; rounds: readonly Round[] }) => {
  const { t } = v;
  return (
    <Table
      caption={t('priority.rounds')}
      captionHidden
      columns={[
        { label: t('priority.round') },
        { label: t('priority.state') },
        { label: t('priority.closesOn'), nowrap: true },
        { label: t('priority.given') },
      ]}
      rows={rounds.map((round) => [
        <a href={`/rounds/${round.id}`}>
          {t('priority.roundNumber', { number: round.number })}: <ShortText v={v} text={round.title} />
        </a>,
        <RoundState v={v} round={round} />,
        round.closes_on && <time datetime={round.closes_on}>{t.day(round.closes_on)}</time>,
        <Meter t={t} value={Number(round.scores)} of={Number(round.scorers) * Number(round.recommendations)} />,
      ])}
    />
  );
};

const InWords = ({ v, range }: { v: Visit; range: Range }) => (
  <SpreadLine
    t={v.t}
    from={1}
    to={4}
    {...range}
    words={{ low: v.t.number(range.low), median: v.t.number(range.median), high: v.t.number(range.high) }}
  />
);

/** Recommendations by disagreement, those of which the reader may see nothing last. */
export const byDisagreement = (rows: readonly SheetRow[]): SheetRow[] =>
  [...rows].sort((a, b) => (b.spread ? disagreement(b.spread) : -1) - (a.spread ? disagreement(a.spread) : -1) || a.position - b.position);

export const SpreadTable = ({
  v,
  round,
  rows,
  before,
}: {
  v: Visit;
  round: Round;
  rows: readonly SheetRow[];
  before: readonly SheetRow[];
}) => {
  const { t } = v;
  const earlier = new Map(before.map((row) => [row.id, row.spread]));
  const names = round.may_manage || round.is_scorer;
  return (
    <Table
      caption={t('priority.spread')}
      captionHidden
      columns={[
        { label: t('priority.recommendation') },
        { label: t('priority.urgency') },
        { label: t('priority.importance') },
        ...(before.length > 0 ? [{ label: t('priority.before') }] : []),
        { label: t('priority.answered'), number: true },
        ...(names ? [{ label: t('priority.notAnswered') }] : []),
        { label: t('priority.suggested') },
      ]}
      rows={byDisagreement(rows).map((row) => {
        const old = earlier.get(row.id);
        return [
          <a href={round.is_scorer || round.may_manage ? `/rounds/${round.id}/scores/${row.ref}` : `/recommendations/${row.ref}`}>
            <span class="reference">{row.ref}</span> <ShortText v={v} text={row.title} />
          </a>,
          row.spread ? <InWords v={v} range={row.spread.urgency} /> : <Unseen v={v} round={round} row={row} />,
          row.spread && <InWords v={v} range={row.spread.importance} />,
          ...(before.length > 0
            ? [
                old &&
                  t('priority.medians', {
                    urgency: t.number(old.urgency.median),
                    importance: t.number(old.importance.median),
                    level: t(`priority.${suggestedLevel(mediansOf(old))}`),
                  }),
              ]
            : []),
          t('priority.answeredOf', { answered: Number(row.answered), scorers: Number(row.scorers) }),
          ...(names ? [<Missing v={v} row={row} />] : []),
          row.spread && t(`priority.${suggestedLevel(mediansOf(row.spread))}`),
        ];
      })}
    />
  );
};

/** Why there is no spread to see. */
const Unseen = ({ v, round, row }: { v: Visit; round: Round; row: SheetRow }) => {
  const ownFirst = round.is_scorer && !round.over && !row.own;
  return (
    <span class="quiet">
      {v.t(ownFirst ? 'priority.afterOwn' : Number(row.answered) === 0 ? 'priority.nobodyYet' : 'priority.forScorers')}
    </span>
  );
};

const Missing = ({ v, row }: { v: Visit; row: SheetRow }) =>
  row.missing && row.missing.length > 0 ? (
    <span class="small">
      {v.t.list(row.missing.map((one) => (one.body ? v.t('priority.nameOfBody', { name: one.name, body: one.body }) : one.name)))}
    </span>
  ) : null;

/** Both scales drawn, with the same figures as tables. */
export const SpreadCharts = ({ v, rows }: { v: Visit; rows: readonly SheetRow[] }) => {
  const seen = rows.filter((row) => row.spread);
  if (seen.length === 0) return null;
  return (
    <>
      {(['urgency', 'importance'] as const).map((side) => (
        <SpreadChart v={v} side={side} rows={seen} />
      ))}
    </>
  );
};

const SpreadChart = ({ v, side, rows }: { v: Visit; side: 'urgency' | 'importance'; rows: readonly SheetRow[] }) => {
  const { t } = v;
  const figure = spreadChart({
    title: t(`priority.chart.${side}`),
    language: v.language,
    rowTitle: t('priority.recommendation'),
    rows: rows.map((row) => ({
      label: `${row.number} ${textIn(row.title, v.languages).text}`,
      ...(row.spread?.[side] ?? { low: 1, median: 1, high: 1 }),
      n: Number(row.answered),
    })),
    words: { low: t('priority.lowest'), median: t('priority.median'), high: t('priority.highest'), n: t('priority.answered') },
    scale: [1, 4],
  });
  return (
    <figure>
      {raw(figure.svg)}
      <figcaption class="small">{figure.caption}</figcaption>
      {figure.table && (
        <Disclosure summary={t('priority.asTable')}>
          <Table
            caption={figure.caption}
            captionHidden
            columns={figure.table.header.map((cell, at) => ({ label: cell.text, number: at > 0 }))}
            rows={figure.table.rows.map((cells) => cells.map((cell) => cell.text))}
          />
        </Disclosure>
      )}
    </figure>
  );
};

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
  const { errors, error, value } = formWords(form, t);
  const side = (name: 'urgency' | 'importance') => (
    <Field
      t={t}
      name={name}
      label={t(`priority.${name}`)}
      control="radios"
      required
      value={value(name)}
      error={error(name)}
      options={scale.map((points) => ({ value: String(points), label: t(`priority.${name}.${points}`) }))}
    />
  );
  return (
    <Form action={`/rounds/${round.id}/scores/${recommendation.ref}`} version={version}>
      <ErrorSummary t={t} errors={errors} />
      <ConflictNotice v={v} form={form} />
      <FieldRow>
        {side('urgency')}
        {side('importance')}
      </FieldRow>
      <Field
        t={t}
        name="rationale"
        label={t('priority.rationale')}
        hint={t('priority.rationaleHint')}
        control="textarea"
        required
        value={value('rationale')}
        error={error('rationale')}
      />
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

export const ScorersTable = ({
  v,
  round,
  scorers,
  error,
}: {
  v: Visit;
  round: Round;
  scorers: Awaited<ReturnType<typeof scorersOf>>;
  error?: { person: string; message: string } | undefined;
}) => {
  const { t } = v;
  const removes = round.may_manage && !round.over;
  return (
    <Table
      caption={t('priority.scorers')}
      captionHidden
      columns={[
        { label: t('priority.scorer') },
        { label: t('priority.speaksFor') },
        { label: t('priority.given') },
        ...(removes ? [{ label: t('priority.dismiss') }] : []),
      ]}
      rows={scorers.map((scorer) => [
        scorer.name,
        scorer.body_acronym ?? scorer.body_ref,
        <Meter t={t} value={Number(scorer.scored)} of={Number(round.recommendations)} />,
        ...(removes
          ? [
              <Disclosure summary={t('priority.dismiss')} open={error?.person === String(scorer.person_id)}>
                <Form action={`/rounds/${round.id}/dismissals`}>
                  <Hidden name="person" value={String(scorer.person_id)} />
                  <Field
                    t={t}
                    name="reason"
                    id={`dismiss-${scorer.person_id}`}
                    label={t('priority.reason')}
                    control="text"
                    required
                    error={error?.person === String(scorer.person_id) ? error.message : undefined}
                  />
                  <Actions t={t} submit={t('priority.dismiss')} danger />
                </Form>
              </Disclosure>,
            ]
          : []),
      ])}
    />
  );
};

type Candidates = Awaited<ReturnType<typeof candidates>>;

export const RoundForm = ({
  v,
  form,
  action,
  cancelHref,
  people,
  bodies,
  earlier,
}: {
  v: Visit;
  form: FormState;
  action: string;
  cancelHref: string;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
  earlier: readonly Round[];
}) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Form action={action}>
      <ErrorSummary t={t} errors={errors} />
      <ConflictNotice v={v} form={form} />
      <Field
        t={t}
        name="title"
        label={t('priority.roundTitle')}
        hint={t('priority.roundTitleHint')}
        required
        error={error('title')}
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field
        t={t}
        name="closesOn"
        label={t('priority.closesOn')}
        hint={t('priority.closesOnHint')}
        control="date"
        value={value('closesOn')}
        error={error('closesOn')}
      />
      {earlier.length > 0 && (
        <Field
          t={t}
          name="after"
          label={t('priority.copyScorers')}
          hint={t('priority.copyScorersHint')}
          control="select"
          none={t('priority.copyNobody')}
          value={value('after')}
          error={error('after')}
          options={earlier.map((round) => ({
            value: String(round.id),
            label: `${t('priority.roundNumber', { number: round.number })}: ${textIn(round.title, v.languages).text}`,
          }))}
        />
      )}
      <Invitations v={v} form={form} people={people} bodies={bodies} error={error('scorers')} />
      <Actions t={t} submit={t('priority.openRound')} cancelHref={cancelHref} />
    </Form>
  );
};

export const InvitationForm = ({
  v,
  form,
  round,
  people,
  bodies,
}: {
  v: Visit;
  form: FormState;
  round: Round;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
}) => {
  const { errors, error } = formWords(form, v.t);
  return (
    <Form action={`/rounds/${round.id}/invitations`}>
      <ErrorSummary t={v.t} errors={errors} />
      <Invitations v={v} form={form} people={people} bodies={bodies} error={error('scorers')} />
      <Actions t={v.t} submit={v.t('priority.invite')} />
    </Form>
  );
};

const furtherLines = 3;

/** Everyone with a role for a body, to tick, and a few lines for others by their address. */
const Invitations = ({
  v,
  form,
  people,
  bodies,
  error,
}: {
  v: Visit;
  form: FormState;
  people: Candidates;
  bodies: readonly { value: string; label: string }[];
  error: string | undefined;
}) => {
  const { t } = v;
  const typed = (Array.isArray(form.values.scorers) ? form.values.scorers : []) as {
    person?: unknown;
    address?: unknown;
    body?: unknown;
  }[];
  const ticked = (person: number, body: string) => typed.some((one) => String(one.person ?? '') === String(person) && one.body === body);
  const further = typed.filter((one) => !one.person && one.address);
  return (
    <FieldSet legend={t('priority.scorers')} hint={t('priority.scorersHint')}>
      {error && (
        <p class="error" id="f-scorers">
          {error}
        </p>
      )}
      <div class="choices">
        {people.map((one, at) => (
          <label class="choice">
            <input type="hidden" name={`scorers[${at}].body`} value={one.body} />
            <input type="checkbox" name={`scorers[${at}].person`} value={String(one.person)} checked={ticked(one.person, one.body)} />
            <span>{t('priority.nameOfBody', { name: one.name, body: one.acronym ?? one.body })}</span>
          </label>
        ))}
      </div>
      {Array.from({ length: furtherLines }, (_, line) => (
        <FieldRow>
          <Field
            t={t}
            name={`scorers[${people.length + line}].address`}
            label={t('priority.byAddress')}
            control="email"
            value={String(further[line]?.address ?? '')}
          />
          <Field
            t={t}
            name={`scorers[${people.length + line}].body`}
            label={t('priority.speaksFor')}
            control="select"
            none={t('priority.noBody')}
            value={String(further[line]?.body ?? '')}
            options={bodies}
          />
        </FieldRow>
      ))}
    </FieldSet>
  );
};

export const RoundChangeForm = ({ v, form, round, version }: { v: Visit; form: FormState; round: Round; version: number }) => {
  const { t } = v;
  const { errors, error, value } = formWords(form, t);
  return (
    <Form action={`/rounds/${round.id}`} version={version}>
      <ErrorSummary t={t} errors={errors} />
      <ConflictNotice v={v} form={form} />
      <Field
        t={t}
        name="title"
        label={t('priority.roundTitle')}
        required
        error={error('title')}
        {...textsControl(form.values.title, v.language, 1)}
      />
      <Field
        t={t}
        name="closesOn"
        label={t('priority.closesOn')}
        hint={t('priority.closesOnHint')}
        control="date"
        value={value('closesOn')}
        error={error('closesOn')}
      />
      <Actions t={t} submit={t('priority.changeRound')} />
    </Form>
  );
};
