import { thatFit } from '../../../platform/http/fitting.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { readDay } from '../../../platform/i18n/days.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonLink, FieldRow, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { type ItemThen, planAsAt } from './as-at.ts';
import { changesBetween } from './as-at-changes.ts';
import type { Difference } from './differences.ts';
import { reviewChoices } from './queries.ts';
import { Lines, StatusOf, Words } from './views.tsx';
import { dayOf } from './words.ts';

/** The plan as it stood on a past day, `?on=2026-03-01`, and with `&since=` what changed between two days. */
export const asAtPages = (app: Pages): void => {
  app.get('/plans', async (c, next) => {
    const on = dayIn(c, 'on');
    return on ? asAtPage(c, on, dayIn(c, 'since')) : next();
  });
  app.get('/plans/as-at', (c) => {
    const v = visit(c);
    return asAtPage(c, dayIn(c, 'on') ?? v.today, dayIn(c, 'since'));
  });
};

/** How many items the page shows at most, and what a row weighs beside its words; how many there are is always said. */
const most = 200;
const weighs = 24;
/** Beside the difference between two days less room is left for the plan of the later one. */
const shares = { changed: 0.4, new: 0.15, gone: 0.15, beside: 0.3 };

const dayIn = (c: PageContext, name: string): string | undefined => {
  const read = readDay(c.req.query(name) ?? '');
  return 'day' in read ? read.day : undefined;
};

const asAtPage = async (c: PageContext, on: string, since: string | undefined) => {
  const v = visit(c);
  const { t } = v;
  const reviews = await reviewChoices(v.db, v.actor).select('id').execute();
  const review = reviews.find((one) => one.ref === c.req.query('review')?.toUpperCase());
  const after = Math.min(Number(/^\d+$/.exec(c.req.query('after') ?? '')?.[0] ?? 0), 1_000_000);
  const [found, changes] = await Promise.all([
    planAsAt(v.db, v.actor, on, { review: review?.id, first: after + most + 1 }),
    since ? changesBetween(v.db, v.actor, since, on, review?.id) : undefined,
  ]);
  const rest = found.slice(after);
  const items = thatFit(rest.slice(0, most), (item) => wordsOf(v, item), weighs, changes ? shares.beside : 1);
  const title = t('plan.asAt', { day: t.day(on) });
  const from = (place: number) =>
    `/plans/as-at?${new URLSearchParams({ on, ...(review ? { review: review.ref } : {}), ...(since ? { since } : {}), ...(place > 0 ? { after: String(place) } : {}) })}`;
  return show(
    c,
    { title, breadcrumbs: [{ href: '/plans', label: t('plan.register') }] },
    <>
      <PageTitle title={title} lead={t('plan.asAtLead')} />
      <Form action="/plans/as-at" method="get">
        <FieldRow>
          <Field t={t} name="on" label={t('plan.asAtOn')} control="date" value={on} />
          <Field
            t={t}
            name="review"
            label={t('plan.review')}
            control="select"
            none={t('plan.scopeAll')}
            value={review?.ref ?? ''}
            options={reviews.map((one) => ({ value: one.ref, label: textIn(one.title, v.languages).text }))}
          />
          <Field t={t} name="since" label={t('plan.asAtSince')} control="date" value={since ?? ''} />
        </FieldRow>
        <Actions t={t} submit={t('plan.asAtShow')} />
      </Form>
      {changes && since && (
        <Section title={t('plan.between', { from: t.day(since), to: t.day(on) })}>
          <Changes v={v} found={changes} />
        </Section>
      )}
      {items.length === 0 ? (
        <p class="quiet">{t('plan.nothingThen')}</p>
      ) : (
        <Table
          caption={title}
          captionHidden
          columns={[
            { label: t('plan.issue') },
            { label: t('plan.startsOn'), nowrap: true },
            { label: t('plan.proposedEnd') },
            { label: t('plan.status') },
            { label: t('plan.note') },
          ]}
          rows={items.map((item) => [
            <Name v={v} item={item} />,
            item.starts_on ? t.day(item.starts_on) : '',
            item.parts.map((part) => `${part.label ? `${part.label}) ` : ''}${dayOf(part, t)}`).join('; '),
            <StatusOf v={v} status={item.status} percent={item.percent} />,
            item.note && <Lines v={v} text={item.note} />,
          ])}
        />
      )}
      {rest.length > items.length || after > 0 ? (
        <nav class="row" aria-label={t('ui.pages')}>
          {after > 0 && <ButtonLink href={from(0)}>{t('plan.fromTheFirst')}</ButtonLink>}
          {rest.length > items.length && <ButtonLink href={from(after + items.length)}>{t('ui.next')}</ButtonLink>}
        </nav>
      ) : null}
    </>,
  );
};

const wordsOf = (v: Visit, { ref, title, note }: ItemThen): string =>
  [ref, textIn(title, v.languages).text, note ? textIn(note, v.languages).text : ''].join(' ');

const Name = ({ v, item }: { v: Visit; item: ItemThen }) => (
  <a href={`/plans/items/${item.ref}`}>
    {item.number && `${item.number}. `}
    <Words v={v} text={item.title} />
  </a>
);

const labels = {
  status: 'plan.status',
  percent: 'plan.percent',
  health: 'plan.health',
  startsOn: 'plan.startsOn',
  ends: 'plan.proposedEnd',
  endedOn: 'plan.endedOn',
} as const;

/** What changed, a row for each field; what is new or gone is named together. */
const Changes = ({ v, found }: { v: Visit; found: readonly Difference[] }) => {
  const { t } = v;
  if (found.length === 0) return <p class="quiet">{t('plan.noDifference')}</p>;
  const changed = found.flatMap((one) => (one.kind === 'changed' ? [one] : []));
  const shown = thatFit(
    changed,
    ({ item, fields }) => `${item.ref} ${wordsOf(v, { ...item, note: null })} ${JSON.stringify(fields)}`,
    40,
    shares.changed,
  );
  const named = (kind: 'new' | 'gone') => found.filter((one) => one.kind === kind);
  return (
    <>
      {changed.length > shown.length && <p class="small quiet">{t('plan.changesCut', { count: changed.length, shown: shown.length })}</p>}
      {changed.length > 0 && (
        <Table
          caption={t('plan.changed')}
          captionHidden
          columns={[{ label: t('plan.issue') }, { label: t('plan.changedField') }, { label: t('plan.before') }, { label: t('plan.after') }]}
          rows={shown.flatMap((one) =>
            one.fields.map(({ field, before, after }) => [
              <Name v={v} item={one.item} />,
              t(labels[field]),
              <span class="quiet">{said(v, field, before)}</span>,
              said(v, field, after),
            ]),
          )}
        />
      )}
      {(['new', 'gone'] as const).map((kind) => (
        <Named v={v} kind={kind} items={named(kind).map((one) => one.item)} />
      ))}
    </>
  );
};

/** What is new, or gone, by name. */
const Named = ({ v, kind, items }: { v: Visit; kind: 'new' | 'gone'; items: readonly ItemThen[] }) => {
  const { t } = v;
  if (items.length === 0) return null;
  const shown = thatFit(items, (item) => wordsOf(v, { ...item, note: null }), 12, shares[kind]);
  return (
    <Disclosure summary={t(kind === 'new' ? 'plan.newThen' : 'plan.goneThen', { count: items.length })} open={items.length <= 12}>
      <ul class="bulleted">
        {shown.map((item) => (
          <li>
            <Name v={v} item={item} />
          </li>
        ))}
      </ul>
      {items.length > shown.length && <p class="small quiet">{t('plan.cut', { count: shown.length })}</p>}
    </Disclosure>
  );
};

const said = ({ t }: Visit, field: keyof typeof labels, value: string): string => {
  if (value === '') return '–';
  if (field === 'status' || field === 'health') return t(`plan.${field}.${value}`);
  if (field === 'percent') return t.percent(Number(value));
  return value.replace(/\d{4}-\d\d-\d\d/g, (day) => t.day(day));
};
