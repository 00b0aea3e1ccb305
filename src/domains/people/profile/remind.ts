import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import { also } from '../../../platform/command.ts';
import type { AnyDatabase, Instant } from '../../../platform/db/tables.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { messages } from '../messages/index.ts';
import { noteReminded } from './commands.ts';
import { remindFrom } from './skill.ts';

const words = makeCatalogue([messages]);

interface Expiring {
  person: number;
  language: string | null;
  address: string;
  skills: { id: number; label: string }[];
}

/** One letter to each person of whose skills and interests some end within a month; each is reminded of once. */
export const remindOfSkills = async (db: AnyDatabase, now: Instant): Promise<void> => {
  const today = now.slice(0, 10);
  const { rows } = await sql<Expiring>`
    select skill.person_id as person, person.language,
      (select email.typed from email where email.person_id = skill.person_id and email.archived_at is null
        order by email.confirmed_at is null, email.id limit 1) as address,
      jsonb_agg(jsonb_build_object('id', skill.id, 'label', skill.label) order by skill.id) as skills
    from skill join person on person.id = skill.person_id
    where skill.archived_at is null and person.archived_at is null and skill.reminded_on is null
      and skill.expires_on > ${today}::date and skill.expires_on <= ${remindFrom(today)}::date
    group by skill.person_id, person.language`.execute(db);
  for (const { person, language: wanted, address, skills } of rows) {
    await db.transaction().execute(async (tx) => {
      const call = { db, actor: system(), via: 'job' as const, now, today };
      for (const { id } of skills) await also(tx, noteReminded, { skill: id }, call);
      if (!address) return;
      const { community, site } = await letterhead(tx);
      const language = chooseLanguage(wanted ? { person: wanted } : {});
      const t = translator(words, language);
      await post(tx, {
        to: address,
        personId: person,
        language,
        subject: t('skill.letter.subject', { community }),
        body: t('skill.letter.body', { labels: t.list(skills.map(({ label }) => label)), link: `${site}/people/${person}/profile` }),
      });
    });
  }
};
