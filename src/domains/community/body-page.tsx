import { shownWebAddress } from '../../platform/addresses/url.ts';
import { historyOf } from '../../platform/audit/history.ts';
import { HistoryView } from '../../platform/audit/history-view.tsx';
import { show } from '../../platform/http/show.tsx';
import { type PageContext, type Visit, visit } from '../../platform/http/visit.ts';
import { languageName } from '../../platform/i18n/languages.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { termIn, termsOf } from '../../platform/terms/terms.ts';
import { ButtonLink } from '../../platform/ui/form/form.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { RecordPage, Section } from '../../platform/ui/record/record.tsx';
import { type GroupParts, groupOf } from './joining/here.ts';
import { JoinPart, MembersPart, RosterWhen } from './joining/views.tsx';
import { Meeting } from './meeting.tsx';
import type { MembershipRole } from './memberships/membership.ts';
import { PersonLink } from './memberships/views.tsx';
import { bodiesInside, type WholeBody } from './queries.ts';
import { SeatTable } from './seats/views.tsx';
import { BodyTree, toneOfState } from './views.tsx';

export const bodyPage = async (c: PageContext, body: WholeBody) => {
  const v = visit(c);
  const { t } = v;
  const [group, terms, inside, history] = await Promise.all([
    groupOf(v, body, c.req.query('when')),
    termsOf(v.db, ['body.kind']),
    bodiesInside(v.db, v.actor, body.id),
    historyOf(
      v.db,
      [
        { table: 'body', id: body.id },
        { table: 'seat', of: 'body_id', id: body.id },
      ],
      { limit: 5, actor: v.actor },
    ),
  ]);
  return show(
    c,
    {
      title: textIn(body.name, v.languages).text,
      breadcrumbs: [
        { href: '/bodies', label: t('body.all') },
        ...(body.parent_ref
          ? [{ href: `/bodies/${body.parent_ref}`, label: body.parent_name ? textIn(body.parent_name, v.languages).text : body.parent_ref }]
          : []),
      ],
    },
    <RecordPage
      t={t}
      title={<InLanguage page={v.language} {...textIn(body.name, v.languages)} />}
      reference={body.ref}
      status={{ tone: toneOfState[body.state], label: t(`body.state.${body.state}`) }}
      facts={[
        { label: t('body.acronym'), value: body.acronym },
        { label: t('body.kind'), value: termIn(terms, 'body.kind', body.kind, v.languages) },
        { label: t('region.one'), value: body.region_title && textIn(body.region_title, v.languages).text },
        { label: t('body.stateOn'), value: body.state_on && t.day(body.state_on) },
        { label: t('body.joining'), value: t(`body.joining.${body.joining}`) },
        {
          label: t('body.charter'),
          value: body.charter_url && (
            <a href={body.charter_url} rel="nofollow noopener">
              <bdi>{shownWebAddress(body.charter_url)}</bdi>
            </a>
          ),
        },
        { label: t('body.leaders'), value: leaders(group).length > 0 && <Leaders v={v} rows={leaders(group)} /> },
        {
          label: t('body.nextMeeting'),
          value: body.next_meeting_at && body.next_meeting_at >= v.now && (
            <Meeting v={v} at={body.next_meeting_at} url={body.meeting_url} />
          ),
        },
        ...group.facts,
        { label: t('body.languages'), value: t.list(body.languages.map((code) => languageName(code, v.language))) },
      ]}
      actions={
        body.may_edit && (
          <ButtonLink href={`/bodies/${body.ref}/edit`} edit>
            {t('body.edit')}
          </ButtonLink>
        )
      }
      aside={
        <Section title={t('recommendation.history')}>
          <HistoryView v={v} entries={history} />
        </Section>
      }
    >
      {body.purpose && (
        <p class="lead">
          <InLanguage page={v.language} {...textIn(body.purpose, v.languages)} />
        </p>
      )}
      {inside.length > 0 && (
        <Section title={t('body.inside')}>
          <BodyTree v={v} bodies={inside} terms={terms} />
        </Section>
      )}
      {body.documents.length > 0 && (
        <Section title={t('body.documents')}>
          <ul>
            {body.documents.map((one) => (
              <li>
                <a href={one.url} rel="nofollow noopener">
                  <bdi>{one.title}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {group.sections.map((one) => (
        <Section title={one.label}>{one.value}</Section>
      ))}
      <RosterWhen v={v} body={body} group={group} />
      <Section
        title={t('seat.all')}
        actions={
          <>
            <a href={`/chart?root=${body.ref}`}>{t('chart.title')}</a>
            {body.may_edit && <a href={`/bodies/${body.ref}/seats/new`}>{t('seat.add')}</a>}
          </>
        }
      >
        {group.seats.length === 0 ? (
          <p class="quiet">{t('seat.none')}</p>
        ) : (
          <SeatTable v={v} seats={group.seats} acts={Boolean(body.may_edit)} />
        )}
      </Section>
      <MembersPart v={v} body={body} group={group} />
      <JoinPart v={v} body={body} group={group} />
    </RecordPage>,
  );
};

const leading: readonly MembershipRole[] = ['chair', 'coChair', 'viceChair', 'secretary'];

const leaders = (group: GroupParts) => group.members.filter(({ role }) => leading.includes(role));

const Leaders = ({ v, rows }: { v: Visit; rows: GroupParts['members'] }) => (
  <ul class="plain">
    {rows.map((row) => (
      <li>
        <PersonLink id={row.person_id} name={row.person_name} /> <span class="quiet small">{v.t(`membership.role.${row.role}`)}</span>
      </li>
    ))}
  </ul>
);
