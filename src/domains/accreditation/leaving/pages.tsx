import { together } from '../../../platform/db/together.ts';
import { forbidden } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { termsOf } from '../../../platform/terms/terms.ts';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Remark } from '../../../platform/ui/remark/remark.tsx';
import type { WholeOrganisation } from '../../community/index.ts';
import { conclude, recordStatement, recordVote, takeBack, takeStep } from './commands.ts';
import { departurePages } from './departure-pages.tsx';
import { type Ending, WhatEnds } from './ends.tsx';
import { BackForm, ConclusionForm, StatementForm, StepForm, VoteForm } from './forms.tsx';
import { committeeSteps } from './ladder.ts';
import { ladderRegister } from './list.ts';
import { organisationOf, trail } from './organisation-page.ts';
import { endingQuestions, type Ladder, ladderQuestion, mayQuestion } from './queries.ts';
import { schemePages } from './scheme-pages.tsx';
import { LadderTable, TakenBack, voteOf } from './views.tsx';
import { votesIn } from './votes.ts';

export const pages = (app: Pages): void => {
  serveList(app, ladderRegister.path, () => ladderRegister, { lead: (v) => v.t('ladder.allLead') });
  app.get('/organisations/:ref/ladder', (c) => ladderPage(c));
  app.post('/organisations/:ref/ladder/steps', (c) => submit(c, takeStep, { ...here(c, 'step'), flash: 'ladder.taken' }));
  app.post('/organisations/:ref/ladder/vote', (c) => submit(c, recordVote, { ...here(c, 'step'), flash: 'ladder.voted' }));
  app.post('/organisations/:ref/ladder/conclusion', (c) => submit(c, conclude, { ...here(c, 'step'), flash: 'ladder.concluded' }));
  app.post('/organisations/:ref/ladder/return', (c) => submit(c, takeBack, { ...here(c, 'back'), flash: 'ladder.returned' }));
  app.post('/organisations/:ref/ladder/statements', (c) => submit(c, recordStatement, { ...here(c, 'say'), flash: 'ladder.said' }));
  departurePages(app);
  schemePages(app);
};

type Deed = 'step' | 'back' | 'say';

const here = (c: PageContext, deed: Deed) => ({
  more: { organisation: c.req.param('ref') },
  done: ({ organisation }: { organisation: string }) => `/organisations/${encodeURIComponent(organisation)}/ladder`,
  again: (form: FormState) => ladderPage(c, { deed, form }),
});

const ladderPage = async (c: PageContext, back?: { deed: Deed; form: FormState }) => {
  const v = visit(c);
  const { t } = v;
  const one = await organisationOf(c);
  const { ladders, may } = await together(v.db, {
    ladders: ladderQuestion(v.db, v.actor, one.id),
    may: mayQuestion(v.db, v.actor, one.id),
  });
  if (!may[0]?.reads) throw forbidden();
  const terms = await termsOf(v.db, ['organisation.reason']);
  const ladder = ladders[0] as Ladder | undefined;
  const path = `/organisations/${encodeURIComponent(one.ref)}`;
  const formOf = (deed: Deed) => (back?.deed === deed ? back.form : emptyForm());
  const open = ladder?.state === 'open' ? ladder : undefined;
  const last = open?.steps.filter((step) => step.archived_at === null).at(-1);
  const withdraws = open?.next_step === 'notification' && may[0].decides && voteOf(open)?.carried;
  const ending = withdraws ? { ...(await together(v.db, endingQuestions(v.db, v.actor, one, true, v.today))), chooses: true } : null;
  const mayBack = last && (committeeSteps.has(last.step) ? may[0].decides : may[0].manages);
  return show(
    c,
    { title: t('ladder.of', { organisation: one.name }), breadcrumbs: trail(v, one) },
    <>
      <PageTitle title={<bdi>{one.name}</bdi>} lead={t('ladder.lead')} />
      {ladder && ladder.state !== 'open' && (
        <Notice
          t={t}
          tone="info"
          text={t(`ladder.ended.${ladder.state}`, {
            day: ladder.ended_on ? t.day(ladder.ended_on) : '',
            reason: ladder.ended_reason ?? '',
          })}
          {...(ladder.state === 'withdrawn' && one.state === 'withdrawn'
            ? { action: { href: '/apply', label: t('departure.applyAgain') } }
            : {})}
        />
      )}
      {ladder ? (
        <Section title={t('ladder.steps')} note={t('ladder.share', { part: ladder.share_for, of: ladder.share_of })}>
          <LadderTable v={v} ladder={ladder} />
          <TakenBack v={v} ladder={ladder} />
        </Section>
      ) : (
        <EmptyState title={t('ladder.notOnIt')} text={t('ladder.notOnItHint')} />
      )}
      {open && <Next v={v} one={one} ladder={open} may={may[0]} form={formOf('step')} terms={terms} ending={ending} />}
      {!open && may[0].manages && one.state === 'accredited' && (
        <Section title={t('ladder.begin')} note={t('ladder.beginNote')}>
          <StepForm v={v} action={`${path}/ladder/steps`} form={formOf('step')} step="letter" />
        </Section>
      )}
      {ladder && (
        <Section title={t('ladder.statements')} note={t('ladder.statementsNote')}>
          {ladder.statements.map((said) => (
            <Remark who={said.recorded_by} when={{ iso: said.said_on, text: t.day(said.said_on) }} text={said.text} />
          ))}
          {open && <StatementForm v={v} action={`${path}/ladder/statements`} form={formOf('say')} />}
        </Section>
      )}
      {mayBack && (
        <Section title={t('ladder.back')} note={t('ladder.backNote')}>
          <BackForm v={v} action={`${path}/ladder/return`} form={formOf('back')} />
        </Section>
      )}
    </>,
  );
};

/** The next step, for those who may take it; before its day it only says when. */
const Next = ({
  v,
  one,
  ladder,
  may,
  form,
  terms,
  ending,
}: {
  v: Visit;
  one: WholeOrganisation;
  ladder: Ladder;
  may: { manages: boolean; decides: boolean };
  form: FormState;
  terms: Parameters<typeof ConclusionForm>[0]['terms'];
  ending: Ending | null;
}) => {
  const { t } = v;
  const step = ladder.next_step;
  if (!step || !(committeeSteps.has(step) ? may.decides : may.manages)) return null;
  const path = `/organisations/${encodeURIComponent(one.ref)}/ladder`;
  const vote = voteOf(ladder);
  const early = ladder.next_on !== null && ladder.next_on > v.today;
  return (
    <Section title={t('ladder.nextIs', { step: t(`ladder.step.${step}`) })}>
      {early ? (
        <p>{t('ladder.waits', { day: t.day(ladder.next_on ?? '') })}</p>
      ) : step === 'vote' ? (
        <VoteForm v={v} action={`${path}/vote`} form={form} />
      ) : step === 'notification' ? (
        <>
          {vote && <p>{votesIn(v.t, vote)}</p>}
          {ending && <WhatEnds v={v} ending={ending} all={false} minor />}
          <ConclusionForm v={v} action={`${path}/conclusion`} form={form} terms={terms} carried={vote?.carried ?? false} ending={ending} />
        </>
      ) : (
        <StepForm v={v} action={`${path}/steps`} form={form} step={step} />
      )}
    </Section>
  );
};
