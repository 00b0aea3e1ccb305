import { sql } from 'kysely';
import { z } from 'zod';
import { system } from '../../../platform/access/actor.ts';
import { hashOf, newToken } from '../../../platform/access/tokens.ts';
import { alreadyDone, also, commandsOver, type FindSubject, holding, run } from '../../../platform/command.ts';
import { type AnyWrites, reading } from '../../../platform/db/tables.ts';
import type { Job } from '../../../platform/domain.ts';
import { notFound } from '../../../platform/errors.ts';
import { choice, id, line, optional } from '../../../platform/fields.ts';
import type { Services } from '../../../platform/http/visit.ts';
import { makeCatalogue, translator } from '../../../platform/i18n/catalogue.ts';
import { chooseLanguage } from '../../../platform/i18n/languages.ts';
import { plainTexts, textIn } from '../../../platform/i18n/texts.ts';
import { letterhead } from '../../../platform/mail/letterhead.ts';
import { post } from '../../../platform/mail/post.ts';
import { daysBetween, endless } from '../items/item.ts';
import ar from '../messages/ar.json' with { type: 'json' };
import en from '../messages/en.json' with { type: 'json' };
import es from '../messages/es.json' with { type: 'json' };
import fr from '../messages/fr.json' with { type: 'json' };
import type { Tables } from '../tables.ts';
import { addProgress } from './commands.ts';
import { type Link, linkWith } from './link.ts';
import { type Deed, deeds, linkLasts, remindedOn } from './progress.ts';

const command = commandsOver<Tables>();
const words = makeCatalogue([{ en, fr, es, ar }]);

/** Reminds one lead of one item, with a link for each deed that lasts a few days and works once. */
export const remindLead = command({
  name: 'plan.remind',
  input: z.object({ item: id(), person: id(), endsOn: z.iso.date() }),
  subject: holding('plan.manage'),
  perform: async ({ tx, input, today, now }) => {
    const item = await tx.selectFrom('plan_item').select(['id', 'ref', 'title']).where('id', '=', input.item).executeTakeFirst();
    const lead = await tx
      .selectFrom('person')
      .innerJoin('email', 'email.person_id', 'person.id')
      .select(['person.id', 'person.display_name as name', 'person.language', 'email.typed as address'])
      .where('person.id', '=', input.person)
      .where('person.archived_at', 'is', null)
      .where('email.archived_at', 'is', null)
      .orderBy('email.id')
      .executeTakeFirst();
    if (!item) throw notFound();
    if (!lead) return { told: 0 };
    const expires = Temporal.Instant.from(now)
      .add({ hours: linkLasts.days * 24 })
      .toString();
    const { site, community } = await letterhead(tx);
    const language = chooseLanguage(lead.language ? { person: lead.language } : {});
    const links = {} as Record<Deed, string>;
    for (const deed of deeds) {
      const token = newToken();
      await tx
        .insertInto('plan_link')
        .values({ item_id: item.id, person_id: lead.id, deed, token_hash: hashOf(token), expires_at: expires })
        .execute();
      links[deed] = `${site}/plans/links/${token}?lang=${language}`;
    }
    const t = translator(words, language);
    const days = daysBetween(today, input.endsOn);
    const values = {
      name: lead.name,
      title: textIn(item.title, [language]).text,
      ref: item.ref,
      day: t.day(input.endsOn),
      days: Math.abs(days),
      onTrack: links.onTrack,
      atRisk: links.atRisk,
      link: `${site}/plans/items/${item.ref}/update`,
      lasts: linkLasts.days,
      community,
    };
    const kind = days < 0 ? 'plan.letter.late' : 'plan.letter.due';
    await post(tx, {
      to: lead.address,
      language,
      personId: lead.id,
      subject: t(`${kind}.subject`, values),
      body: `${t(`${kind}.body`, values)}\n\n${t('plan.letter.links', values)}`,
    });
    return { told: 1 };
  },
});

const linkNamed: FindSubject<{ token: string }, Link> = async (tx: AnyWrites, input, _actor) => {
  // Of two uses at one moment the second waits, and hears that it was used.
  await tx.selectFrom('plan_link').select('id').where('token_hash', '=', hashOf(input.token)).forUpdate().execute();
  return linkWith(reading(tx), input.token);
};

/** Does the one thing of a link, in the name of the lead to whom it was sent. */
export const useLink = command({
  name: 'plan.useLink',
  input: z.object({ token: line({ max: 100 }), language: optional(choice(['en', 'fr', 'es', 'ar'])) }),
  subject: linkNamed,
  perform: async ({ tx, input, subject, now, call }) => {
    await tx.updateTable('plan_link').set({ used_at: now }).where('id', '=', subject.id).execute();
    const actor = { kind: 'person' as const, personId: subject.person_id, name: subject.person, rights: new Map() };
    const language = input.language ?? 'en';
    const text = plainTexts(language, translator(words, language)(`plan.link.said.${subject.deed}`));
    await also(tx, addProgress, { ref: subject.ref, text, health: subject.deed }, { ...call, actor });
    return { ref: subject.ref };
  },
});

/** Writes every reminder of this day that was not written yet; a second run writes nothing twice. Gives the number of letters. */
export const remindLeads = async (services: Services, now: string): Promise<number> => {
  const today = now.slice(0, 10);
  const rows = await reading(services.db)
    .selectFrom('plan_item')
    .innerJoin('plan_part', 'plan_part.item_id', 'plan_item.id')
    .innerJoin('plan_lead', 'plan_lead.item_id', 'plan_item.id')
    .select(['plan_item.id as item', 'plan_lead.person_id as person', sql<string>`min(plan_part.ends_on)`.as('endsOn')])
    .where('plan_item.archived_at', 'is', null)
    .where('plan_item.state', '=', 'open')
    .where('plan_item.status', 'not in', [...endless])
    .where('plan_part.archived_at', 'is', null)
    .where('plan_part.ends_on', 'is not', null)
    .where(sql<boolean>`coalesce(plan_part.status, plan_item.status) <> all(${[...endless]})`)
    .where('plan_lead.archived_at', 'is', null)
    .where('plan_lead.person_id', 'is not', null)
    .groupBy(['plan_item.id', 'plan_lead.person_id'])
    .execute();
  let letters = 0;
  for (const { item, person, endsOn } of rows.filter((row) => remindedOn(row.endsOn, today))) {
    const once = `plan.remind ${item} ${person} ${today}`;
    if (await alreadyDone(services.db, system(), once)) continue;
    letters += (await run(remindLead, { item, person, endsOn }, { db: services.db, actor: system(), via: 'job', now, today, once })).told;
  }
  return letters;
};

export const jobs: readonly Job[] = [
  {
    name: 'plan.remind',
    cron: '10 6 * * *',
    work: async (services) => {
      await remindLeads(services, new Date().toISOString());
    },
  },
];
