import { holdsEverywhere } from '../../platform/access/actor.ts';
import { shownWebAddress } from '../../platform/addresses/url.ts';
import { together } from '../../platform/db/together.ts';
import { forbidden, notFound } from '../../platform/errors.ts';
import { show } from '../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../platform/http/visit.ts';
import { PageTitle } from '../../platform/ui/record/record.tsx';
import type { PersonalField } from '../community/index.ts';
import { addPerson, changePerson } from './commands.ts';
import { consentQuestion, recordQuestion, regionsQuestion, type WholePerson } from './queries.ts';
import { PersonForm } from './views.tsx';

/** Where the record of a person is begun and changed. */
export const editPages = (app: Pages): void => {
  app.get('/people/new', (c) => {
    if (!holdsEverywhere(visit(c).actor, 'people.manage')) throw forbidden();
    return newPage(c, emptyForm());
  });
  app.post('/people', (c) =>
    submit(c, addPerson, { done: ({ id }) => `/people/${id}`, again: (form) => newPage(c, form), flash: 'person.added' }),
  );
  app.get('/people/:person{[0-9]{1,15}}/edit', async (c) => {
    const { person, regions, consent } = await toEdit(c);
    if (!person.mayEdit) throw forbidden();
    const values = { ...formValues(person, consent?.unwritten), consent: consent?.consent ?? {} };
    return editPage(c, person, regions, emptyForm(values), consent !== undefined);
  });
  app.post('/people/:person{[0-9]{1,15}}/edit', (c) => {
    const id = Number(c.req.param('person'));
    return submit(c, changePerson, {
      more: { person: id },
      done: () => `/people/${id}`,
      again: async (form) => {
        const { person, regions, consent } = await toEdit(c);
        return editPage(c, person, regions, form, consent !== undefined);
      },
      flash: 'person.changed',
    });
  });
};

/** The person whom the address names, with what the form needs beside the record. */
const toEdit = async (c: PageContext) => {
  const v = visit(c);
  const id = Number(c.req.param('person'));
  const { found, regions, consent } = await together(v.db, {
    found: recordQuestion(v.db, v.actor, id, v.today),
    regions: regionsQuestion(v.db),
    consent: consentQuestion(v.db, v.actor, id),
  });
  const [person] = found;
  if (!person) throw notFound();
  return { person, regions, consent: consent[0] };
};

/**
 * Only what the reader sees; what is absent has no field in the form and stays as it is. `unwritten` are fields of which nothing is known:
 * whoever may write them down finds them empty.
 */
const formValues = (person: WholePerson, unwritten: readonly string[] = []): Record<string, unknown> => {
  const values = {
    name: person.name,
    givenName: person.givenName,
    familyName: person.familyName,
    nativeName: person.nativeName,
    pronouns: person.pronouns,
    country: person.country,
    region: person.regionByHand ? person.region : '',
    regionReason: person.regionReason,
    languages: person.languages,
    phone: person.phone,
    website: person.website && shownWebAddress(person.website),
    bio: person.bio,
  };
  const shown = (field: string) => person.sees[field as PersonalField] !== false || unwritten.includes(field);
  return Object.fromEntries(Object.entries(values).filter(([name]) => shown(partOf[name] ?? name)));
};

/** The fields of the form that go with another one. */
const partOf: Record<string, string> = { region: 'country', regionReason: 'country' };

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const regions = await regionsQuestion(v.db).execute();
  return show(
    c,
    { title: v.t('person.add'), breadcrumbs: [{ href: '/people', label: v.t('person.register') }] },
    <>
      <PageTitle title={v.t('person.add')} />
      <PersonForm v={v} form={form} action="/people" cancelHref="/people" submit={v.t('person.add')} regions={regions} consent="told" />
    </>,
  );
};

const editPage = (
  c: PageContext,
  person: WholePerson,
  regions: Parameters<typeof PersonForm>[0]['regions'],
  form: FormState,
  consent: boolean,
) => {
  const v = visit(c);
  const path = `/people/${person.id}`;
  return show(
    c,
    { title: v.t('person.editOf', { name: person.name }), breadcrumbs: [{ href: path, label: person.name }] },
    <>
      <PageTitle title={v.t('person.editOf', { name: person.name })} />
      <PersonForm
        v={v}
        form={form}
        action={`${path}/edit`}
        cancelHref={path}
        submit={v.t('form.save')}
        version={person.version}
        regions={regions}
        consent={consent ? (v.actor.personId === person.id ? 'own' : 'told') : undefined}
      />
    </>,
  );
};
