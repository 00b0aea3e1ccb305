import { show } from '../../platform/http/show.tsx';
import { type PageContext, visit } from '../../platform/http/visit.ts';
import { countryName } from '../../platform/i18n/countries.ts';
import { dayNamed } from '../../platform/i18n/days.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { EmptyState } from '../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { PageTitle } from '../../platform/ui/record/record.tsx';
import { Table } from '../../platform/ui/table/table.tsx';
import { regionsOfCountries } from './queries.ts';

/** Every country with the region in which a system counts it on a day. */
export const regionsPage = async (c: PageContext) => {
  const v = visit(c);
  const system = c.req.query('system');
  const day = dayNamed(c.req.query('on')) ?? v.today;
  const alphabet = new Intl.Collator(v.language);
  const countries = (await regionsOfCountries(v.db, system, day))
    .map((country) => ({ ...country, called: countryName(country.code, v.language) || country.name }))
    .sort((one, other) => alphabet.compare(one.called, other.called));
  return show(
    c,
    { title: v.t('region.all'), breadcrumbs: [{ href: '/bodies', label: v.t('body.all') }] },
    <>
      <PageTitle title={v.t('region.all')} lead={v.t('region.lead', { day: v.t.day(day), count: countries.length })} />
      {countries.some(({ confidence }) => confidence) && <p class="quiet">{v.t('region.confidenceMeans')}</p>}
      {countries.length === 0 ? (
        <EmptyState title={v.t('region.none')} text={v.t('region.noneHint')} />
      ) : (
        <Table
          caption={v.t('region.all')}
          captionHidden
          columns={[
            { label: v.t('region.country') },
            { label: v.t('region.code') },
            { label: v.t('region.one') },
            { label: v.t('region.confidence') },
            { label: v.t('region.since') },
          ]}
          rows={countries.map((country) => [
            country.called,
            country.code,
            <InLanguage page={v.language} {...textIn(country.title, v.languages)} />,
            country.confidence ?? '',
            v.t.day(country.valid_from),
          ])}
        />
      )}
    </>,
  );
};
