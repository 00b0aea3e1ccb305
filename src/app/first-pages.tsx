import { beginCommunity, beginPage } from '../domains/gateway/index.ts';
import { holdsEverywhere } from '../platform/access/actor.ts';
import { communityName } from '../platform/config/community-name.ts';
import { conflict, forbidden } from '../platform/errors.ts';
import { show } from '../platform/http/show.tsx';
import { emptyForm, sayNext, submit } from '../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../platform/http/visit.ts';
import type { T } from '../platform/i18n/catalogue.ts';
import { Progress } from '../platform/ui/figures/figures.tsx';
import { Actions, Form } from '../platform/ui/form/form.tsx';
import { Notice } from '../platform/ui/notice/notice.tsx';
import { PageTitle } from '../platform/ui/record/record.tsx';
import { loadSample, type SampleProgress, sampleStanding } from './sample.ts';
import { beginSample, sampleUnderWay } from './sample-loading.ts';

const name = 'at-large';
/** How long a page waits for work that may be done by then. */
const shortly = 1_500;

/** The first of the two doors: the sample community, loaded by the product's own commands and imports. */
export const samplePages = (app: Pages): void => {
  app.get('/sample', samplePage);
  app.get('/sample/progress', (c) => {
    const { t, services } = visit(c);
    const progress = sampleUnderWay(services);
    if (!progress) c.header('HX-Redirect', '/sample');
    return c.html((<ProgressPart t={t} progress={progress ?? { done: 1, of: 1 }} />).toString());
  });
  app.post('/sample', async (c) => {
    const v = visit(c);
    if (!mayBegin(v)) throw forbidden(v.actor.kind === 'visitor' ? 'gateway.needsAdmin' : 'refusal.forbidden');
    if (await hasItsOwn(v)) throw conflict('gateway.alreadyBegun');
    await beginSample(v.services, name, shortly);
    return c.redirect('/sample', 303);
  });
};

/** The door, how far the sample is, or, where it is in, the way to it. */
const samplePage = async (c: PageContext) => {
  const v = visit(c);
  const { t, services } = v;
  const progress = sampleUnderWay(services);
  c.header('cache-control', 'no-store');
  if (!progress && (await sampleStanding(services, name)) === 'whole') {
    sayNext(c, 'gateway.sampleLoaded');
    return c.redirect('/', 303);
  }
  return show(
    c,
    { title: t('gateway.sample') },
    <>
      <PageTitle title={t('gateway.sample')} lead={t('gateway.sampleText')} />
      {progress ? <ProgressPart t={t} progress={progress} /> : <SampleForm v={v} begun={await hasBegun(v)} own={await hasItsOwn(v)} />}
    </>,
  );
};

const SampleForm = ({ v, begun, own }: { v: Visit; begun: boolean; own: boolean }) => {
  const { t } = v;
  const home = { href: '/', label: t('refusal.home') };
  if (own) return <Notice t={t} tone="attention" text={t('gateway.alreadyBegun')} action={home} />;
  if (!mayBegin(v)) return <Notice t={t} tone="info" text={t('gateway.needsAdmin')} action={home} />;
  return (
    <Form action="/sample" guard={false}>
      {begun && <Notice t={t} tone="attention" text={t('gateway.sampleHalf')} />}
      <Actions t={t} submit={t(begun ? 'gateway.sampleGoOn' : 'gateway.sampleLoad')} cancelHref="/" />
    </Form>
  );
};

/** Asks for itself every second; without JavaScript the page asks for itself. */
const ProgressPart = ({ t, progress: { done, of } }: { t: T; progress: SampleProgress }) => (
  <section
    class="flow"
    id="progress"
    aria-live="polite"
    hx-get="/sample/progress"
    hx-trigger="every 1s"
    hx-swap="outerHTML"
    hx-target="this"
  >
    <noscript>
      <meta http-equiv="refresh" content="2" />
    </noscript>
    <p>{t('gateway.sampleBusy')}</p>
    <Progress t={t} percent={Math.floor((100 * done) / of)} note={t('gateway.sampleFiles', { done, of })} />
  </section>
);

const mayBegin = ({ actor }: Visit): boolean => holdsEverywhere(actor, 'community.begin');

const hasBegun = async ({ services }: Visit): Promise<boolean> => (await sampleStanding(services, name)) !== 'none';

/** A community that is no sample is not mixed with one. */
const hasItsOwn = async (v: Visit): Promise<boolean> => (await communityName(v.db)) !== undefined && !(await hasBegun(v));

/** The second door: a name, and standard words and roles to begin with. All of them are data and can be changed. */
export const beginPages = (app: Pages): void => {
  app.get('/begin', (c) => beginPage(c, emptyForm()));
  app.post('/begin', async (c) => {
    const answer = await submit(c, beginCommunity, { done: () => '/bodies', again: (form) => beginPage(c, form), flash: 'gateway.begun' });
    if (answer.status === 303) await loadSample(visit(c).services, 'standard');
    return answer;
  });
};
