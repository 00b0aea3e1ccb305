import { holdsFor } from '../../../platform/access/actor.ts';
import { emptyForm } from '../../../platform/http/submit.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, Form } from '../../../platform/ui/form/form.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { MembershipDisclosure } from '../memberships/forms.tsx';
import { bodyRoles } from '../memberships/membership.ts';
import type { ListedMembership } from '../memberships/queries.ts';
import { MembershipTable } from '../memberships/views.tsx';
import type { WholeBody } from '../queries.ts';
import { When } from '../when.tsx';
import type { GroupParts } from './here.ts';

/** Rows of members that a page carries; all of them stand in the register of people. */
const most = 60;

/** Who leads and belongs to a body, on a day; by region; how one joins. */
export const MembersPart = ({ v, body, group }: { v: Visit; body: WholeBody; group: GroupParts }) => {
  const { t } = v;
  const here = `/bodies/${body.ref}`;
  const { members, total, when } = group;
  return (
    <Section
      title={t('group.members')}
      note={
        total === 0 && group.organisations > 0 ? (
          <a href={`/organisations?body=${encodeURIComponent(body.ref)}`}>{t('group.organisationsOnly', { count: group.organisations })}</a>
        ) : (
          t('group.counted', { count: total })
        )
      }
      actions={<a href={`/people?body=${encodeURIComponent(body.ref)}`}>{t('group.inRegister')}</a>}
    >
      {members.length > 0 && <MembershipTable v={v} rows={members.slice(0, most) as ListedMembership[]} of="place" back={here} />}
      {total > members.length && <p class="quiet small">{t('membership.notShown', { count: total - members.length })}</p>}
      {members.length > most && <p class="quiet small">{t('group.more', { count: members.length - most })}</p>}
      {group.regions.length > 0 && when.asked !== 'all' && (
        <Table
          caption={t('group.byRegion')}
          columns={[{ label: t('region.one') }, { label: t('group.members'), number: true }]}
          rows={group.regions.map(({ title, count }) => [
            title ? <InLanguage page={v.language} {...textIn(title, v.languages)} /> : t('group.regionNotShown'),
            t.number(count),
          ])}
        />
      )}
      {holdsFor(v.actor, 'member.manage', body.id) && (
        <MembershipDisclosure v={v} form={emptyForm()} place={{ body: body.ref }} roles={bodyRoles} back={here} />
      )}
    </Section>
  );
};

export const RosterWhen = ({ v, body, group }: { v: Visit; body: WholeBody; group: GroupParts }) => (
  <When v={v} action={`/bodies/${body.ref}`} when={group.when.asked === 'day' ? (group.when.day ?? '') : group.when.asked} />
);

/** Closed bodies say nothing; of others, how to join, and what waits. */
export const JoinPart = ({ v, body, group }: { v: Visit; body: WholeBody; group: GroupParts }) => {
  const { t } = v;
  const { requests } = group;
  const own = requests.find((one) => one.person_id === v.actor.personId);
  const isMember = group.members.some((one) => one.person_id === v.actor.personId);
  const decides = requests.filter((one) => one.may_decide);
  if (body.joining === 'closed' && requests.length === 0 && !body.how_to_join) return null;
  return (
    <Section title={t('body.howToJoin')} id="join">
      {body.how_to_join && (
        <p>
          <InLanguage page={v.language} {...textIn(body.how_to_join, v.languages)} />
        </p>
      )}
      {own && <p>{t('join.waitsForChair')}</p>}
      {!own && !isMember && body.joining !== 'closed' && body.state === 'active' && v.actor.personId === null && (
        <p>
          <a href={`/sign-in?return=${encodeURIComponent(`/bodies/${body.ref}`)}`}>{t('join.signIn')}</a>
        </p>
      )}
      {!own && !isMember && body.joining !== 'closed' && body.state === 'active' && v.actor.personId !== null && (
        <Form action={`/bodies/${body.ref}/join`}>
          {body.joining === 'asks' && (
            <Field t={t} name="message" label={t('join.message')} hint={t('join.messageHint')} control="textarea" rows={3} />
          )}
          <Actions t={t} submit={t(body.joining === 'open' ? 'join.now' : 'join.ask')} />
        </Form>
      )}
      {decides.length > 0 && (
        <Table
          caption={t('join.waiting')}
          columns={[{ label: t('membership.person') }, { label: t('join.message') }, { label: t('membership.act'), acts: true }]}
          rows={decides.map((one) => [
            <bdi>{one.name}</bdi>,
            one.message ? <bdi>{one.message}</bdi> : '',
            <Form action={`/join-requests/${one.id}/acceptance`}>
              <Field
                t={t}
                name="answer"
                id={`f-answer-${one.id}`}
                label={t('join.answer')}
                hint={t('join.answerHint')}
                control="textarea"
                rows={2}
              />
              <div class="row actions">
                <button type="submit" class="button">
                  {t('join.accept')}
                </button>
                <button type="submit" class="button" formaction={`/join-requests/${one.id}/refusal`}>
                  {t('join.decline')}
                </button>
              </div>
            </Form>,
          ])}
        />
      )}
    </Section>
  );
};
