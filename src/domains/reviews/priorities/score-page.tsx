import { versionOf } from '../../../platform/audit/conflict-notice.tsx';
import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import { type PageContext, visit } from '../../../platform/http/visit.ts';
import { PageTitle, Section } from '../../../platform/ui/record/record.tsx';
import { recommendationOf } from '../recommendations/here.ts';
import { LongText, ShortText } from '../recommendations/views.tsx';
import { type Round, scoresOf, sheetOf } from './queries.ts';
import { trailOf } from './round-here.ts';
import { ScoreForm, ScoresTable } from './score-views.tsx';
import { SpreadTable } from './spread-views.tsx';

export const scorePage = async (c: PageContext, round: Round, given?: FormState) => {
  const v = visit(c);
  const { t } = v;
  const recommendation = await recommendationOf(c);
  const [[row], scores] = await Promise.all([
    sheetOf(v.db, v.actor, round.id, v.today, recommendation.id),
    scoresOf(v.db, v.actor, round.id, v.today, recommendation.id),
  ]);
  if (!row) throw notFound();
  const form = given ?? emptyForm(row.own ? { ...row.own } : {});
  return show(
    c,
    { title: t('priority.scoreOf', { ref: recommendation.ref }), breadcrumbs: trailOf(v, round, true) },
    <>
      <PageTitle title={t('priority.scoreOf', { ref: recommendation.ref })} lead={<ShortText v={v} text={recommendation.title} />} />
      {recommendation.text ? (
        <LongText v={v} text={recommendation.text} />
      ) : (
        <a href={`/recommendations/${recommendation.ref}`}>{recommendation.ref}</a>
      )}
      {round.is_scorer && !round.over && (
        <Section title={t('priority.yours')} note={t('priority.ownOnly')}>
          <ScoreForm
            v={v}
            form={form}
            round={round}
            recommendation={recommendation}
            version={versionOf(form, row.own?.version ?? 0) ?? 0}
          />
        </Section>
      )}
      <Section
        title={t('priority.spread')}
        note={t('priority.answeredOf', { answered: Number(row.answered), scorers: Number(row.scorers) })}
      >
        <SpreadTable v={v} round={round} rows={[row]} before={[]} />
        {scores.length > 0 && (round.may_manage || round.over) && <ScoresTable v={v} scores={scores} />}
      </Section>
    </>,
  );
};
