import { createHash } from 'node:crypto';
import pg from 'pg';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { silent } from '../src/platform/log/log.ts';

// A large community, invented from one seed, so that two runs measure the same rows. It is written past the commands, as a restore would;
// the log of changes is made with it, because histories are read too.

export interface Size {
  people: number;
  bodies: number;
  organisations: number;
  reviews: number;
  recommendationsPerReview: number;
  /** Bodies that take a position on each recommendation of a review. */
  positionsPerRecommendation: number;
}

export const large: Size = {
  people: 100_000,
  bodies: 1_000,
  organisations: 1_000,
  reviews: 20,
  recommendationsPerReview: 250,
  positionsPerRecommendation: 8,
};

/** The same community with half of everything that grows with its age: people, bodies, organisations, reviews. */
export const halfOf = (size: Size): Size => ({
  ...size,
  people: size.people / 2,
  bodies: size.bodies / 2,
  organisations: size.organisations / 2,
  reviews: size.reviews / 2,
});

/** Whoever reads: the secret of a session, for the cookie. Made of the name, because nothing here is secret. */
export const sessionOf = (reader: Reader): string => `bench-${reader}`;
export type Reader = 'administrator' | 'rapporteur';

/** Writes the community into the database of this data folder, which no program may be using. */
export async function fill(dataDir: string, size: Size): Promise<void> {
  const server = await startEmbedded({ dir: dataDir, log: silent });
  const client = new pg.Client({ connectionString: server.connectionString });
  try {
    await client.connect();
    await client.query("begin; select set_config('plenary.restoring', 'on', true), setseed(0.42)");
    for (const statement of statements(size)) await client.query(statement);
    await client.query('commit');
    await client.query('vacuum (analyze)');
    await client.query('checkpoint');
  } finally {
    await client.end();
    await server.stop();
  }
}

const hash = (secret: string) => createHash('sha256').update(secret).digest('hex');
const text = (value: string) => `jsonb_build_object('original', 'en', 'texts', jsonb_build_object('en', ${value}))`;
const pick = (values: readonly string[]) =>
  `(array[${values.map((value) => `'${value}'`).join(', ')}])[1 + floor(random() * ${values.length})::int]`;
const words =
  'regions members report should publish each year before meeting budget travel working group council review measure outreach train newcomers language translation decide consult support priority staff board answer plan progress publicly together'.split(
    ' ',
  );
/** Some words in a row; `n` (a column of the row) makes the database draw anew for every row. */
const sentence = (count: number) => `(select string_agg(${pick(words)}, ' ') from generate_series(1, ${count} + n * 0))`;
const given = ['Amina', 'Badr', 'Carmen', 'Dmitri', 'Élodie', 'Fatou', 'Giulia', 'Hana', 'Ñusta', 'Jun', 'Sina', '用户', 'ليلى', 'Zoë'];
const family = [
  'Okafor',
  'Haddad',
  'Ríos',
  'Ivanova',
  'Lefèvre',
  'Diallo',
  'Rossi',
  'Novák',
  'Quispe',
  'Tanaka',
  'Taufa',
  '例子',
  'منصور',
  'Åberg',
];

const countries =
  'AR AU BR CA CL CN CO CR DE EG ES ET FJ FR GB GH ID IN IT JM JO JP KE KR LB MA MX MY NG NL NO NZ PE PH PK PL PT RS SE SN TN TO TR UA UG US UY VU ZA ZM'.split(
    ' ',
  );
const regions = 5;

const statements = (size: Size): string[] => {
  const recommendations = size.reviews * size.recommendationsPerReview;
  const series = (to: number) => `generate_series(1, ${to}) n`;
  return [
    `insert into setting values ('community.name', '"A large community"')`,
    `insert into term (scheme, key, label, tone, shape, position) values
      ('stance', 'support', ${text("'Support'")}, 'done', 'full', 1), ('stance', 'depends', ${text("'It depends'")}, 'waiting', 'half', 2),
      ('stance', 'oppose', ${text("'Do not support'")}, 'problem', 'cross', 3)`,
    `insert into term (scheme, key, label, position)
      select scheme, scheme || n, ${text("initcap(scheme) || ' ' || n")}, n from unnest(array['theme', 'owner', 'coordination', 'body.kind']) scheme, ${series(8)}`,
    `insert into body (ref, name, acronym, kind, parent_id, state, position)
      select 'B' || n, ${text(`initcap(${sentence(3)})`)}, 'BD' || n, 'body.kind' || (1 + n % 8), null, 'active', n from ${series(size.bodies)}`,
    `update body set parent_id = (select id from body parent where parent.ref = 'B' || (1 + (substr(body.ref, 2)::int - 2) / 12)) where ref <> 'B1'`,
    `insert into country (code, name) select code, code from unnest(array['${countries.join("', '")}']) code`,
    `insert into region_system (key, title) values ('own', ${text("'Regions'")})`,
    `insert into region (system_id, key, title) select 1, 'R' || n, ${text("'Region ' || n")} from ${series(regions)}`,
    `insert into region_version (system_id, valid_from) values (1, '2010-01-01')`,
    `insert into region_country (version_id, country_id, region_id) select 1, id, 1 + id % ${regions} from country`,
    `update body set region_id = substr(ref, 2)::int - 1 where substr(ref, 2)::int between 2 and ${regions + 1}`,
    `insert into organisation (number, ref, name, name_key, native_name, country_id, body_id, state, state_on, accredited_on, languages)
      select n, 'ORG-' || lpad(n::text, 4, '0'), name || ' ' || n, lower(name) || ' ' || n, case when n % 3 = 0 then ${pick(['用户协会', 'جمعية المستخدمين', 'Общество пользователей'])} || ' ' || n end,
        country, (select id from body where region_id = 1 + country % ${regions}), ${pick(['accredited', 'accredited', 'accredited', 'accredited', 'noticeGiven', 'withdrawn'])},
        '2020-01-01', date '2008-01-01' + n * 5, '{en,fr}'
      from (select n, initcap(${sentence(3)}) as name, 1 + n % ${countries.length} as country from ${series(size.organisations)}) o`,
    `insert into person (display_name, given_name, family_name, native_name, name_key, language, country_id, consent)
      select given || ' ' || family, given, family, case when n % 4 = 0 then ${pick(['用户', 'ليلى', 'Елена', 'さくら'])} || ' ' || n end,
        translate(lower(given || ' ' || family), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc'), ${pick(['en', 'fr', 'es', 'ar'])}, 1 + n % ${countries.length},
        jsonb_build_object('name', ${pick(['public', 'members', 'members', 'staff'])}, 'nativeName', ${pick(['public', 'members', 'self'])}, 'emails', ${pick(['members', 'leaders', 'staff', 'staff'])},
          'country', ${pick(['public', 'members', 'self'])}, 'affiliations', ${pick(['public', 'members'])})
      from (select n, ${pick(given)} given, ${pick(family)} || ' ' || n family from ${series(size.people)}) p`,
    `insert into email (person_id, typed, address_key) select id, 'person' || id || '@example.org', 'person' || id || '@example.org' from person`,
    `insert into membership (person_id, organisation_id, role, starts_on)
      select person.id, 1 + (person.id * 7) % ${size.organisations}, case when person.id % 30 = 0 then 'primary' else 'member' end, '2019-01-01' from person where person.id % 3 = 0`,
    `insert into membership (person_id, body_id, role, starts_on)
      select person.id, (select id from body where ref = 'B' || (1 + (person.id * 11) % ${size.bodies})), 'member', '2021-01-01' from person where person.id % 5 = 0`,
    `insert into activity_rule (body_id, starts_on, meetings, meeting_months, standby_months, adopted_by)
      select id, '2020-01-01', 3, 12, 12, 'Amina Okafor' from body where region_id is not null`,
    `insert into activity_fact (organisation_id, kind, happened_on, source)
      select organisation.id, ${pick(['meeting', 'contribution', 'vote'])}, current_date - n * 11 - organisation.id::int % 7, 'Call ' || n from organisation, ${series(40)}`,
    `insert into seat (body_id, title, position) select body.id, ${text(`${pick(['Chair', 'Vice chair', 'Secretary', 'Liaison'])} || ' ' || n`)}, n from body, ${series(5)}`,
    `insert into tenure (seat_id, person_id, starts_on) select seat.id, 1 + (seat.id * 17) % ${size.people}, '2025-11-01' from seat`,
    `insert into role (key, title, rights) values ('administrator', ${text("'Administrator'")}, '{*}'),
      ('rapporteur', ${text("'Rapporteur'")}, '{position.draft,position.finalise,triage.review}')`,
    `insert into account (person_id) select id from person where id <= ${size.people / 20}`,
    `insert into role_grant (person_id, role_id, body_id, starts_on)
      select account.person_id, role.id, (select id from body where ref = 'B' || (1 + account.person_id % ${size.bodies})), '2025-01-01'
      from account, role where role.key = 'rapporteur'`,
    `insert into role_grant (person_id, role_id, starts_on) select 1, id, '2025-01-01' from role where key = 'administrator'`,
    `insert into session (token_hash, account_id, expires_at) values
      ('${hash(sessionOf('administrator'))}', (select id from account where person_id = 1), now() + interval '1 day'),
      ('${hash(sessionOf('rapporteur'))}', (select id from account where person_id = 2), now() + interval '1 day')`,
    `insert into review (ref, prefix, title, published_on) select 'R' || n, 'R' || n, ${text(`'Review of ' || ${sentence(4)}`)}, date '2018-01-01' + n * 100 from ${series(size.reviews)}`,
    `insert into recommendation (review_id, ref, number, position, title, text, themes, owner_class, coordination_class)
      select 1 + (n - 1) / ${size.recommendationsPerReview}, 'REC-R' || (1 + (n - 1) / ${size.recommendationsPerReview}) || '-' || place, place, place * 1000000,
        ${text(`initcap(${sentence(7)})`)}, ${text(`initcap(${sentence(70)})`)}, array['theme' || (1 + n % 8)], 'owner' || (1 + n % 8), 'coordination' || (1 + n % 3)
      from (select n, 1 + (n - 1) % ${size.recommendationsPerReview} as place from ${series(recommendations)}) p`,
    `insert into position (recommendation_id, body_id, stance, comment, state, text_version, decided_how, decided_on, finalised_at, finalised_by)
      select recommendation.id, (select id from body where ref = 'B' || (1 + (recommendation.review_id * 7 + n) % ${size.bodies})), ${pick(['support', 'support', 'support', 'depends', 'oppose'])},
        ${text(`initcap(${sentence(25)})`)}, case when random() < 0.8 then 'final' else 'drafting' end, 1, 'call', '2026-05-01', now(), 'Amina Okafor'
      from recommendation, ${series(size.positionsPerRecommendation)}`,
    `insert into review (ref, prefix, title, published_on) values ('PLAN', 'PLAN', ${text("'The plan that is imported'")}, '2026-10-01')`,
    `insert into agreed_priority (recommendation_id, level, urgent, important, rationale, agreed_on, agreed_by)
      select id, 'P' || (1 + id % 4), id % 2 = 0, id % 4 < 2, 'Agreed in the working group.', '2026-06-01', 'Amina Okafor' from recommendation where id % 2 = 0`,
    `insert into triage_batch (ref, review_id, body_id, state, sent_at, due_on)
      select 'T' || review.id || '-' || n, review.id, (select id from body where ref = 'B' || (1 + (review.id * 7 + n) % ${size.bodies})), case when n % 2 = 0 then 'sent' else 'signedOff' end, now(), '2026-12-01'
      from review, ${series(size.positionsPerRecommendation)}`,
    `insert into triage_item (batch_id, recommendation_id, owner_class, coordination_class, priority)
      select triage_batch.id, recommendation.id, 'owner1', 'coordination1', 'P' || (1 + recommendation.id % 4)
      from triage_batch join recommendation using (review_id)`,
    `insert into scoring_round (review_id, number, title, state, closes_on)
      select id, 1, ${text("'First round'")}, case when id = 1 then 'open' else 'closed' end, current_date + 20 from review`,
    `insert into scorer (round_id, person_id) select scoring_round.id, n from scoring_round, ${series(10)}`,
    `insert into score (round_id, recommendation_id, person_id, urgency, importance, rationale)
      select scoring_round.id, recommendation.id, scorer.person_id, 1 + floor(random() * 4), 1 + floor(random() * 4), 'As discussed.'
      from scoring_round join recommendation using (review_id) join scorer on scorer.round_id = scoring_round.id where random() < 0.6`,
    ...['recommendation', 'position', 'body', 'person', 'organisation', 'membership', 'activity_fact'].map(
      (table) => `with entry as (
          insert into audit (at, command, actor_kind, actor_name, via, reason) select '2026-01-01', '${table}.takeIn', 'system', 'Bench', 'import', id::text from ${table} returning id, reason)
        insert into audit_change (audit_id, table_name, row_id, op, version, after)
        select entry.id, '${table}', ${table}.id, 'insert', 1, to_jsonb(${table}) - '{words,name_key,consent,native_name,country_id}'::text[] from entry join ${table} on ${table}.id = entry.reason::bigint`,
    ),
  ];
};
