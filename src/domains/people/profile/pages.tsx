import { together } from '../../../platform/db/together.ts';
import { notFound } from '../../../platform/errors.ts';
import { fileHeaders } from '../../../platform/files/serve.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { RecordPage } from '../../../platform/ui/record/record.tsx';
import { mayReadPerson } from '../../community/index.ts';
import { recordQuestion } from '../queries.ts';
import { factsOf } from '../views.tsx';
import { addSkill, removePortrait, removeSkill, renewSkill, setPortrait } from './commands.ts';
import { mayProfileQuestion, ownSkillsQuestion, portraitOf, portraitQuestion, skillsQuestion } from './queries.ts';
import { Portrait, ProfilePage, ShownSkills } from './views.tsx';

const base = '/people/:person{[0-9]{1,15}}';

export const profilePages = (app: Pages): void => {
  app.get(`${base}/profile`, (c) => showProfile(c));
  app.get(`${base}/as/:audience{public|members|leaders|staff}`, (c) => showAs(c));

  app.get(`${base}/portrait`, async (c) => {
    const v = visit(c);
    const found = await portraitOf(v.db, v.actor, personOf(c));
    if (!found) throw notFound();
    const headers = fileHeaders({ sha256: found.sha256, name: `portrait.${found.media_type.slice(6)}`, media_type: found.media_type });
    if (c.req.header('if-none-match')?.includes(headers.etag)) return new Response(null, { status: 304, headers });
    // Whatever a browser takes it for, nothing in it runs.
    return new Response(new Uint8Array(found.content), {
      headers: { ...headers, 'content-security-policy': "default-src 'none'; sandbox" },
    });
  });
  app.post(`${base}/portrait`, async (c) => {
    const { picture } = await c.req.parseBody();
    const bytes = picture instanceof File ? Buffer.from(await picture.arrayBuffer()) : Buffer.alloc(0);
    return submit(c, setPortrait, {
      more: { person: personOf(c), picture: bytes.toString('base64') },
      done: back,
      again: (form) => showProfile(c, { picture: { ...form, values: {} } }),
      flash: 'portrait.saved',
    });
  });
  app.post(`${base}/portrait/removal`, (c) =>
    submit(c, removePortrait, { more: { person: personOf(c) }, done: back, flash: 'portrait.removed' }),
  );

  app.post(`${base}/skills`, (c) =>
    submit(c, addSkill, {
      more: { person: personOf(c) },
      done: () => back({ person: personOf(c) }),
      again: (skill) => showProfile(c, { skill }),
      flash: 'skill.added',
    }),
  );
  app.post(`${base}/skills/:skill/renewal`, (c) =>
    submit(c, renewSkill, { more: { skill: c.req.param('skill') }, done: back, flash: 'skill.renewed' }),
  );
  app.post(`${base}/skills/:skill/removal`, (c) =>
    submit(c, removeSkill, { more: { skill: c.req.param('skill') }, done: back, flash: 'skill.removed' }),
  );
};

const personOf = (c: PageContext): number => Number(c.req.param('person'));
const back = ({ person }: { person: number }): string => `/people/${person}/profile`;

const showProfile = async (c: PageContext, forms: { skill?: FormState; picture?: FormState } = {}) => {
  const v = visit(c);
  const id = personOf(c);
  const { may, skills, portraits } = await together(v.db, {
    may: mayProfileQuestion(v.db, v.actor, id),
    skills: ownSkillsQuestion(v.db, v.actor, id),
    portraits: portraitQuestion(v.db, v.actor, id),
  });
  const [person] = may;
  if (!person) throw notFound();
  return show(
    c,
    { title: v.t('profile.title'), breadcrumbs: [{ href: `/people/${id}`, label: person.name }] },
    <ProfilePage
      v={v}
      person={person}
      skills={skills}
      portrait={portraits[0]?.mark}
      script={v.services.house.assets.photograph}
      skill={forms.skill ?? emptyForm()}
      picture={forms.picture ?? emptyForm()}
    />,
  );
};

/** The own record as somebody of an audience sees it: the same question as for them. */
const showAs = async (c: PageContext) => {
  const v = visit(c);
  const id = personOf(c);
  const as = { as: c.req.param('audience') as 'public' | 'members' | 'leaders' | 'staff' };
  const { may, found, skills, portraits } = await together(v.db, {
    may: mayProfileQuestion(v.db, v.actor, id),
    found: recordQuestion(v.db, v.actor, id, v.today, as).where(mayReadPerson(as)),
    skills: skillsQuestion(v.db, as, id, v.today),
    portraits: portraitQuestion(v.db, as, id),
  });
  const [person] = found;
  if (!may[0]) throw notFound();
  return show(
    c,
    { title: v.t(`profile.as.${as.as}`), breadcrumbs: [{ href: back({ person: id }), label: v.t('profile.title') }] },
    <RecordPage
      t={v.t}
      title={person ? <bdi>{person.name}</bdi> : v.t(`profile.as.${as.as}`)}
      lead={person?.nativeName && <bdi>{person.nativeName}</bdi>}
      facts={person ? factsOf(v, person) : []}
    >
      <Notice t={v.t} tone="info" text={v.t(`profile.asNote.${as.as}`)} />
      {portraits[0] && person && <Portrait person={id} mark={portraits[0].mark} alt={v.t('portrait.of', { name: person.name })} />}
      {person?.bio && (
        <p class="lead">
          <InLanguage page={v.language} {...textIn(person.bio, v.languages)} />
        </p>
      )}
      {person && <p>{v.t(person.sees.affiliations ? 'profile.affiliationsShown' : 'profile.affiliationsKept')}</p>}
      <ShownSkills t={v.t} skills={skills} />
      {!person && <EmptyState title={v.t('profile.nobodyNote')} />}
    </RecordPage>,
  );
};
