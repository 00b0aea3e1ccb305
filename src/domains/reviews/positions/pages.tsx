import { type HistoryEntry, historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm, ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { Stance, StatusChip } from '../../../platform/ui/status/status.tsx';
import { recommendationOf, trail } from '../recommendations/here.ts';
import { type WholeRecommendation, wordsOfReviews } from '../recommendations/queries.ts';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { answerPages } from './answer-pages.tsx';
import { consultPosition, draftPosition, finalisePosition, reopenPosition } from './commands.ts';
import { DecisionForm, DraftForm } from './forms.tsx';
import { bodyHere } from './here.ts';
import { matrixPages } from './matrix-pages.tsx';
import { DecisionFacts, stanceLook } from './views.tsx';

export const pages = (app: Pages): void => {
  matrixPages(app);
  answerPages(app);
  app.get('/recommendations/:ref/positions/:body', async (c) => cellPage(c, await recommendationOf(c)));
  app.get('/recommendations/:ref/positions/:body/edit', async (c) => draftPage(c, await recommendationOf(c)));
  app.post('/recommendations/:ref/positions/:body/edit', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, draftPosition, {
      ...here(c, recommendation),
      again: (form) => draftPage(c, recommendation, form),
      flash: 'position.saved',
    });
  });
  app.post('/recommendations/:ref/positions/:body/consultation', async (c) =>
    submit(c, consultPosition, here(c, await recommendationOf(c))),
  );
  app.post('/recommendations/:ref/positions/:body/decision', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, finalisePosition, {
      ...here(c, recommendation),
      again: (form) => cellPage(c, recommendation, form),
      flash: 'position.finalised',
    });
  });
  app.post('/recommendations/:ref/positions/:body/reopening', async (c) => {
    const recommendation = await recommendationOf(c);
    return submit(c, reopenPosition, { ...here(c, recommendation), again: (form) => cellPage(c, recommendation, form) });
  });
};

const here = (c: PageContext, recommendation: WholeRecommendation) => {
  const body = c.req.param('body') ?? '';
  return { more: { recommendation: recommendation.ref, body }, done: () => `/recommendations/${recommendation.ref}/positions/${body}` };
};

const cellPage = async (c: PageContext, recommendation: WholeRecommendation, form?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const [terms, { body, position }] = await Promise.all([wordsOfReviews(v.db), bodyHere(c, v, recommendation.id)]);
  const whole = position ? await historyOf(v.db, [{ table: 'position', id: position.id }], { limit: 30, actor: v.actor }) : [];
  const history = body.may_draft ? whole : forStrangers(whole);
  const name = textIn(body.name, v.languages).text;
  const base = `/recommendations/${recommendation.ref}/positions/${body.ref}`;
  return show(
    c,
    { title: t('position.of', { body: body.acronym ?? name, ref: recommendation.ref }), breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle
        title={t('position.of', { body: name, ref: recommendation.ref })}
        lead={<ShortText v={v} text={recommendation.title} />}
        actions={
          body.may_draft &&
          position?.state !== 'final' && (
            <ButtonLink href={`${base}/edit`} primary edit>
              {position ? t('position.edit') : t('position.begin')}
            </ButtonLink>
          )
        }
      />
      <Recommended v={v} recommendation={recommendation} />
      {!position ? (
        <EmptyState title={t('position.noneYet')} text={t('position.noneYetHint', { body: name })} />
      ) : (
        <>
          <p class="row">
            <Stance {...stanceLook(terms, position.stance, v)} />
            <StatusChip tone={position.state === 'final' ? 'done' : 'waiting'} label={t(`position.state.${position.state}`)} />
          </p>
          {position.stale && (
            <Notice
              t={t}
              tone="attention"
              text={t('position.staleHint')}
              action={{ href: `/recommendations/${recommendation.ref}/history`, label: t('recommendation.wholeHistory') }}
            />
          )}
          {position.comment ? <LongText v={v} text={position.comment} both /> : <p class="quiet">{t('position.noComment')}</p>}
          <DecisionFacts v={v} position={position} />
          {body.may_draft && position.state === 'drafting' && (
            <ButtonForm action={`${base}/consultation`} version={position.version}>
              {t('position.consult')}
            </ButtonForm>
          )}
          {body.may_finalise && position.state !== 'final' && (
            <Disclosure summary={t('position.finalise')} open={form !== undefined}>
              <DecisionForm
                v={v}
                form={form ?? emptyForm()}
                action={`${base}/decision`}
                version={position.version}
                submit={t('position.finalise')}
              />
            </Disclosure>
          )}
          {body.may_finalise && position.state === 'final' && (
            <ReasonForm
              v={v}
              form={form}
              action={`${base}/reopening`}
              version={position.version}
              deed={t('position.reopen')}
              label={t('recommendation.reason')}
            />
          )}
          {history.length > 0 && (
            <Section title={t('recommendation.history')}>
              <HistoryView v={v} entries={history} />
            </Section>
          )}
        </>
      )}
    </>,
  );
};

/** What is recommended, so that nobody need go back for it: read at once where it is short. */
const Recommended = ({ v, recommendation: { text } }: { v: Visit; recommendation: WholeRecommendation }) =>
  text && (
    <Disclosure summary={v.t('position.recommended')} open={textIn(text, v.languages).text.length <= 600}>
      <LongText v={v} text={text} />
    </Disclosure>
  );

/** What strangers see of a position's history: that it was decided and reopened, and with which words, never the drafts before. */
const forStrangers = (history: readonly HistoryEntry[]): HistoryEntry[] =>
  history.flatMap((entry) => {
    if (entry.command !== 'position.takeIn') return decisions.has(entry.command) ? [entry] : [];
    const decided = entry.changes.some((change) => change.field === 'state' && change.after === 'final');
    // A document that decides may take the place of a draft: then only what it says is told, as if nothing had stood there.
    return decided ? [{ ...entry, changes: entry.changes.map((change) => ({ ...change, op: 'insert' as const, before: null })) }] : [];
  });

const decisions = new Set(['position.finalise', 'answer.finalise', 'position.reopen']);

const draftPage = async (c: PageContext, recommendation: WholeRecommendation, form?: FormState) => {
  const v = visit(c);
  const [terms, { body, position }] = await Promise.all([wordsOfReviews(v.db), bodyHere(c, v, recommendation.id)]);
  const base = `/recommendations/${recommendation.ref}/positions/${body.ref}`;
  const title = v.t('position.draftOf', { body: body.acronym ?? textIn(body.name, v.languages).text, ref: recommendation.ref });
  return show(
    c,
    { title, breadcrumbs: trail(v, recommendation, true) },
    <>
      <PageTitle title={title} lead={<ShortText v={v} text={recommendation.title} />} />
      <Recommended v={v} recommendation={recommendation} />
      <DraftForm
        v={v}
        form={form ?? emptyForm({ stance: position?.stance ?? '', comment: position?.comment })}
        terms={terms}
        action={`${base}/edit`}
        version={position?.version ?? 0}
        cancelHref={base}
      />
    </>,
  );
};
