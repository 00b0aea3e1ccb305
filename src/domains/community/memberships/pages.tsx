import { show } from '../../../platform/http/show.tsx';
import { type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { addMembership, endMembership } from './commands.ts';
import { bodyRoles, organisationRoles } from './membership.ts';
import { MembershipForm } from './views.tsx';

/** The forms stand on the pages of people, organisations and bodies, and lead back there. */
export const pages = (app: Pages): void => {
  app.post('/memberships', async (c) => {
    const back = await backOf(c);
    return submit(c, addMembership, { done: () => back, again: (form) => againPage(c, form, back), flash: 'membership.added' });
  });
  app.post('/memberships/:membership{[0-9]{1,15}}/end', async (c) => {
    const back = await backOf(c);
    return submit(c, endMembership, { more: { membership: c.req.param('membership') }, done: () => back, flash: 'membership.ended' });
  });
};

/** Only to a page of ours: an address from a form could lead anywhere. */
const backOf = async (c: PageContext): Promise<string> => {
  const { back } = await c.req.parseBody();
  return typeof back === 'string' && /^\/(people|organisations|bodies)\/[\w./-]+$/.test(back) ? back : '/organisations';
};

const againPage = (c: PageContext, form: FormState, back: string) => {
  const v = visit(c);
  const { organisation, body, person } = form.values;
  const place = back.startsWith('/people')
    ? { person: Number(person) }
    : organisation
      ? { organisation: String(organisation) }
      : { body: String(body ?? '') };
  return show(
    c,
    { title: v.t('membership.add'), breadcrumbs: [{ href: back, label: v.t('membership.back') }] },
    <>
      <PageTitle title={v.t('membership.add')} />
      <MembershipForm v={v} form={form} place={place} roles={'body' in place ? bodyRoles : organisationRoles} back={back} />
    </>,
  );
};
