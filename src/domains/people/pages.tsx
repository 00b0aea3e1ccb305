import type { Child } from 'hono/jsx';
import { holdsEverywhere, holdsSomewhere } from '../../platform/access/actor.ts';
import { historyOf } from '../../platform/audit/history.ts';
import { HistoryView } from '../../platform/audit/history-view.tsx';
import { together } from '../../platform/db/together.ts';
import { notFound } from '../../platform/errors.ts';
import { show } from '../../platform/http/show.tsx';
import { emptyForm, submit } from '../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../platform/http/visit.ts';
import { dayNamed } from '../../platform/i18n/days.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { serveList } from '../../platform/lists/pages.tsx';
import { addressOf } from '../../platform/lists/state.ts';
import { ButtonLink } from '../../platform/ui/form/form.tsx';
import { EmptyState } from '../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { RecordPage, Section } from '../../platform/ui/record/record.tsx';
import {
  MembershipDisclosure,
  MembershipTable,
  membershipRoles,
  membershipsQuestion,
  TenureTable,
  tenuresQuestion,
  When,
  whenOf,
} from '../community/index.ts';
import { editPages } from './edit-pages.tsx';
import { peopleRegister } from './list.ts';
import { presentNumberOf } from './merging/queries.ts';
import { notePerson } from './notes/commands.ts';
import { notePages } from './notes/pages.tsx';
import { notesQuestion } from './notes/queries.ts';
import { Notes, type Returned } from './notes/views.tsx';
import { portraitQuestion, skillsQuestion } from './profile/queries.ts';
import { Portrait, ShownSkills } from './profile/views.tsx';
import { recordQuestion } from './queries.ts';
import { saidOfPeople } from './sayings.ts';
import { factsOf, type PersonTab, tabsOf } from './views.tsx';

const keeps = (c: PageContext): boolean => holdsEverywhere(visit(c).actor, 'people.manage');

export const pages = (app: Pages): void => {
  serveList(app, '/people', (v, query) => peopleRegister(dayNamed(query.get('when') ?? undefined) ?? v.today), {
    lead: (v) => v.t('person.registerLead'),
    actions: (v) =>
      holdsEverywhere(v.actor, 'people.manage') && (
        <>
          <a href="/people/duplicates">{v.t('person.duplicates')}</a>
          <ButtonLink href="/imports">{v.t('organisation.import')}</ButtonLink>
          <ButtonLink href="/people/new" primary>
            {v.t('person.add')}
          </ButtonLink>
        </>
      ),
    head: (v, _query, _asked, state) => {
      const [when = 'all'] = state.filters.get('when') ?? [];
      const others = new Map([...state.filters].filter(([key]) => key !== 'when'));
      const query = new URL(addressOf(peopleRegister(v.today), { ...state, filters: others }), 'http://list').searchParams;
      return <When v={v} action="/people" when={when} standard="all" hidden={[...query]} />;
    },
  });
  editPages(app);
  app.get('/people/:person{[0-9]{1,15}}', (c) => personPage(c, 'summary'));
  app.get('/people/:person{[0-9]{1,15}}/affiliations', (c) => personPage(c, 'affiliations'));
  app.get('/people/:person{[0-9]{1,15}}/seats', (c) => personPage(c, 'seats'));
  app.get('/people/:person{[0-9]{1,15}}/log', (c) => personPage(c, 'log'));
  notePages(app, '/people/:person{[0-9]{1,15}}', {
    add: (c, sent) => submit(c, notePerson, { ...sent, more: { person: Number(c.req.param('person')) } }),
    page: (c, returned) => personPage(c, 'notes', returned),
  });
};

const personPage = async (c: PageContext, tab: PersonTab, returned?: Returned) => {
  const v = visit(c);
  const id = Number(c.req.param('person'));
  const when = whenOf(c.req.query('when'), v.today);
  const day = tab === 'summary' ? v.today : when.day;
  const { found, memberships, tenures, skills, portraits, ...answers } = await together(v.db, {
    found: recordQuestion(v.db, v.actor, id, v.today),
    memberships: membershipsQuestion(v.db, v.actor, { person: id }, day),
    tenures: tenuresQuestion(v.db, id, day),
    skills: skillsQuestion(v.db, v.actor, id, v.today),
    portraits: portraitQuestion(v.db, v.actor, id),
    ...(tab === 'summary' ? saidOfPeople.questions(v, { id }) : {}),
  });
  const [person] = found;
  if (!person) {
    const present = await presentNumberOf(v.db, v.actor, id);
    if (present === undefined) throw notFound();
    return c.redirect(`/people/${present}${tab === 'summary' ? '' : `/${tab}`}`, 301);
  }
  if ((tab === 'log' && !person.mayEdit) || (tab === 'notes' && !keeps(c))) throw notFound();
  const said = tab === 'summary' ? await saidOfPeople.told(v, { id }, answers) : { facts: [], sections: [] };
  const here = `/people/${id}/${tab}`;
  const parts: Record<PersonTab, () => Child | Promise<Child>> = {
    summary: () => (
      <>
        {portraits[0] && <Portrait person={id} mark={portraits[0].mark} alt={v.t('portrait.of', { name: person.name })} />}
        {person.bio && (
          <p class="lead">
            <InLanguage page={v.language} {...textIn(person.bio, v.languages)} />
          </p>
        )}
        {tenures.length > 0 && (
          <Section title={v.t('person.seats')}>
            <TenureTable v={v} rows={tenures} />
          </Section>
        )}
        {memberships.length > 0 && (
          <Section title={v.t('person.belongs')}>
            <MembershipTable
              v={v}
              rows={memberships.map((row) => ({ ...row, may_keep: false }))}
              of="person"
              back={`/people/${id}/affiliations`}
            />
          </Section>
        )}
        {said.sections.map((one) => (
          <Section title={one.label}>{one.value}</Section>
        ))}
        <ShownSkills t={v.t} skills={skills} />
        {tenures.length + memberships.length + said.sections.length + skills.length === 0 && (
          <p class="quiet">{v.t('person.nothingShown')}</p>
        )}
      </>
    ),
    affiliations: () => (
      <>
        <When v={v} action={here} when={when.asked === 'day' ? (when.day ?? '') : when.asked} />
        <MembershipTable v={v} rows={memberships} of="person" back={here} />
        {holdsSomewhere(v.actor, 'member.manage') && (
          <MembershipDisclosure v={v} form={emptyForm()} place={{ person: id }} roles={membershipRoles} back={here} />
        )}
      </>
    ),
    seats: () => (
      <>
        <When v={v} action={here} when={when.asked === 'day' ? (when.day ?? '') : when.asked} />
        {tenures.length === 0 ? <EmptyState title={v.t('person.noSeats')} /> : <TenureTable v={v} rows={tenures} />}
      </>
    ),
    notes: async () => (
      <Notes
        v={v}
        path={here}
        notes={await notesQuestion(v.db, v.actor, { person: id }).execute()}
        audience={v.t('note.aboutPerson')}
        returned={returned}
      />
    ),
    log: async () => (
      <HistoryView
        v={v}
        entries={
          await historyOf(
            v.db,
            [
              { table: 'person', id },
              { table: 'person', of: 'merged_into_id', id },
              { table: 'email', of: 'person_id', id },
              { table: 'membership', of: 'person_id', id },
              { table: 'tenure', of: 'person_id', id },
            ],
            { limit: 100, actor: v.actor },
          )
        }
      />
    ),
  };
  return show(
    c,
    { title: person.name, breadcrumbs: [{ href: '/people', label: v.t('person.register') }] },
    <RecordPage
      t={v.t}
      title={<bdi>{person.name}</bdi>}
      lead={person.nativeName && <bdi>{person.nativeName}</bdi>}
      facts={[...factsOf(v, person), ...said.facts]}
      tabs={tabsOf(v, person, tab, { note: keeps(c) })}
      actions={
        person.mayEdit && (
          <>
            {v.actor.personId === id && <a href={`/people/${id}/profile`}>{v.t('profile.title')}</a>}
            <a href={`/people/${id}/certificate`}>{v.t('certificate.title')}</a>
            {keeps(c) && <a href={`/people/${id}/merge`}>{v.t('merge.with')}</a>}
            <ButtonLink href={`/people/${id}/edit`} edit>
              {v.t('person.edit')}
            </ButtonLink>
          </>
        )
      }
    >
      {await parts[tab]()}
    </RecordPage>,
  );
};
