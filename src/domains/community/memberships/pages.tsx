import { forbidden, notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { written } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { onlyLooks, peopleFound, placesFound } from '../choosing/choice.ts';
import { ReasonForm } from '../seats/views.tsx';
import { addMembership, changeMembership, endMembership, withdrawMembership } from './commands.ts';
import { type Known, MembershipEdit, MembershipForm } from './forms.tsx';
import { bodyRoles, membershipRoles, organisationRoles } from './membership.ts';
import { type ListedMembership, membershipsQuestion } from './queries.ts';

/** The forms stand on the pages of people, organisations and bodies, and lead back there. */
export const pages = (app: Pages): void => {
  app.post('/memberships', async (c) => {
    const back = await backOf(c);
    const looks = await onlyLooks(c);
    if (looks) return addPage(c, looks, back);
    return submit(c, addMembership, {
      more: placeOf((await c.req.parseBody()).place),
      done: () => back,
      again: (form) => addPage(c, form, back),
      flash: 'membership.added',
    });
  });
  app.get('/memberships/:membership{[0-9]{1,15}}/edit', async (c) => {
    const one = await membershipToKeep(c);
    return editPage(c, one, emptyForm(valuesOf(one)), safeBack(c.req.query('back')));
  });
  app.post('/memberships/:membership{[0-9]{1,15}}/edit', async (c) => {
    const one = await membershipToKeep(c);
    const back = await backOf(c);
    return submit(c, changeMembership, {
      more: { membership: one.id },
      done: () => back,
      again: (form) => editPage(c, one, form, back),
      flash: 'membership.changed',
    });
  });
  app.post('/memberships/:membership{[0-9]{1,15}}/archive', async (c) => {
    const one = await membershipToKeep(c);
    const back = await backOf(c);
    return submit(c, withdrawMembership, {
      more: { membership: one.id },
      done: () => back,
      again: (form) => editPage(c, one, { ...form, values: { ...valuesOf(one), ...form.values } }, back),
      flash: 'membership.withdrawn',
    });
  });
  app.post('/memberships/:membership{[0-9]{1,15}}/end', async (c) => {
    const back = await backOf(c);
    return submit(c, endMembership, { more: { membership: c.req.param('membership') }, done: () => back, flash: 'membership.ended' });
  });
};

const backOf = async (c: PageContext): Promise<string> => safeBack((await c.req.parseBody()).back);

/** Only to a page of ours: an address from a form could lead anywhere. */
const safeBack = (back: unknown): string =>
  typeof back === 'string' && /^\/(people|organisations|bodies)\/[\w./-]+$/.test(back) ? back : '/organisations';

/** What was chosen from a list of organisations and bodies: `body:SOUTH`. */
const placeOf = (chosen: unknown): Record<string, string> => {
  const [, kind, ref] = typeof chosen === 'string' ? (/^(organisation|body):(.+)$/.exec(chosen) ?? []) : [];
  return kind && ref ? { [kind]: ref } : {};
};

const membershipToKeep = async (c: PageContext): Promise<ListedMembership> => {
  const v = visit(c);
  const of = { membership: Number(c.req.param('membership')) };
  const one = await membershipsQuestion(v.db, v.actor, of, null).executeTakeFirst();
  if (!one) throw notFound();
  if (!one.may_keep) throw forbidden();
  return one;
};

const valuesOf = (one: ListedMembership) => ({
  from: written({ on: one.starts_on, span: one.starts_span }),
  to: written({ on: one.ends_on, span: one.ends_span }),
  note: one.note,
});

const addPage = async (c: PageContext, form: FormState, back: string) => {
  const v = visit(c);
  const { organisation, body, person } = form.values;
  const known: Known = back.startsWith('/people')
    ? { person: Number(person) }
    : organisation
      ? { organisation: String(organisation) }
      : { body: String(body ?? '') };
  const found = 'person' in known ? { places: await placesFound(c) } : { people: await peopleFound(c, person) };
  const roles = 'person' in known ? membershipRoles : 'body' in known ? bodyRoles : organisationRoles;
  return show(
    c,
    { title: v.t('membership.add'), breadcrumbs: [{ href: back, label: v.t('membership.back') }] },
    <>
      <PageTitle title={v.t('membership.add')} />
      <MembershipForm v={v} form={aboutPlace(form, known)} place={known} roles={roles} back={back} {...found} />
    </>,
  );
};

/** Where the place is chosen in one field, what is wrong with it is said there. */
const aboutPlace = (form: FormState, known: Known): FormState => {
  if (!('person' in known)) return form;
  const problems = form.problems.map((one) =>
    one.path[0] === 'organisation' || one.path[0] === 'body' ? { ...one, path: ['place'] } : one,
  );
  return { ...form, problems };
};

const editPage = (c: PageContext, one: ListedMembership, form: FormState, back: string) => {
  const v = visit(c);
  const place = one.body_name ? textIn(one.body_name, v.languages).text : (one.organisation_name ?? '');
  return show(
    c,
    { title: v.t('membership.correctOf', { name: one.person_name }), breadcrumbs: [{ href: back, label: v.t('membership.back') }] },
    <>
      <PageTitle
        title={v.t('membership.correctOf', { name: one.person_name })}
        lead={
          <>
            {v.t(`membership.role.${one.role}`)} · <bdi>{place}</bdi>
          </>
        }
      />
      <MembershipEdit v={v} form={form} membership={one.id} version={one.version} back={back} />
      <Disclosure summary={v.t('tenure.withdraw')} open={form.problems.some(({ path }) => path[0] === 'reason')}>
        <p>{v.t('membership.withdrawNote')}</p>
        <ReasonForm
          v={v}
          form={form}
          action={`/memberships/${one.id}/archive`}
          submit={v.t('tenure.withdraw')}
          name="membership"
          fields={{ back }}
        />
      </Disclosure>
    </>,
  );
};
