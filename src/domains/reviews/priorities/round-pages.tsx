import { ConflictNotice, versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { together } from '../../../platform/db/together.ts';
import { formWords } from '../../../platform/http/form-state.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Meter } from '../../../platform/ui/figures/figures.tsx';
import { ButtonForm, ButtonLink } from '../../../platform/ui/form/form.tsx';
import { LinkMenu } from '../../../platform/ui/list/list.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { reviewOf } from '../recommendations/here.ts';
import { ShortText } from '../recommendations/views.tsx';
import { MedianBoard } from './board-views.tsx';
import { changeRound, closeRound, dismissScorer, inviteScorers, movePriority, openRound, scorePriority } from './commands.ts';
import { exportRound } from './exports.ts';
import { newRoundPage, peopleToInvite } from './new-round-page.tsx';
import { type Round, scorersOfQuestion, sheetOf, sheetOfQuestion } from './queries.ts';
import { InvitationForm, RoundChangeForm } from './round-forms.tsx';
import { roundNumbered, roundOf, trailOf } from './round-here.ts';
import { RoundState, ScorersTable } from './round-views.tsx';
import { scorePage } from './score-page.tsx';
import { OwnBoard, ToScore } from './score-views.tsx';
import { SpreadCharts, SpreadTable } from './spread-views.tsx';

export const roundPages = (app: Pages): void => {
  app.get('/reviews/:ref/rounds/new', async (c) => newRoundPage(c, await reviewOf(c), emptyForm()));
  app.post('/reviews/:ref/rounds', async (c) => {
    const review = await reviewOf(c);
    return submit(c, openRound, {
      more: { review: review.ref },
      done: ({ round }) => `/rounds/${round}`,
      again: (form) => newRoundPage(c, review, form),
      flash: 'priority.opened',
    });
  });
  app.get('/rounds/:file{[0-9]+\\.(csv|xlsx|json)}', async (c) => {
    const [id = '', format] = c.req.param('file').split('.');
    return exportRound(c, await roundNumbered(visit(c), id), format as 'csv' | 'xlsx' | 'json');
  });
  app.get('/rounds/:round', async (c) => roundPage(c, await roundOf(c)));
  app.post('/rounds/:round', async (c) => {
    const round = await roundOf(c);
    return submit(c, changeRound, {
      more: { round: round.id },
      done: () => `/rounds/${round.id}`,
      again: (change) => roundPage(c, round, { change }),
      flash: 'priority.roundChanged',
    });
  });
  app.post('/rounds/:round/closure', async (c) => {
    const round = await roundOf(c);
    return submit(c, closeRound, {
      more: { round: round.id },
      done: () => `/rounds/${round.id}`,
      again: (board) => roundPage(c, round, { board }),
      flash: 'priority.closed',
    });
  });
  app.post('/rounds/:round/invitations', async (c) => {
    const round = await roundOf(c);
    return submit(c, inviteScorers, {
      more: { round: round.id },
      done: () => `/rounds/${round.id}`,
      again: (invitation) => roundPage(c, round, { invitation }),
      flash: 'priority.invited',
    });
  });
  app.post('/rounds/:round/dismissals', async (c) => {
    const round = await roundOf(c);
    return submit(c, dismissScorer, {
      more: { round: round.id },
      done: () => `/rounds/${round.id}`,
      again: (dismissal) => roundPage(c, round, { dismissal }),
      flash: 'priority.dismissed',
    });
  });
  // The board's own form says `id` and `reason`; here the reason is the rationale of the new score.
  app.post('/rounds/:round/moves', async (c) => {
    const round = await roundOf(c);
    const { id, reason } = await c.req.parseBody();
    return submit(c, movePriority, {
      more: { round: round.id, recommendation: id, rationale: reason },
      done: () => `/rounds/${round.id}#board`,
      again: (board) => roundPage(c, round, { board }),
      flash: 'priority.moved',
    });
  });
  app.get('/rounds/:round/scores/:ref', async (c) => scorePage(c, await roundOf(c)));
  app.post('/rounds/:round/scores/:ref', async (c) => {
    const round = await roundOf(c);
    const ref = c.req.param('ref').toUpperCase();
    const next = (await sheetOf(visit(c).db, visit(c).actor, round.id, visit(c).today)).find((row) => !row.own && row.ref !== ref);
    return submit(c, scorePriority, {
      more: { round: round.id, recommendation: ref },
      done: () => (next ? `/rounds/${round.id}/scores/${next.ref}` : `/rounds/${round.id}`),
      again: (form) => scorePage(c, round, form),
      flash: 'priority.scored',
    });
  });
};

interface RoundForms {
  change?: FormState;
  invitation?: FormState;
  dismissal?: FormState;
  board?: FormState;
}

const roundPage = async (c: PageContext, round: Round, forms: RoundForms = {}) => {
  const v = visit(c);
  const { t } = v;
  const insider = round.may_manage || round.is_scorer;
  const [{ sheet, scorers }, before, choices] = await Promise.all([
    together(v.db, { sheet: sheetOfQuestion(v.db, v.actor, round.id, v.today), scorers: scorersOfQuestion(v.db, v.actor, round.id) }),
    insider && round.previous_id ? sheetOf(v.db, v.actor, round.previous_id, v.today) : [],
    round.may_manage && !round.over ? peopleToInvite(v) : undefined,
  ]);
  const left = sheet.filter((row) => !row.own);
  return show(
    c,
    {
      title: `${t('priority.roundNumber', { number: round.number })} · ${textIn(round.title, v.languages).text}`,
      breadcrumbs: trailOf(v, round),
      alternates: [{ type: 'text/csv', href: `/rounds/${round.id}.csv`, title: 'CSV' }],
    },
    <>
      <PageTitle
        title={
          <>
            {t('priority.roundNumber', { number: round.number })}: <ShortText v={v} text={round.title} />
          </>
        }
        actions={
          <>
            <LinkMenu
              label={t('list.download')}
              links={['csv', 'xlsx', 'json'].map((format) => ({ href: `/rounds/${round.id}.${format}`, label: format.toUpperCase() }))}
            />
            {round.may_manage && round.state === 'open' && (
              <ButtonForm action={`/rounds/${round.id}/closure`} version={round.version}>
                {t('priority.close')}
              </ButtonForm>
            )}
            {round.may_manage && round.over && (
              <ButtonLink href={`/reviews/${round.review_ref}/rounds/new`}>{t('priority.nextRound')}</ButtonLink>
            )}
          </>
        }
      />
      <p class="row">
        <RoundState v={v} round={round} />
        {round.closes_on && <span>{t(round.over ? 'priority.endedOn' : 'priority.until', { day: t.day(round.closes_on) })}</span>}
        <span class="quiet">{t('priority.roundCounts', { scorers: Number(round.scorers), scores: Number(round.scores) })}</span>
      </p>
      {forms.board && <BoardTrouble v={v} form={forms.board} />}
      {round.is_scorer && (
        <Section title={t('priority.yours')} id="board" note={t(round.over ? 'priority.yoursOver' : 'priority.yoursHint')}>
          <p>
            <Meter t={t} value={sheet.length - left.length} of={sheet.length} label={t('priority.scoredByYou')} />
          </p>
          {left.length > 0 && !round.over && (
            <Disclosure summary={t('priority.stillToScore', { count: left.length })} open>
              <ToScore v={v} round={round} rows={left} />
            </Disclosure>
          )}
          {left.length < sheet.length && <OwnBoard v={v} round={round} rows={sheet} />}
        </Section>
      )}
      <Section title={t('priority.spread')} note={t(insider ? 'priority.spreadHint' : 'priority.forScorersHint')}>
        {sheet.length === 0 ? (
          <EmptyState title={t('priority.noRecommendations')} />
        ) : (
          <SpreadTable v={v} round={round} rows={sheet} before={before} />
        )}
        <SpreadCharts v={v} rows={sheet} />
      </Section>
      {sheet.some((row) => row.spread) && (
        <Section title={t('priority.mediansOf', { number: round.number })} note={t('priority.suggestionOnly')}>
          <MedianBoard
            v={v}
            rows={sheet}
            label={t('priority.mediansOf', { number: round.number })}
            hrefOf={(ref) => `/rounds/${round.id}/scores/${ref}`}
          />
        </Section>
      )}
      {insider && (
        <Section title={t('priority.scorers')}>
          {scorers.length === 0 ? (
            <EmptyState title={t('priority.nobodyInvited')} text={t('priority.nobodyInvitedHint')} />
          ) : (
            <ScorersTable v={v} round={round} scorers={scorers} dismissal={forms.dismissal} />
          )}
        </Section>
      )}
      {choices && <Managing v={v} round={round} forms={forms} choices={choices} />}
    </>,
  );
};

/** What is wrong with a move stands above the board: the card itself is closed again. */
const BoardTrouble = ({ v, form }: { v: Visit; form: FormState }) => (
  <>
    <ConflictNotice v={v} form={form} />
    {formWords(form, v.t).errors.map((one) => (
      <Notice t={v.t} tone="problem" text={one.message} />
    ))}
  </>
);

const Managing = ({
  v,
  round,
  forms,
  choices,
}: {
  v: Visit;
  round: Round;
  forms: RoundForms;
  choices: Awaited<ReturnType<typeof peopleToInvite>>;
}) => {
  const change = forms.change ?? emptyForm({ title: round.title, closesOn: round.closes_on });
  return (
    <>
      <Disclosure summary={v.t('priority.invite')} open={forms.invitation !== undefined}>
        <InvitationForm v={v} form={forms.invitation ?? emptyForm()} round={round} {...choices} />
      </Disclosure>
      <Disclosure summary={v.t('priority.changeRound')} open={forms.change !== undefined}>
        <RoundChangeForm v={v} form={change} round={round} version={versionOf(change, round.version) ?? round.version} />
      </Disclosure>
    </>
  );
};
