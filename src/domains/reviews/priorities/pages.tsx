import { holdsEverywhere } from '../../../platform/access/actor.ts';
import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { LinkMenu } from '../../../platform/ui/list/list.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { recommendationOf, reviewOf, trail } from '../recommendations/here.ts';
import type { WholeRecommendation, WholeReview } from '../recommendations/queries.ts';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { ReviewTabs } from '../tabs.tsx';
import { Agreed, AgreementForm, Suggestion } from './agreement-views.tsx';
import { AgreedBoard, MedianBoard } from './board-views.tsx';
import { agreePriority, withdrawPriority } from './commands.ts';
import { exportPriorities } from './exports.ts';
import { lineOf, priorityOf, type Round, roundsOf, roundToShow, sheetOf } from './queries.ts';
import { roundPages } from './round-pages.tsx';
import { RoundsTable } from './round-views.tsx';
import { NextInLine, OpenRoundLink } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/reviews/:ref/priorities', async (c) => reviewPage(c, await reviewOf(c)));
  for (const format of ['csv', 'xlsx', 'json'] as const)
    app.get(`/reviews/:ref/priorities.${format}`, async (c) => exportPriorities(c, await reviewOf(c), format));
  app.get('/recommendations/:ref/priority', async (c) => priorityPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/priority', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, agreePriority, {
      more: { recommendation: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/priority`,
      again: (agreement) => priorityPage(c, recommendation, { agreement }),
      flash: 'priority.agreedNow',
    });
  });
  app.post('/recommendations/:ref/priority/withdrawal', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, withdrawPriority, {
      more: { recommendation: recommendation.ref },
      done: () => `/recommendations/${recommendation.ref}/priority`,
      again: (withdrawal) => priorityPage(c, recommendation, { withdrawal }),
      flash: 'priority.withdrawn',
    });
  });
  roundPages(app);
};

const reviewPage = async (c: PageContext, review: WholeReview) => {
  const v = visit(c);
  const { t } = v;
  const [rounds, line] = await Promise.all([roundsOf(v.db, v.actor, review.id, v.today), lineOf(v.db, v.actor, review.id)]);
  const round = roundToShow(rounds);
  const sheet = round && (round.may_manage || round.is_scorer) ? await sheetOf(v.db, v.actor, round.id, v.today) : [];
  const path = `/reviews/${review.ref}/priorities`;
  return show(
    c,
    {
      title: t('priority.of', { review: review.ref }),
      breadcrumbs: [
        { href: '/reviews', label: t('review.all') },
        { href: `/reviews/${review.ref}`, label: review.ref },
      ],
      alternates: [{ type: 'text/csv', href: `${path}.csv`, title: 'CSV' }],
    },
    <>
      <PageTitle
        title={t('priority.of', { review: review.ref })}
        lead={<ShortText v={v} text={review.title} />}
        actions={
          <>
            <LinkMenu
              label={t('list.download')}
              links={['csv', 'xlsx', 'json'].map((format) => ({ href: `${path}.${format}`, label: format.toUpperCase() }))}
            />
            {holdsEverywhere(v.actor, 'priority.manage') && rounds.every((one) => one.over) && <OpenRoundLink v={v} review={review} />}
          </>
        }
      />
      <ReviewTabs v={v} review={review} current="priorities" />
      <Section title={t('priority.rounds')}>
        {rounds.length === 0 ? (
          <EmptyState title={t('priority.noRounds')} text={t('priority.noRoundsHint')} />
        ) : (
          <RoundsTable v={v} rounds={rounds} />
        )}
      </Section>
      <Section
        title={t('priority.agreedBoard')}
        note={t('priority.agreedCount', { agreed: line.filter((one) => one.level).length, all: line.length })}
      >
        <AgreedBoard v={v} agreed={[...line].sort((a, b) => a.position - b.position)} />
      </Section>
      {round && sheet.some((row) => row.spread) && <MedianSection v={v} round={round} sheet={sheet} />}
      <Section title={t('priority.nextInLine')} note={t('priority.nextInLineHint')}>
        <NextInLine v={v} line={line} />
      </Section>
    </>,
  );
};

const MedianSection = ({ v, round, sheet }: { v: Visit; round: Round; sheet: Awaited<ReturnType<typeof sheetOf>> }) => (
  <Section
    title={v.t('priority.mediansOf', { number: round.number })}
    note={v.t('priority.suggestionOnly')}
    actions={<a href={`/rounds/${round.id}`}>{v.t('priority.toRound')}</a>}
  >
    <MedianBoard
      v={v}
      rows={sheet}
      label={v.t('priority.mediansOf', { number: round.number })}
      hrefOf={(ref) => `/rounds/${round.id}/scores/${ref}`}
    />
  </Section>
);

const priorityPage = async (
  c: PageContext,
  recommendation: WholeRecommendation,
  forms: { agreement?: FormState; withdrawal?: FormState } = {},
) => {
  const v = visit(c);
  const { t } = v;
  const [priority, rounds] = await Promise.all([
    priorityOf(v.db, v.actor, recommendation.id),
    roundsOf(v.db, v.actor, recommendation.review_id, v.today),
  ]);
  if (!priority) throw notFound();
  const round = roundToShow(rounds);
  const [history, [row]] = await Promise.all([
    priority.record_id ? historyOf(v.db, [{ table: 'agreed_priority', id: priority.record_id }], { limit: 20, actor: v.actor }) : [],
    round ? sheetOf(v.db, v.actor, round.id, v.today, recommendation.id) : [],
  ]);
  const title = t('priority.ofRecommendation', { ref: recommendation.ref });
  const form =
    forms.agreement ?? emptyForm(priority.level ? { ...priority, on: priority.agreed_on, link: priority.decided_link } : { on: v.today });
  return show(
    c,
    { title: `${title} · ${textIn(recommendation.title, v.languages).text}`, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      {recommendation.text && (
        <Disclosure summary={t('priority.theText')}>
          <LongText v={v} text={recommendation.text} />
        </Disclosure>
      )}
      <Agreed v={v} priority={priority} />
      {row?.spread && <Suggestion v={v} spread={row.spread} />}
      {priority.may_agree && !recommendation.archived_at && (
        <Section title={t(priority.level ? 'priority.changeAgreed' : 'priority.agree')}>
          <AgreementForm
            v={v}
            form={form}
            recommendation={recommendation}
            version={versionOf(form, priority.version ?? 0) ?? 0}
            known={priority.level !== null}
          />
          {priority.level && (
            <ReasonForm
              v={v}
              form={forms.withdrawal}
              action={`/recommendations/${recommendation.ref}/priority/withdrawal`}
              version={priority.version ?? 0}
              deed={t('priority.withdraw')}
              label={t('priority.reason')}
              danger
            />
          )}
        </Section>
      )}
      {history.length > 0 && (
        <Section title={t('priority.history')}>
          <HistoryView v={v} entries={history} />
        </Section>
      )}
    </>,
  );
};
