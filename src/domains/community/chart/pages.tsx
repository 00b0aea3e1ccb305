import { contentDisposition, fileName } from '../../../platform/documents/file-name.ts';
import { writeTable } from '../../../platform/documents/tables/write.ts';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { kept, written } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { StatusChip } from '../../../platform/ui/status/status.tsx';
import { PersonLink } from '../memberships/views.tsx';
import { type BodyInTree, bodyTree, type Seat, seatsOn } from '../queries.ts';
import { When } from '../when.tsx';
import { type ChartLine, drawChart } from './drawing.ts';

/** The organisation as its seats make it, on any day: a tree to read, a picture to look at, a table to take along. */
export const pages = (app: Pages): void => {
  app.get('/chart', chartPage);
  app.get('/chart.svg', async (c) => {
    const v = visit(c);
    const chart = await chartOf(c);
    const picture = drawChart(
      linesOf(v, chart),
      v.t('chart.titleOn', { day: v.t.day(chart.day) }),
      v.t('seat.vacant'),
      v.t.direction === 'rtl',
    );
    return c.body(picture, 200, { 'content-type': 'image/svg+xml; charset=utf-8' });
  });
  for (const format of formats) app.get(`/chart.${format}`, (c) => chartFile(c, format));
};

const formats = ['csv', 'xlsx', 'json'] as const;

interface Chart {
  day: string;
  root: string | undefined;
  bodies: { body: BodyInTree; depth: number; seats: Seat[] }[];
}

/** The bodies below a root, or those that have or lead to seats; concluded ones only where somebody sat there that day. */
const chartOf = async (c: PageContext): Promise<Chart> => {
  const v = visit(c);
  const day = dayNamed(c.req.query('when')) ?? v.today;
  const root = c.req.query('root')?.toUpperCase();
  const [bodies, seats] = await Promise.all([bodyTree(v.db, v.actor), seatsOn(v.db, day).execute()]);
  const byBody = Map.groupBy(seats, (seat) => seat.body_ref);
  const above = new Map(bodies.map((body) => [body.ref, body.parent_ref]));
  const upwards = (ref: string): string[] => {
    const parent = above.get(ref);
    return parent ? [ref, ...upwards(parent)] : [ref];
  };
  const leading = new Set(bodies.filter((body) => byBody.has(body.ref)).flatMap((body) => upwards(body.ref)));
  const start = root ? bodies.find((body) => body.ref === root) : undefined;
  if (root && !start) throw notFound('body.unknown', { ref: root });
  const chosen = bodies.filter((body) => (root ? upwards(body.ref).includes(root) : leading.has(body.ref)));
  return {
    day,
    root,
    bodies: chosen.map((body) => ({ body, depth: body.depth - (start?.depth ?? 0), seats: byBody.get(body.ref) ?? [] })),
  };
};

const linesOf = (v: Visit, { bodies }: Chart): ChartLine[] =>
  bodies.flatMap(({ body, depth, seats }): ChartLine[] => [
    { depth, text: textIn(body.name, v.languages).text, href: `/bodies/${body.ref}` },
    ...seats.map((seat) => ({
      depth,
      text: textIn(seat.title, v.languages).text,
      holder: seat.holder,
      ...(seat.holder_id === null ? {} : { href: `/people/${seat.holder_id}` }),
    })),
  ]);

const chartPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const chart = await chartOf(c);
  const query = new URLSearchParams({ ...(chart.root ? { root: chart.root } : {}), ...(chart.day === v.today ? {} : { when: chart.day }) });
  const asked = query.size > 0 ? `?${query}` : '';
  const seats = chart.bodies.flatMap((one) => one.seats);
  const vacant = seats.filter((seat) => seat.holder === null).length;
  return show(
    c,
    { title: t('chart.title'), breadcrumbs: [{ href: '/bodies', label: t('body.all') }] },
    <>
      <PageTitle
        title={t('chart.title')}
        lead={t('chart.lead', { seats: seats.length, vacant, day: t.day(chart.day) })}
        actions={
          <>
            <ButtonLink href={`/chart.svg${asked}`}>{t('chart.picture')}</ButtonLink>
            <a href={`/chart.csv${asked}`}>CSV</a>
            <a href={`/chart.xlsx${asked}`}>XLSX</a>
          </>
        }
      />
      <When
        v={v}
        action="/chart"
        when={chart.day === v.today ? 'current' : chart.day}
        only
        hidden={chart.root ? [['root', chart.root]] : []}
      />
      {chart.bodies.length === 0 ? (
        <EmptyState title={t('chart.none')} text={t('chart.noneHint')} />
      ) : (
        <Branch v={v} bodies={chart.bodies} depth={0} />
      )}
      {chart.bodies.length > 0 && seats.length <= mostDrawn && (
        <figure class="map chart">
          <img src={`/chart.svg${asked}`} alt={t('chart.pictureAlt')} loading="lazy" />
        </figure>
      )}
    </>,
  );
};

const mostDrawn = 200;

/** Nested lists: a body, its seats, then the bodies within it. */
const Branch = ({ v, bodies, depth }: { v: Visit; bodies: Chart['bodies']; depth: number }) => {
  const starts = bodies.flatMap((one, at) => (one.depth === depth ? [at] : []));
  return (
    <ul class="tree">
      {starts.map((start, index) => {
        const one = bodies[start] as Chart['bodies'][number];
        const inside = bodies.slice(start + 1, starts[index + 1]);
        return (
          <li>
            <a href={`/bodies/${one.body.ref}`}>
              <InLanguage page={v.language} {...textIn(one.body.name, v.languages)} />
            </a>
            {one.seats.length > 0 && (
              <ul class="seats">
                {one.seats.map((seat) => (
                  <li>
                    <InLanguage page={v.language} {...textIn(seat.title, v.languages)} />:{' '}
                    {seat.holder_id !== null && seat.holder !== null ? (
                      <PersonLink id={seat.holder_id} name={seat.holder} />
                    ) : (
                      <StatusChip tone="waiting" label={v.t('seat.vacant')} />
                    )}
                    {seat.starts_on && (
                      <span class="quiet small">
                        {' '}
                        {v.t('chart.since', { day: kept({ on: seat.starts_on, span: seat.starts_span }, v.t) })}
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {inside.length > 0 && <Branch v={v} bodies={inside} depth={depth + 1} />}
          </li>
        );
      })}
    </ul>
  );
};

const chartFile = async (c: PageContext, format: (typeof formats)[number]): Promise<Response> => {
  const v = visit(c);
  const { t } = v;
  const chart = await chartOf(c);
  const file = await writeTable(format, {
    title: t('chart.titleOn', { day: t.day(chart.day) }),
    columns: [
      { key: 'body', title: t('membership.body'), kind: 'text' },
      { key: 'seat', title: t('seat.title'), kind: 'text' },
      { key: 'holder', title: t('seat.holder'), kind: 'text' },
      { key: 'alternate', title: t('seat.alternate'), kind: 'text' },
      { key: 'from', title: t('seat.from'), kind: 'text' },
      { key: 'to', title: t('seat.to'), kind: 'text' },
      { key: 'appointedBy', title: t('seat.appointedBy'), kind: 'text' },
    ],
    rows: chart.bodies.flatMap(({ body, seats }) =>
      seats.map((seat) => ({
        body: body.ref,
        seat: textIn(seat.title, v.languages).text,
        holder: seat.holder,
        alternate: seat.alternate,
        from: written({ on: seat.starts_on, span: seat.starts_span }),
        to: written({ on: seat.ends_on, span: seat.ends_span }),
        appointedBy: seat.appointing_ref,
      })),
    ),
    locale: v.language,
    exportedAt: v.now,
  });
  return c.body(file.body, 200, {
    'content-type': file.mediaType,
    'content-disposition': contentDisposition(fileName('chart', file.extension, Temporal.Instant.from(v.now).toZonedDateTimeISO('UTC'))),
  });
};
