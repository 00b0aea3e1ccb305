import type { Child } from 'hono/jsx';
import { Problems } from '../audit/problems.tsx';
import { labelOf } from '../audit/value-view.tsx';
import type { FormState } from '../http/submit.ts';
import type { Visit } from '../http/visit.ts';
import { Actions, ButtonForm, Form, Hidden } from '../ui/form/form.tsx';
import { EmptyState, Notice } from '../ui/notice/notice.tsx';
import { Section } from '../ui/record/record.tsx';
import { Mark } from '../ui/status/status.tsx';
import { Table } from '../ui/table/table.tsx';
import { type Moved, moveOf, movesKnown, type Side, type Stayed, sides } from './merging.ts';
import type { MergeDone } from './queries.ts';

/** One of two records, as one recognises it. */
export interface Recognised {
  /** By which paths and commands name it. */
  key: string;
  name: string;
  href: string;
  about: readonly string[];
}

export interface Pair {
  one: Recognised;
  other: Recognised;
  /** Why they may be the same, in words. */
  why: readonly string[];
  /** Their letters only look alike. */
  lookalike: boolean;
}

export const Pairs = ({ v, path, pairs, apart }: { v: Visit; path: string; pairs: readonly Pair[]; apart: boolean }) => {
  const { t } = v;
  if (pairs.length === 0) return <EmptyState title={t(apart ? 'merge.noneApart' : 'merge.none')} text={t('merge.noneHint')} />;
  return (
    <Table
      caption={t('merge.pairs')}
      captionHidden
      columns={['merge.one', 'merge.other', 'merge.why', 'merge.act'].map((key) => ({ label: t(key), acts: key === 'merge.act' }))}
      rows={pairs.map((pair) => [
        <Recognise one={pair.one} />,
        <Recognise one={pair.other} />,
        <>
          {pair.lookalike && (
            <p>
              <Mark tone="attention">{t('merge.lookalike')}</Mark>
            </p>
          )}
          <ul class="plain">
            {pair.why.map((why) => (
              <li>{why}</li>
            ))}
          </ul>
        </>,
        <div class="row actions">
          <a class="button" href={`${path}/${encodeURIComponent(pair.one.key)}/merge/${encodeURIComponent(pair.other.key)}`}>
            {t('merge.compare')}
            <span class="vh">
              {' '}
              {pair.one.name}, {pair.other.name}
            </span>
          </a>
          <ButtonForm action={`${path}/apart`} fields={{ one: pair.one.key, other: pair.other.key, apart: apart ? 'no' : 'yes' }}>
            {t(apart ? 'merge.suggestAgain' : 'merge.notTheSame')}
          </ButtonForm>
        </div>,
      ])}
    />
  );
};

const Recognise = ({ one }: { one: Recognised }) => (
  <>
    <a href={one.href} dir="auto">
      {one.name}
    </a>
    {one.about.map((line) => (
      <div class="small quiet words" dir="auto">
        {line}
      </div>
    ))}
  </>
);

/** One field of both records. Without a choice where both say the same, or neither anything. */
export interface FieldOfBoth {
  name: string;
  label: string;
  kept: Child;
  gone: Child;
  /** The side whose value is kept unless somebody says otherwise; null where there is nothing to choose. */
  side: Side | null;
}

export interface SideBySide {
  kept: Recognised;
  gone: Recognised;
  version: number;
  goneVersion: number;
  fields: readonly FieldOfBoth[];
  counts: readonly Moved[];
  /** Further questions that this pair raises. */
  questions?: Child;
  /** What there is to know before. */
  notes?: Child;
}

export const MergeForm = ({ v, path, pair, form }: { v: Visit; path: string; pair: SideBySide; form: FormState }) => {
  const { t } = v;
  const { kept, gone } = pair;
  const chosen = (form.values.fields ?? {}) as Record<string, string>;
  const names = { kept: t('merge.stays', { name: kept.name, key: kept.key }), gone: t('merge.goes', { name: gone.name, key: gone.key }) };
  const between = (one: Recognised, other: Recognised) => `${path}/${encodeURIComponent(one.key)}/merge/${encodeURIComponent(other.key)}`;
  return (
    <Form action={between(kept, gone)} version={pair.version} printable>
      <Hidden name="goneVersion" value={String(pair.goneVersion)} />
      <Problems v={v} form={form} />
      {pair.notes}
      <Section title={t('merge.values')} note={t('merge.valuesNote')}>
        <table class="table stack merge-values">
          <caption class="vh">{t('merge.values')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('merge.field')}</th>
              <th scope="col">{names.kept}</th>
              <th scope="col">{names.gone}</th>
            </tr>
          </thead>
          <tbody>
            {pair.fields.filter(saysSomething).map((field) => (
              <tr>
                <th scope="row">{field.label}</th>
                {sides.map((side) => (
                  <td data-label={t(`merge.side.${side}`)}>
                    <Value t={t} field={field} side={side} of={names[side]} chosen={chosen[field.name]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      {pair.questions}
      <Section title={t('merge.children')} note={t('merge.childrenNote', { kept: kept.key, gone: gone.key })}>
        <Counts v={v} counts={pair.counts} />
      </Section>
      <Actions t={t} submit={t('merge.do')} cancelHref={`${path}/duplicates`}>
        <a href={between(gone, kept)}>{t('merge.swap')}</a>
      </Actions>
    </Form>
  );
};

const saysSomething = ({ kept, gone }: FieldOfBoth): boolean => !(isNothing(kept) && isNothing(gone));

const Value = (props: { t: Visit['t']; field: FieldOfBoth; side: Side; of: string; chosen: string | undefined }) => {
  const { t, field, side } = props;
  const value = isNothing(field[side]) ? <span class="quiet">{t('merge.nothing')}</span> : field[side];
  if (field.side === null) return <div>{value}</div>;
  return (
    <label class="choice">
      <input type="radio" name={`fields.${field.name}`} value={side} checked={(props.chosen ?? field.side) === side} />
      <span>
        <span class="vh">
          {field.label}, {props.of}:{' '}
        </span>
        {value}
      </span>
    </label>
  );
};

export const isNothing = (value: Child): boolean => value === null || value === undefined || value === '' || value === false;

/** What goes along, by kind, and what goes out of view. */
export const Counts = ({ v: { t }, counts }: { v: Visit; counts: readonly Moved[] }) => {
  if (counts.length === 0) return <p class="quiet">{t('merge.nothingHangs')}</p>;
  const rows = [...Map.groupBy(counts, ({ place }) => t(moveOf(place).label))].map(([label, all]) => [
    label,
    t.number(all.reduce((sum, { moved }) => sum + moved, 0)),
    t.number(all.reduce((sum, { aside }) => sum + aside, 0)),
  ]);
  return (
    <Table
      caption={t('merge.children')}
      captionHidden
      columns={[{ label: t('merge.kind') }, { label: t('merge.moves'), number: true }, { label: t('merge.aside'), number: true }]}
      rows={rows}
    />
  );
};

/** What was done, and the way back. */
export const MergeReport = ({ v, path, done }: { v: Visit; path: string; done: MergeDone }) => {
  const { t } = v;
  return (
    <>
      {done.undoneAt ? (
        <Notice
          t={t}
          tone={done.stayed.length > 0 ? 'attention' : 'good'}
          text={t('merge.undoneBy', { who: done.undoneBy ?? '', count: done.stayed.length })}
        >
          <Stays v={v} stayed={done.stayed} />
        </Notice>
      ) : (
        <Section title={t('merge.undo')} note={t('merge.undoNote')}>
          <ButtonForm action={`${path}/merges/${done.id}/undo`}>{t('merge.undoDo')}</ButtonForm>
        </Section>
      )}
      <Section title={t('merge.children')}>
        <Counts v={v} counts={done.counts} />
      </Section>
    </>
  );
};

const Stays = ({ v, stayed }: { v: Visit; stayed: readonly Stayed[] }) =>
  stayed.length > 0 && (
    <ul>
      {stayed.map((one) => (
        <li>
          {kindOf(v, one.table)} {one.id}
          {one.field && <>, {labelOf(v, one.field)}</>}: {v.t(one.why)}
        </li>
      ))}
    </ul>
  );

/** What rows of a table are, in the words of the column by which they moved. */
const kindOf = ({ t }: Visit, table: string): string => {
  const place = Object.keys(movesKnown()).find((name) => name.startsWith(`${table}.`) && !name.endsWith('.merged_into_id'));
  return place ? t(moveOf(place).label) : t('merge.record');
};

export const Lately = ({ v, path, merges }: { v: Visit; path: string; merges: readonly MergeDone[] }) => {
  const { t } = v;
  if (merges.length === 0) return null;
  return (
    <Section title={t('merge.lately')}>
      <Table
        caption={t('merge.lately')}
        captionHidden
        columns={['merge.when', 'merge.keptRecord', 'merge.goneRecord', 'merge.who', 'merge.state'].map((key) => ({ label: t(key) }))}
        rows={merges.map((done) => [
          <a href={`${path}/merges/${done.id}`}>{t.time(new Date(done.at).toISOString(), 'UTC')}</a>,
          <a href={done.keptHref}>
            <bdi>{done.kept}</bdi> ({done.keptKey})
          </a>,
          <>
            <bdi>{done.gone}</bdi> ({done.goneKey})
          </>,
          <bdi>{done.by}</bdi>,
          t(done.undoneAt ? 'merge.state.undone' : 'merge.state.merged'),
        ])}
      />
    </Section>
  );
};
