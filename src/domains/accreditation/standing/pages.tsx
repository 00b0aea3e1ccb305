import { together } from '../../../platform/db/together.ts';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { Facts, Section } from '../../../platform/ui/record/record.tsx';
import { memberStates, organisationPage } from '../../community/index.ts';
import { confirmStatus, recordFact, removeFact } from '../activity/commands.ts';
import { FactForm, StatusForm } from '../activity/forms.tsx';
import { factsQuestion, judgementQuestion, statusesQuestion } from '../activity/queries.ts';
import { Activity, becauseOf, FactTable } from '../activity/views.tsx';
import { expectationsQuestion, reportsQuestion } from '../expectations/queries.ts';
import { Expectations, Reports } from '../expectations/views.tsx';
import { organisationOf } from '../leaving/organisation-page.ts';
import { departureQuestion, ladderQuestion, mayQuestion } from '../leaving/queries.ts';

/** The tab of an organisation about how it stands: its status and why, what was counted, and the ways that are open to it. */
export const pages = (app: Pages): void => {
  app.get('/organisations/:ref/standing', (c) => standingPage(c));
  app.post('/organisations/:ref/standing/facts', (c) => submit(c, recordFact, { ...here(c, 'fact'), flash: 'activity.recorded' }));
  app.post('/organisations/:ref/standing/status', (c) => submit(c, confirmStatus, { ...here(c, 'status'), flash: 'activity.confirmed' }));
  app.post('/organisations/:ref/standing/facts/:fact/removal', (c) =>
    submit(c, removeFact, { more: { fact: c.req.param('fact') }, done: to, flash: 'activity.removed' }),
  );
};

type Deed = 'fact' | 'status';

const to = ({ organisation }: { organisation: string }) => `/organisations/${encodeURIComponent(organisation)}/standing`;
const here = (c: PageContext, deed: Deed) => ({
  more: { organisation: c.req.param('ref') },
  done: to,
  again: (form: FormState) => standingPage(c, { deed, form }),
});

const standingPage = async (c: PageContext, back?: { deed: Deed; form: FormState }) => {
  const v = visit(c);
  const { t } = v;
  const one = await organisationOf(c);
  const { statuses, judged, facts, may, ladders, departures, sets, reports } = await together(v.db, {
    statuses: statusesQuestion(v.db, one.id),
    judged: judgementQuestion(v.db, one.id, v.today),
    facts: factsQuestion(v.db, v.actor, one.id),
    may: mayQuestion(v.db, v.actor, one.id),
    ladders: ladderQuestion(v.db, v.actor, one.id),
    departures: departureQuestion(v.db, one.id),
    sets: expectationsQuestion(v.db, one.body_id, v.today),
    reports: reportsQuestion(v.db, v.actor, one.id),
  });
  const path = `/organisations/${encodeURIComponent(one.ref)}`;
  const mine = may[0];
  const now = statuses.find(({ of }) => of === null);
  const [judgement] = judged;
  const [ladder] = ladders;
  const [left] = departures;
  const member = memberStates.includes(one.state);
  const formOf = (deed: Deed, values: Record<string, unknown> = {}) => (back?.deed === deed ? back.form : emptyForm(values));
  return organisationPage(
    c,
    one,
    'standing',
    <>
      {!member && one.state !== 'underReview' && (
        <Notice
          t={t}
          tone="info"
          text={
            left
              ? t(`departure.left.${left.kind}`, { day: t.day(left.leaves_on) })
              : t('departure.noMember', { state: t(`organisation.state.${one.state}`) })
          }
          action={{ href: '/apply', label: t('departure.applyAgain') }}
        />
      )}
      {member && (
        <Section title={t('activity.status')}>
          <Facts
            inline
            facts={[
              { label: t('activity.status'), value: <Activity v={v} status={now?.status ?? null} /> },
              { label: t('activity.since'), value: now && t.day(now.since_on) },
              { label: t('activity.quorum'), value: t(now?.status === 'standby' ? 'activity.countsNot' : 'activity.countsOne') },
              { label: t('activity.why'), value: now ? becauseOf(v, now.because) : t('activity.notYetSaid') },
              {
                label: t('activity.today'),
                value: judgement && (
                  <>
                    <Activity v={v} status={judgement.computed} /> {becauseOf(v, judgement)}
                  </>
                ),
              },
            ]}
          />
          {ladder?.state === 'open' && mine?.reads && (
            <p>
              <a href={`${path}/ladder`}>{t('ladder.seeSteps')}</a>
            </p>
          )}
          {mine?.manages && ladder?.state !== 'open' && (now?.status ?? 'active') !== 'active' && (
            <p>
              <a href={`${path}/ladder`}>{t('ladder.seeFirst')}</a>
            </p>
          )}
        </Section>
      )}
      {statuses.length > 0 && (
        <Section title={t('activity.history')}>
          <ul>
            {statuses.map((said) => (
              <li>
                {t('activity.wasSaid', {
                  day: t.day(said.since_on),
                  before: t(`activity.status.${said.before ?? 'active'}`),
                  status: t(`activity.status.${said.status}`),
                  name: said.confirmed_by,
                })}{' '}
                <span class="quiet">
                  {[becauseOf(v, said.because), said.note, said.of && t('activity.saidOfMerged', { ref: said.of })]
                    .filter(Boolean)
                    .join(' ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {member && sets[0] && (
        <Expectations v={v} items={sets[0].items} since={sets[0].starts_on} last={reports.find(({ of }) => of === null)} />
      )}
      {reports.length > 0 && <Reports v={v} reports={reports} path={path} />}
      {member && mine?.manages && (
        <Section title={t('activity.sayTitle')} note={t('activity.sayNote')}>
          <StatusForm
            v={v}
            action={`${path}/standing/status`}
            form={formOf('status', { status: judgement?.computed ?? now?.status ?? 'active' })}
          />
        </Section>
      )}
      {(facts.length > 0 || mine?.manages) && (
        <Section title={t('activity.facts')} note={t('activity.factsNote')}>
          {facts.length > 0 && <FactTable v={v} facts={facts} removeFrom={mine?.manages ? `${path}/standing/facts` : undefined} />}
          {member && mine?.manages && <FactForm v={v} action={`${path}/standing/facts`} form={formOf('fact')} />}
        </Section>
      )}
      {member && mine?.leaves && (
        <Section title={t('departure.section')} note={t('departure.sectionNote')}>
          <div class="row actions">
            <ButtonLink href={`${path}/leaving`}>{t('departure.leave')}</ButtonLink>
            <ButtonLink href={`${path}/dissolution`}>{t('departure.dissolve')}</ButtonLink>
          </div>
        </Section>
      )}
    </>,
  );
};
