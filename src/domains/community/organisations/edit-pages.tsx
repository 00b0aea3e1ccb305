import { shownWebAddress } from '../../../platform/addresses/url.ts';
import { together } from '../../../platform/db/together.ts';
import { show } from '../../../platform/http/show.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { written } from '../../../platform/i18n/flexible-words.ts';
import { termsOf } from '../../../platform/terms/terms.ts';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { choicesQuestion, type WholeOrganisation } from './queries.ts';
import { OrganisationForm } from './views.tsx';
import { schemes } from './words.ts';

const choices = async (c: PageContext) => {
  const v = visit(c);
  const [terms, { regions, bodies }] = await Promise.all([termsOf(v.db, schemes), together(v.db, choicesQuestion(v.db))]);
  return { terms, regions, bodies };
};

export const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('organisation.add'), breadcrumbs: [{ href: '/organisations', label: v.t('organisation.register') }] },
    <>
      <PageTitle title={v.t('organisation.add')} />
      <OrganisationForm
        v={v}
        form={form}
        action="/organisations"
        cancelHref="/organisations"
        submit={v.t('organisation.add')}
        known={false}
        {...(await choices(c))}
      />
    </>,
  );
};

export const editPage = async (c: PageContext, one: WholeOrganisation, form: FormState) => {
  const v = visit(c);
  const path = `/organisations/${encodeURIComponent(one.ref)}`;
  return show(
    c,
    { title: v.t('organisation.editOf', { ref: one.ref }), breadcrumbs: [{ href: path, label: one.name }] },
    <>
      <PageTitle title={v.t('organisation.editOf', { ref: one.ref })} />
      <OrganisationForm
        v={v}
        form={form}
        action={`${path}/edit`}
        cancelHref={path}
        submit={v.t('form.save')}
        version={one.version}
        known
        {...(await choices(c))}
      />
    </>,
  );
};

export const formValues = (one: WholeOrganisation): Record<string, unknown> => ({
  ...one,
  nativeName: one.native_name,
  body: one.body_ref,
  // The form speaks of the region only where it was set by hand.
  region: one.region_id ? one.region : '',
  regionReason: one.region_reason,
  membersFrom: one.members_from,
  membersTo: one.members_to,
  founded: written({ on: one.founded_on, span: one.founded_span }),
  accredited: written({ on: one.accredited_on, span: one.accredited_span }),
  withdrawn: written({ on: one.withdrawn_on, span: one.withdrawn_span }),
  website: one.website && shownWebAddress(one.website),
  reasonClass: one.reason_class,
  voteUrl: one.vote_url,
});
