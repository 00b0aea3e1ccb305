import { holdsSomewhere } from '../../../platform/access/actor.ts';
import { historyOf } from '../../../platform/audit/history.ts';
import { HistoryView } from '../../../platform/audit/history-view.tsx';
import { ReasonForm } from '../../../platform/audit/reason-form.tsx';
import { together } from '../../../platform/db/together.ts';
import { show } from '../../../platform/http/show.tsx';
import type { FormState } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { termIn } from '../../../platform/terms/terms.ts';
import { ButtonForm, ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Chips } from '../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import {
  AnswersPart,
  answersOnQuestion,
  FeasibilityMeter,
  feasibilityOfQuestion,
  LinksPart,
  linksOfQuestion,
} from '../assessment/index.ts';
import { CommentsPart, commentsQuestion, shownOnRecord } from '../comments/index.ts';
import { positionsOnQuestion } from '../positions/queries.ts';
import { PositionsPart } from '../positions/views.tsx';
import { PriorityPart, priorityOfQuestion } from '../priorities/index.ts';
import { trail } from './here.ts';
import { historyRows } from './history-page.tsx';
import { type WholeRecommendation, wordsOfReviews } from './queries.ts';
import { LongText, ShortText } from './views.tsx';

export const recommendationPage = async (c: PageContext, recommendation: WholeRecommendation, archiving?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const [terms, { positions, answers, feasibility, links, priority, comments }, history] = await Promise.all([
    wordsOfReviews(v.db),
    together(v.db, {
      positions: positionsOnQuestion(v.db, v.actor, recommendation.id),
      answers: answersOnQuestion(v.db, v.actor, recommendation.id),
      feasibility: feasibilityOfQuestion(v.db, v.actor, recommendation.id),
      links: linksOfQuestion(v.db, v.actor, recommendation.id),
      priority: priorityOfQuestion(v.db, v.actor, recommendation.id),
      comments: commentsQuestion(v.db, v.actor, recommendation.id, { limit: shownOnRecord }),
    }),
    historyOf(v.db, historyRows(recommendation.id, v.actor), { limit: 5, actor: v.actor }),
  ]);
  const title = textIn(recommendation.title, v.languages);
  return show(
    c,
    { title: `${recommendation.ref} ${title.text}`, breadcrumbs: trail(v, recommendation) },
    <RecordPage
      t={t}
      title={<ShortText v={v} text={recommendation.title} />}
      reference={recommendation.ref}
      {...(recommendation.archived_at ? { status: { tone: 'off' as const, label: t('recommendation.archived') } } : {})}
      marks={
        recommendation.aliases.length > 0 && (
          <span class="quiet">{t('recommendation.formerly', { names: t.list(recommendation.aliases.map((alias) => alias.text)) })}</span>
        )
      }
      facts={[
        {
          label: t('recommendation.review'),
          value: (
            <a href={`/reviews/${recommendation.review_ref}`}>
              <ShortText v={v} text={recommendation.review_title} />
            </a>
          ),
        },
        { label: t('recommendation.number'), value: recommendation.number },
        { label: t('recommendation.page'), value: recommendation.page },
        {
          label: t('recommendation.addressees'),
          value: recommendation.addressees.length > 0 && (
            <Chips
              items={recommendation.addressees.map((body) => ({
                label: body.acronym ?? textIn(body.name, v.languages).text,
                href: `/bodies/${body.ref}`,
              }))}
            />
          ),
        },
        {
          label: t('recommendation.themes'),
          value: recommendation.themes.length > 0 && (
            <Chips
              items={recommendation.themes.map((theme) => ({
                label: termIn(terms, 'theme', theme, v.languages),
                href: `/recommendations?theme=${theme}`,
              }))}
            />
          ),
        },
        { label: t('recommendation.owner'), value: termIn(terms, 'owner', recommendation.owner_class, v.languages) },
        { label: t('recommendation.coordination'), value: termIn(terms, 'coordination', recommendation.coordination_class, v.languages) },
        { label: t('recommendation.priority'), value: recommendation.priority && t(`priority.${recommendation.priority}`) },
      ]}
      actions={
        <>
          <ButtonLink href={`/promises/${recommendation.ref}`}>{t('recommendation.promise')}</ButtonLink>
          {recommendation.may_edit &&
            (recommendation.archived_at ? (
              <ButtonForm action={`/recommendations/${recommendation.ref}/revive`}>{t('recommendation.revive')}</ButtonForm>
            ) : (
              <ButtonLink href={`/recommendations/${recommendation.ref}/edit`} edit>
                {t('recommendation.edit')}
              </ButtonLink>
            ))}
        </>
      }
      aside={
        <>
          {priority[0] && <PriorityPart v={v} recommendation={recommendation} priority={priority[0]} />}
          <LinksPart v={v} recommendation={recommendation} links={links} mayManage={Boolean(recommendation.may_edit)} />
          <Section title={t('recommendation.plan')}>
            <p>
              <a href={`/plans?recommendation=${recommendation.ref}`}>{t('recommendation.planHint')}</a>
            </p>
            {holdsSomewhere(v.actor, 'plan.manage') && !recommendation.archived_at && (
              <p>
                <a href={`/plans/items/new?recommendation=${recommendation.ref}`}>{t('recommendation.planAdd')}</a>
              </p>
            )}
          </Section>
          <Section title={t('recommendation.history')}>
            <HistoryView
              v={v}
              entries={history}
              more={{ href: `/recommendations/${recommendation.ref}/history`, label: t('recommendation.wholeHistory') }}
            />
          </Section>
          {recommendation.may_edit && !recommendation.archived_at && (
            <ReasonForm
              v={v}
              form={archiving}
              action={`/recommendations/${recommendation.ref}/archive`}
              version={recommendation.version}
              deed={t('recommendation.archive')}
              label={t('recommendation.reason')}
              danger
            />
          )}
        </>
      }
    >
      {recommendation.archived_at && (
        <Notice
          t={t}
          tone="attention"
          text={t('recommendation.archivedBecause', {
            day: t.day(recommendation.archived_at.slice(0, 10)),
            reason: recommendation.archived_reason ?? '',
          })}
        />
      )}
      {recommendation.text ? (
        <LongText v={v} text={recommendation.text} />
      ) : (
        <p class="quiet">
          {t('recommendation.noText')} {recommendation.source_url && <a href={recommendation.source_url}>{t('recommendation.source')}</a>}
        </p>
      )}
      <PositionsPart v={v} recommendation={recommendation} positions={positions} terms={terms} />
      <AnswersPart v={v} recommendation={recommendation} answers={answers} mayRecord={holdsSomewhere(v.actor, 'answer.record')} />
      {feasibility[0] && <FeasibilityMeter v={v} recommendation={recommendation} feasibility={feasibility[0]} />}
      <CommentsPart v={v} recommendation={recommendation} comments={comments} />
    </RecordPage>,
  );
};
