import { contentDisposition, fileName } from '../../../platform/documents/file-name.ts';
import { writeTable } from '../../../platform/documents/tables/write.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { When } from '../when.tsx';
import { steps, worldMap } from './map.ts';
import { type Covered, coverageOn } from './queries.ts';

const formats = ['csv', 'xlsx', 'json'] as const;
/** The register as everybody may take it with them: who is a member since when, and who left when and why. */
const openData = 'when=all&cols=name,country,region,accredited,withdrawn,reasonClass,earlier,ref,state';

export const pages = (app: Pages): void => {
  app.get('/coverage', coveragePage);
  app.get('/coverage/map.svg', async (c) => {
    const v = visit(c);
    const rows = await coverageOn(v.db, v.actor, dayOf(c));
    const counts = new Map(rows.map(({ code, organisations }) => [code, organisations]));
    return c.body(
      worldMap(counts, v.t('coverage.title'), (code) => countryName(code, v.language)),
      200,
      { 'content-type': 'image/svg+xml; charset=utf-8' },
    );
  });
  for (const format of formats) app.get(`/coverage.${format}`, (c) => coverageFile(c, format));
};

const dayOf = (c: PageContext): string => dayNamed(c.req.query('when')) ?? visit(c).today;

interface Region {
  key: string;
  title: Covered['title'];
  countries: Covered[];
}

const byRegion = (rows: readonly Covered[]): Region[] =>
  [...Map.groupBy(rows, ({ region }) => region)].flatMap(([key, countries]) =>
    countries[0] ? [{ key, title: countries[0].title, countries }] : [],
  );

const coveragePage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const day = dayOf(c);
  const asked = c.req.query('when') && day !== v.today ? `?when=${day}` : '';
  const regions = byRegion(await coverageOn(v.db, v.actor, day));
  const trail = [{ href: '/organisations', label: t('organisation.register') }];
  if (regions.length === 0)
    return show(
      c,
      { title: t('coverage.title'), breadcrumbs: trail },
      <>
        <PageTitle title={t('coverage.title')} />
        <EmptyState title={t('region.none')} text={t('region.noneHint')} />
      </>,
    );
  const all = regions.flatMap(({ countries }) => countries);
  return show(
    c,
    { title: t('coverage.title'), breadcrumbs: trail, alternates: [{ type: 'text/csv', href: `/coverage.csv${asked}`, title: 'CSV' }] },
    <>
      <PageTitle
        title={t('coverage.title')}
        lead={t('coverage.lead', { with: all.filter(covered).length, all: all.length, day: t.day(day) })}
      />
      <When v={v} action="/coverage" when={asked ? day : 'current'} only />
      <figure class="map">
        <img src={`/coverage/map.svg${asked}`} alt={t('coverage.mapAlt')} width="960" height="480" />
        <figcaption class="row small">
          {steps.map(({ least }, at) => (
            <span class="row">
              <span class={`key key-${at}`} aria-hidden="true" />
              {t(`coverage.step.${least}`)}
            </span>
          ))}
        </figcaption>
      </figure>
      <Table
        caption={t('coverage.byRegion')}
        columns={[
          { label: t('region.one') },
          { label: t('coverage.organisations'), number: true },
          { label: t('coverage.with'), number: true },
          { label: t('coverage.without'), number: true },
        ]}
        rows={regions.map((region) => [
          <a href={`/organisations?region=${region.key}${asked.replace('?', '&')}`}>
            <InLanguage page={v.language} {...textIn(region.title, v.languages)} />
          </a>,
          t.number(sum(region.countries)),
          t.number(region.countries.filter(covered).length),
          <a href={`#without-${region.key}`}>{t.number(region.countries.length - region.countries.filter(covered).length)}</a>,
        ])}
        foot={[
          t('coverage.all'),
          t.number(sum(all)),
          t.number(all.filter(covered).length),
          t.number(all.length - all.filter(covered).length),
        ]}
      />
      <Section title={t('coverage.withoutTitle')} note={t('coverage.withoutNote')}>
        {regions.map((region) => (
          <Without v={v} region={region} />
        ))}
      </Section>
      <Section title={t('coverage.openData')} note={t('coverage.openDataNote')}>
        <ul>
          <li>
            {t('coverage.register')} <a href={`/organisations.csv?${openData}`}>CSV</a> ·{' '}
            <a href={`/organisations.json?${openData}`}>JSON</a>
          </li>
          <li>
            {t('coverage.countries')} <a href={`/coverage.csv${asked}`}>CSV</a> · <a href={`/coverage.json${asked}`}>JSON</a>
          </li>
        </ul>
      </Section>
    </>,
  );
};

const covered = ({ organisations }: Covered): boolean => organisations > 0;
const sum = (rows: readonly Covered[]): number => rows.reduce((total, { organisations }) => total + organisations, 0);

/** The countries of a region in which nobody is a member, as they are called in the reader's language. */
const Without = ({ v, region }: { v: Visit; region: Region }) => {
  const names = region.countries.filter((one) => !covered(one)).map(({ code }) => ({ code, name: countryName(code, v.language) }));
  const order = new Intl.Collator(v.language).compare;
  return (
    <div id={`without-${region.key}`}>
      <Disclosure
        open={names.length <= 15}
        summary={
          <>
            <InLanguage page={v.language} {...textIn(region.title, v.languages)} />: {v.t('coverage.places', { count: names.length })}
          </>
        }
      >
        {names.length > 0 && (
          <ul class="columns">
            {names
              .sort((a, b) => order(a.name, b.name))
              .map(({ code, name }) => (
                <li>
                  {name} <span class="quiet">{code}</span>
                </li>
              ))}
          </ul>
        )}
      </Disclosure>
    </div>
  );
};

const coverageFile = async (c: PageContext, format: (typeof formats)[number]): Promise<Response> => {
  const v = visit(c);
  const rows = await coverageOn(v.db, v.actor, dayOf(c));
  const file = await writeTable(format, {
    title: v.t('coverage.title'),
    columns: [
      { key: 'country', title: v.t('organisation.country'), kind: 'text' },
      { key: 'name', title: v.t('organisation.name'), kind: 'text' },
      { key: 'region', title: v.t('region.one'), kind: 'text' },
      { key: 'organisations', title: v.t('coverage.organisations'), kind: 'number' },
    ],
    rows: rows.map(({ code, region, organisations }) => ({ country: code, name: countryName(code, v.language), region, organisations })),
    locale: v.language,
    exportedAt: v.now,
  });
  return c.body(file.body, 200, {
    'content-type': file.mediaType,
    'content-disposition': contentDisposition(fileName('coverage', file.extension, Temporal.Instant.from(v.now).toZonedDateTimeISO('UTC'))),
  });
};
