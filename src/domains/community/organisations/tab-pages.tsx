import { holdsEverywhere, holdsFor } from '../../../platform/access/actor.ts';
import { type HistoryEntry, historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { together } from '../../../platform/db/together.ts';
import { emptyForm } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { MembershipDisclosure } from '../memberships/forms.tsx';
import { organisationRoles, whenOf } from '../memberships/membership.ts';
import { howManyQuestion, membershipsQuestion } from '../memberships/queries.ts';
import { MembershipTable } from '../memberships/views.tsx';
import { mayReadMembershipOf } from '../visibility/policy.ts';
import { When } from '../when.tsx';
import type { WholeOrganisation } from './queries.ts';
import { factsOf, recordPage } from './record.tsx';

export const summaryPage = async (c: PageContext, one: WholeOrganisation) => {
  const v = visit(c);
  const { t } = v;
  const { members, count } = await together(v.db, {
    members: membershipsQuestion(v.db, v.actor, { organisation: one.id }, v.today),
    count: howManyQuestion(v.db, { organisation: one.id }, v.today),
  });
  const representatives = members.filter((row) => row.role === 'primary' || row.role === 'alternate');
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
      <Section title={t('organisation.representatives')} note={t('membership.counted', { count: count[0]?.count ?? 0 })}>
        {representatives.length === 0 ? (
          <p class="quiet">{t('organisation.noRepresentatives')}</p>
        ) : (
          <MembershipTable
            v={v}
            rows={representatives.map((row) => ({ ...row, may_keep: false }))}
            of="place"
            back={`/organisations/${one.ref}/people`}
          />
        )}
      </Section>
    </>,
  );
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
