import { holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import { type HistoryEntry, historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { emptyForm } from '../../../platform/http/submit.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { countryName } from '../../../platform/i18n/countries.ts';
import { kept } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import { MembershipDisclosure } from '../memberships/forms.tsx';
import { organisationRoles, whenOf } from '../memberships/membership.ts';
import { howManyQuestion, membershipsQuestion } from '../memberships/queries.ts';
import { MembershipTable } from '../memberships/views.tsx';
import { mayReadMembershipOf } from '../visibility/policy.ts';
import { When } from '../when.tsx';
import { endedStates } from './organisation.ts';
import { neighboursQuestion, type WholeOrganisation } from './queries.ts';
import { factsOf, recordPage } from './record.tsx';
import { saidOfOrganisations } from './said.ts';

/** What the organisation is for, how it stands, who speaks for it, and who else is there. */
export const summaryPage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const { members, count, neighbours, ...answers } = await together(v.db, {
    members: membershipsQuestion(v.db, v.actor, { organisation: one.id }, v.today),
    count: howManyQuestion(v.db, { organisation: one.id }, v.today),
    neighbours: neighboursQuestion(v.db, v.actor, one),
    ...saidOfOrganisations.questions(v, one),
  });
  const { facts, sections } = await saidOfOrganisations.told(v, one, answers);
  const representatives = members.filter((row) => row.role === 'primary' || row.role === 'alternate');
  const path = `/organisations/${encodeURIComponent(one.ref)}`;
  return recordPage(
    c,
    one,
    'summary',
    await factsOf(c, one),
    <>
      {one.mission && (
        <p class="lead">
          <InLanguage page={v.language} {...textIn(one.mission, v.languages)} />
        </p>
      )}
      <Section title={t('organisation.standsNow')}>
        <p>{memberFor(v, one)}</p>
        {facts.length > 0 && <Facts inline facts={facts} />}
        <p>
          <a href={`${path}/standing`}>{t('organisation.seeStanding')}</a>
        </p>
      </Section>
      <Section title={t('organisation.representatives')}>
        {representatives.length === 0 ? (
          <p class="quiet">{t('organisation.noRepresentatives')}</p>
        ) : (
          <MembershipTable v={v} rows={representatives.map((row) => ({ ...row, may_keep: false }))} of="place" back={`${path}/people`} />
        )}
        {(count[0]?.count ?? 0) > representatives.length && (
          <p>
            <a href={`${path}/people`}>{t('membership.counted', { count: count[0]?.count ?? 0 })}</a>
          </p>
        )}
      </Section>
      {sections.map(({ label, value }) => (
        <Section title={label}>{value}</Section>
      ))}
      {neighbours[0] && one.country && (
        <Section title={t('organisation.neighbours', { country: countryName(one.country, v.language) })}>
          <ul>
            {neighbours.map(({ ref, name }) => (
              <li>
                <a href={`/organisations/${encodeURIComponent(ref)}`}>
                  <bdi>{name}</bdi>
                </a>
              </li>
            ))}
          </ul>
          {neighbours[0].count > neighbours.length && (
            <p>
              <a href={`/organisations?country=${one.country}`}>{t('organisation.allNeighbours', { count: neighbours[0].count + 1 })}</a>
            </p>
          )}
        </Section>
      )}
    </>,
  );
};

/** Since when it is a member and for how many whole years, or when it was one. */
const memberFor = ({ t, today }: Visit, one: WholeOrganisation): string => {
  const from = kept({ on: one.accredited_on, span: one.accredited_span }, t);
  if (endedStates.includes(one.state))
    return t('organisation.wasMember', {
      from: from ?? '',
      known: from ? 'yes' : 'no',
      until: kept({ on: one.withdrawn_on, span: one.withdrawn_span }, t) ?? '',
    });
  if (one.state === 'underReview' || !one.accredited_on || !from) return t(`organisation.state.${one.state}`);
  const years = Temporal.PlainDate.from(one.accredited_on).until(today, { largestUnit: 'years' }).years;
  return t('organisation.memberSince', { from, years });
};

export const peoplePage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const { day, asked } = whenOf(c.req.query('when'), v.today);
  const { members, count } = await together(v.db, {
    members: membershipsQuestion(v.db, v.actor, { organisation: one.id }, day),
    count: howManyQuestion(v.db, { organisation: one.id }, day),
  });
  const here = `/organisations/${one.ref}/people`;
  const hidden = (count[0]?.count ?? 0) - members.length;
  const keeps = one.body_id === null ? holdsEverywhere(v.actor, 'member.manage') : holdsFor(v.actor, 'member.manage', one.body_id);
  return recordPage(
    c,
    one,
    'people',
    await factsOf(c, one),
    <>
      <When v={v} action={here} when={asked === 'day' ? (day ?? '') : asked} />
      <MembershipTable v={v} rows={members} of="place" back={here} />
      {hidden > 0 && <p class="quiet small">{t('membership.notShown', { count: hidden })}</p>}
      {keeps && <MembershipDisclosure v={v} form={emptyForm()} place={{ organisation: one.ref }} roles={organisationRoles} back={here} />}
    </>,
  );
};

export const logPage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const entries = await historyOf(
    v.db,
    [
      { table: 'organisation', id: one.id },
      { table: 'organisation', of: 'merged_into_id', id: one.id },
      { table: 'organisation_period', of: 'organisation_id', id: one.id },
      { table: 'membership', of: 'organisation_id', id: one.id, only: mayReadMembershipOf(v.actor) },
    ],
    { limit: 100, actor: v.actor },
  );
  return recordPage(c, one, 'log', await factsOf(c, one), <HistoryView v={v} entries={entries.map(withoutNotes)} />);
};

/** What is noted about a membership is for those who keep it, and stands where they correct it. */
const withoutNotes = (entry: HistoryEntry): HistoryEntry => ({
  ...entry,
  changes: entry.changes.filter(({ table, field }) => !(table === 'membership' && field === 'note')),
});
