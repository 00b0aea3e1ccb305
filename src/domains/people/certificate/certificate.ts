import type { Block, DocumentOut } from '../../../platform/documents/document.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { ListedMembership, ListedTenure } from '../../community/index.ts';

/** One time of service: in a seat, or in a role of a body or an organisation. `key` names it in an address. */
export type Service = { key: string } & ({ kind: 'seat'; row: ListedTenure } | { kind: 'role'; row: ListedMembership });

export const servicesOf = (tenures: readonly ListedTenure[], memberships: readonly ListedMembership[]): Service[] => [
  ...tenures.map((row) => ({ key: `s${row.id}`, kind: 'seat' as const, row })),
  ...memberships.map((row) => ({ key: `r${row.id}`, kind: 'role' as const, row })),
];

interface Around {
  t: T;
  name: string;
  community: string;
  today: string;
  /** Where this community is found, without a slash at the end. */
  site: string;
}

/** The certificate as a document in the language of `t`: who served where, in what, from when to when, and where it can be checked. */
export const certificateOf = ({ t, name, community, today, site }: Around, services: readonly Service[]): DocumentOut => {
  const places = placesOf(services, site);
  const blocks: Block[] = [
    { kind: 'paragraph', spans: [{ text: `${t('certificate.says', { name, community })}` }] },
    {
      kind: 'table',
      caption: t('certificate.services'),
      header: [t('certificate.what'), t('certificate.where'), t('certificate.when')].map((text) => ({ text })),
      rows: services.map((one) => [{ text: whatOf(t, one) }, { text: whereOf(t, one) }, { text: whenOf(t, one, today) }]),
    },
    ...(places.length > 0
      ? [
          { kind: 'paragraph' as const, spans: [{ text: t('certificate.check') }] },
          { kind: 'list' as const, ordered: false, items: places.map((href) => ({ spans: [{ text: href, href }] })) },
        ]
      : []),
    { kind: 'paragraph', spans: [{ text: t('certificate.asRecorded', { day: t.day(today) }), emphasis: true }] },
  ];
  return { title: t('certificate.title'), subtitle: name, language: t.language, author: community, date: today, blocks };
};

/** The pages on which anybody can check who held these seats. */
export const placesOf = (services: readonly Service[], site: string): string[] => [
  ...new Set(services.flatMap((one) => (one.kind === 'seat' ? [`${site}/seats/${one.row.seat_id}`] : []))),
];

const wanted = (t: T) => [t.language, 'en'];

export const whatOf = (t: T, { kind, row }: Service): string => {
  if (kind === 'role') return t(`membership.role.${row.role}`);
  const title = textIn(row.title, wanted(t)).text;
  return row.alternate ? t('certificate.asAlternate', { title }) : title;
};

export const whereOf = (t: T, { row }: Service): string =>
  row.body_name ? textIn(row.body_name, wanted(t)).text : 'organisation_name' in row ? (row.organisation_name ?? '') : '';

/** `served 2018 – 2020`, `since 1 Nov 2025`, `until 2020`; a day to come ends nothing yet, and is said. */
export const whenOf = (t: T, { row }: Service, today: string): string => {
  const from = kept({ on: row.starts_on, span: row.starts_span }, t);
  const to = kept({ on: row.ends_on, span: row.ends_span }, t);
  if (from && to) return t(row.ends_on !== null && row.ends_on > today ? 'certificate.serves' : 'certificate.served', { from, to });
  if (from) return t('certificate.since', { from });
  return to ? t('certificate.until', { to }) : t('certificate.noDays');
};
