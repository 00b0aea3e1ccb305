import { sql } from 'kysely';
import type { Migration } from '../src/platform/db/migrate.ts';
import { recordColumns, underAudit } from './0001-platform.ts';

/** Who came in with an accepted application, and the role that they were given for it: it ends with the organisation. */
export const admissions: Migration = {
  name: '0098-admissions',
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Of acceptances before there were admissions: the role of the form, given that day to those who have spoken for it since that day. */
const known = (person: string, among: string) => `insert into application_admission (application_id, person_id, grant_id)
  select application.id, ${person}, role_grant.id
  from application join application_form on application_form.id = application.form_id ${among}
  left join role on role.key = application_form.content -> 'welcome' ->> 'role'
  left join role_grant on role_grant.person_id = ${person} and role_grant.role_id = role.id and role_grant.body_id = application.body_id
    and role_grant.starts_on = application.decided_on and role_grant.archived_at is null
  where application.state = 'accredited' and application.organisation_id is not null and ${person} is not null`;

const statements = [
  `create table application_admission (
    ${recordColumns},
    application_id bigint not null references application,
    person_id bigint not null references person,
    grant_id bigint references role_grant,
    ended_on date
  )`,
  'create index application_admission_application on application_admission (application_id)',
  'create index application_admission_person on application_admission (person_id)',
  'create index application_admission_grant on application_admission (grant_id)',
  known('application.person_id', ''),
  known(
    'membership.person_id',
    `join membership on membership.organisation_id = application.organisation_id and membership.role = 'alternate'
      and membership.starts_on = application.decided_on and membership.archived_at is null`,
  ),
  underAudit('application_admission'),
];
