import { beginCommunity, beginPage } from '../domains/gateway/index.ts';
import { holdsEverywhere } from '../platform/access/actor.ts';
import { forbidden } from '../platform/errors.ts';
import { show } from '../platform/http/show.tsx';
import { emptyForm, sayNext, submit } from '../platform/http/submit.ts';
import { type Pages, visit } from '../platform/http/visit.ts';
import { Actions, Form } from '../platform/ui/form/form.tsx';
import { PageTitle } from '../platform/ui/record/record.tsx';
import { loadSample } from './sample.ts';

/** The first of the two doors: the sample community, loaded by the product's own commands and imports. */
export const samplePages = (app: Pages): void => {
  app.get('/sample', (c) => {
    const { t } = visit(c);
    return show(
      c,
      { title: t('gateway.sample') },
      <>
        <PageTitle title={t('gateway.sample')} lead={t('gateway.sampleText')} />
        <Form action="/sample" guard={false}>
          <Actions t={t} submit={t('gateway.sampleLoad')} cancelHref="/" />
        </Form>
      </>,
    );
  });
  app.post('/sample', async (c) => {
    const v = visit(c);
    if (!holdsEverywhere(v.actor, 'community.begin'))
      throw forbidden(v.actor.kind === 'visitor' ? 'gateway.needsAdmin' : 'refusal.forbidden');
    await loadSample(v.services, 'at-large');
    sayNext(c, 'gateway.sampleLoaded');
    return c.redirect('/', 303);
  });
};

/** The second door: a name, and standard words and roles to begin with. All of them are data and can be changed. */
export const beginPages = (app: Pages): void => {
  app.get('/begin', (c) => beginPage(c, emptyForm()));
  app.post('/begin', async (c) => {
    const answer = await submit(c, beginCommunity, { done: () => '/bodies', again: (form) => beginPage(c, form), flash: 'gateway.begun' });
    if (answer.status === 303) await loadSample(visit(c).services, 'standard');
    return answer;
  });
};
