import { holdsEverywhere } from '../../platform/access/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { show } from '../../platform/http/show.tsx';
import { emptyForm, submit } from '../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../platform/http/visit.ts';
import { termsOf } from '../../platform/terms/terms.ts';
import { ButtonLink } from '../../platform/ui/form/form.tsx';
import { EmptyState } from '../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../platform/ui/record/record.tsx';
import { editPage, formValues, newPage } from './body-edit-pages.tsx';
import { bodyPage } from './body-page.tsx';
import { addBody, changeBody } from './commands.ts';
import { bodyByRef, bodyTree, type WholeBody } from './queries.ts';
import { regionsPage } from './regions-page.tsx';
import { BodyTree } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/bodies', async (c) => {
    const v = visit(c);
    const [bodies, terms] = await Promise.all([bodyTree(v.db, v.actor), termsOf(v.db, ['body.kind'])]);
    return show(
      c,
      { title: v.t('body.all') },
      <>
        <PageTitle
          title={v.t('body.all')}
          lead={v.t('body.lead')}
          actions={
            <>
              <ButtonLink href="/chart">{v.t('chart.title')}</ButtonLink>
              <ButtonLink href="/regions">{v.t('region.all')}</ButtonLink>
              {holdsEverywhere(v.actor, 'body.manage') && (
                <ButtonLink href="/bodies/new" primary>
                  {v.t('body.add')}
                </ButtonLink>
              )}
            </>
          }
        />
        {bodies.length === 0 ? (
          <EmptyState title={v.t('body.none')} text={v.t('body.noneHint')} />
        ) : (
          <BodyTree v={v} bodies={bodies} terms={terms} />
        )}
      </>,
    );
  });
  app.get('/bodies/new', (c) => newPage(c, emptyForm({ state: 'active' })));
  app.post('/bodies', (c) =>
    submit(c, addBody, { done: ({ ref }) => `/bodies/${ref}`, again: (form) => newPage(c, form), flash: 'body.added' }),
  );
  app.get('/bodies/:ref', async (c) => bodyPage(c, await bodyOf(c)));
  app.get('/bodies/:ref/edit', async (c) => {
    const body = await bodyOf(c);
    return editPage(c, body, emptyForm(formValues(body)));
  });
  app.post('/bodies/:ref/edit', async (c) => {
    const body = await bodyOf(c);
    return submit(c, changeBody, {
      more: { ref: body.ref },
      done: ({ ref }) => `/bodies/${ref}`,
      again: (form) => editPage(c, body, form),
      flash: 'body.changed',
    });
  });
  app.get('/regions', regionsPage);
};

const bodyOf = async (c: PageContext): Promise<WholeBody> => {
  const v = visit(c);
  const body = await bodyByRef(v.db, v.actor, (c.req.param('ref') ?? '').toUpperCase());
  if (!body) throw notFound('body.unknown', { ref: c.req.param('ref') ?? '' });
  return body;
};
