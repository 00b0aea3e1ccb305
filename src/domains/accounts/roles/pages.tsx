import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { languages } from '../../../platform/i18n/languages.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { addEmail, addressesOf, personOf, removeEmail } from '../../people/index.ts';
import { addAccount, openAccount, resumeAccount, suspendAccount } from '../commands.ts';
import { right } from '../policy.ts';
import { defineRole, endGrant, giveGrant } from './commands.ts';
import { peopleList } from './list.ts';
import { accountOfPersonQuestion, bodiesToChooseQuestion, grantsOfQuestion, rolesOf, rolesOfQuestion } from './queries.ts';
import { known } from './rights.ts';
import { administrator } from './role.ts';
import { RoleForm, RolesPage } from './role-views.tsx';
import { NewPersonForm, PersonPage } from './views.tsx';

const root = peopleList.path;

export const rolePages = (app: Pages): void => {
  // The queries behind these pages answer nobody else; this says why instead of showing an empty page.
  for (const path of [root, `${root}.csv`, `${root}.xlsx`, `${root}.json`, `${root}/*`]) {
    app.use(path, async (c, next) => {
      if (!holdsEverywhere(visit(c).actor, right)) throw forbidden();
      await next();
    });
  }

  serveList(app, root, () => peopleList, {
    lead: (v) => v.t('people.lead'),
    actions: (v) => (
      <>
        <a href={`${root}/erasures`}>{v.t('erasure.log')}</a>
        <a href={`${root}/roles`}>{v.t('role.title')}</a>
        <a class="button primary" href={`${root}/new`}>
          {v.t('people.add')}
        </a>
      </>
    ),
  });

  app.get(`${root}/new`, (c) => showNew(c, emptyForm()));
  app.post(root, (c) =>
    submit(c, openAccount, { done: ({ person }) => `${root}/${person}`, again: (form) => showNew(c, form), flash: 'people.added' }),
  );

  app.get(`${root}/roles`, async (c) => {
    const v = visit(c);
    const roles = await rolesOf(v.db, v.actor, v.today);
    return show(c, { title: v.t('role.title'), breadcrumbs: trail(c) }, <RolesPage t={v.t} languages={v.languages} roles={roles} />);
  });
  app.get(`${root}/roles/:key`, (c) => showRole(c, c.req.param('key'), emptyForm()));
  app.post(`${root}/roles`, (c) =>
    submit(c, defineRole, {
      done: () => `${root}/roles`,
      again: (form) => showRole(c, String(form.values.key ?? ''), form),
      flash: 'role.saved',
    }),
  );

  app.get(`${root}/:person{[0-9]{1,15}}`, (c) => showPerson(c, {}));
  app.post(`${root}/:person{[0-9]{1,15}}/grants`, (c) =>
    submit(c, giveGrant, { more: ofPerson(c), done: () => back(c), again: (grant) => showPerson(c, { grant }), flash: 'grant.given' }),
  );
  app.post(`${root}/:person{[0-9]{1,15}}/grants/:grant/end`, (c) =>
    submit(c, endGrant, {
      more: { grant: c.req.param('grant') },
      done: () => back(c),
      again: (grant) => showPerson(c, { grant }),
      flash: 'grant.ended',
    }),
  );
  app.post(`${root}/:person{[0-9]{1,15}}/addresses`, (c) =>
    submit(c, addEmail, {
      more: ofPerson(c),
      done: () => back(c),
      again: (email) => showPerson(c, { email }),
      flash: 'people.addressAdded',
    }),
  );
  app.post(`${root}/:person{[0-9]{1,15}}/addresses/:email/removal`, (c) =>
    submit(c, removeEmail, {
      more: { email: c.req.param('email') },
      done: () => back(c),
      again: (email) => showPerson(c, { email }),
      flash: 'people.addressRemoved',
    }),
  );
  const deeds = { account: addAccount, suspension: suspendAccount, resumption: resumeAccount };
  for (const [noun, deed] of Object.entries(deeds)) {
    app.post(`${root}/:person{[0-9]{1,15}}/${noun}`, (c) =>
      submit(c, deed as typeof suspendAccount, {
        more: ofPerson(c),
        done: () => back(c),
        again: (grant) => showPerson(c, { grant }),
        flash: `account.done.${noun}`,
      }),
    );
  }
};

const ofPerson = (c: PageContext) => ({ person: c.req.param('person') });
const back = (c: PageContext) => `${root}/${c.req.param('person')}`;
const trail = (c: PageContext) => [{ href: root, label: visit(c).t('people.title') }];

const choicesFor = async (c: PageContext) => {
  const v = visit(c);
  const { roles, bodies } = await together(v.db, {
    roles: rolesOfQuestion(v.db, v.actor, v.today),
    bodies: bodiesToChooseQuestion(v.db, v.actor),
  });
  return { t: v.t, languages: v.languages, roles, bodies };
};

const showNew = async (c: PageContext, form: FormState) =>
  show(c, { title: visit(c).t('people.add'), breadcrumbs: trail(c) }, <NewPersonForm {...(await choicesFor(c))} form={form} />);

const showPerson = async (c: PageContext, forms: { grant?: FormState; email?: FormState }) => {
  const v = visit(c);
  const id = Number(c.req.param('person'));
  const [person, { accounts, grants }, addresses, choices] = await Promise.all([
    personOf(v.db, v.actor, id),
    together(v.db, { accounts: accountOfPersonQuestion(v.db, v.actor, id), grants: grantsOfQuestion(v.db, v.actor, id) }),
    addressesOf(v.db, v.actor, id),
    choicesFor(c),
  ]);
  const [account] = accounts;
  if (!person) throw notFound();
  return show(
    c,
    { title: person.name, breadcrumbs: trail(c) },
    <PersonPage
      {...choices}
      today={v.today}
      person={person}
      account={account}
      addresses={addresses}
      grants={grants}
      grant={forms.grant ?? emptyForm()}
      email={forms.email ?? emptyForm()}
    />,
  );
};

const showRole = async (c: PageContext, key: string, form: FormState) => {
  const v = visit(c);
  const role = (await rolesOf(v.db, v.actor, v.today)).find((one) => one.key === key);
  if (!role && key !== 'new' && form.problems.length === 0 && !form.refusal) throw notFound();
  return show(
    c,
    { title: v.t('role.title'), breadcrumbs: [...trail(c), { href: `${root}/roles`, label: v.t('role.title') }] },
    <RoleForm
      t={v.t}
      languages={v.languages}
      role={role}
      rights={known.rights}
      offered={languages.map(({ code, name, direction }) => ({ code, name, dir: direction }))}
      form={form}
      fixed={key === administrator}
    />,
  );
};
