import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { notFound } from '../../../platform/errors.ts';
import { emptyForm, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { dayNamed } from '../../../platform/i18n/days.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { addressOf } from '../../../platform/lists/state.ts';
import { termsOf } from '../../../platform/terms/terms.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { When } from '../when.tsx';
import { addOrganisation, changeOrganisation } from './commands.ts';
import { editPage, formValues, newPage } from './edit-pages.tsx';
import { organisationRegister } from './list.ts';
import { organisationByRef, type WholeOrganisation } from './queries.ts';
import { logPage, peoplePage, summaryPage } from './tab-pages.tsx';
import { schemes } from './words.ts';

export const pages = (app: Pages): void => {
  serveList(
    app,
    '/organisations',
    async (v, query) => organisationRegister(await termsOf(v.db, schemes), dayNamed(query.get('when') ?? undefined) ?? v.today),
    {
      lead: (v) => v.t('organisation.registerLead'),
      actions: (v) =>
        holdsSomewhere(v.actor, 'organisation.manage') && (
          <>
            <a href="/organisations/duplicates">{v.t('organisation.duplicates')}</a>
            <ButtonLink href="/imports">{v.t('organisation.import')}</ButtonLink>
            <ButtonLink href="/organisations/new" primary>
              {v.t('organisation.add')}
            </ButtonLink>
          </>
        ),
      head: (v, _query, _asked, state) => {
        const list = organisationRegister(new Map(), v.today);
        const [when = 'current'] = state.filters.get('when') ?? [];
        const others = new Map([...state.filters].filter(([key]) => key !== 'when'));
        const query = new URL(addressOf(list, { ...state, filters: others }), 'http://list').searchParams;
        return <When v={v} action="/organisations" when={when} hidden={[...query]} />;
      },
    },
  );
  app.get('/organisations/new', (c) => newPage(c, emptyForm({ state: 'accredited' })));
  app.post('/organisations', (c) =>
    submit(c, addOrganisation, {
      done: ({ ref }) => `/organisations/${encodeURIComponent(ref)}`,
      again: (form) => newPage(c, form),
      flash: 'organisation.added',
    }),
  );
  app.get('/organisations/:ref', async (c) => {
    const found = await organisationOf(c);
    // Another name answers with the way to the present one.
    if (found.ref !== c.req.param('ref')) return c.redirect(`/organisations/${encodeURIComponent(found.ref)}`, 301);
    return summaryPage(c, found);
  });
  app.get('/organisations/:ref/people', async (c) => peoplePage(c, await organisationOf(c)));
  app.get('/organisations/:ref/log', async (c) => logPage(c, await organisationOf(c)));
  app.get('/organisations/:ref/edit', async (c) => {
    const found = await organisationOf(c);
    return editPage(c, found, emptyForm(formValues(found)));
  });
  app.post('/organisations/:ref/edit', async (c) => {
    const found = await organisationOf(c);
    return submit(c, changeOrganisation, {
      more: { ref: found.ref },
      done: ({ ref }) => `/organisations/${encodeURIComponent(ref)}`,
      again: (form) => editPage(c, found, form),
      flash: 'organisation.changed',
    });
  });
};

const organisationOf = async (c: PageContext): Promise<WholeOrganisation> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const found = await organisationByRef(v.db, v.actor, ref, v.today);
  if (!found) throw notFound('organisation.unknown', { ref });
  return found;
};
