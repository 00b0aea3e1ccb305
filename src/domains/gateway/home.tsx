import { holdsEverywhere, keyOf } from '../../platform/access/actor.ts';
import { together } from '../../platform/db/together.ts';
import { show } from '../../platform/http/show.tsx';
import { type PageContext, type Visit, visit } from '../../platform/http/visit.ts';
import { type Texts, textIn } from '../../platform/i18n/texts.ts';
import { kept } from '../../platform/lists/kept.ts';
import { Doors } from '../../platform/ui/doors/doors.tsx';
import { Stat, Stats } from '../../platform/ui/figures/figures.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { PageTitle, Section } from '../../platform/ui/record/record.tsx';
import { Table } from '../../platform/ui/table/table.tsx';
import { Time } from '../../platform/ui/words.tsx';
import { latelyInPlanQuestion, planFiguresQuestion } from '../plans/index.ts';
import { figuresOfReviews, latelyDecidedQuestion } from '../reviews/index.ts';

const latest = 6;

/** The first page of a community: what waits for the reader, how things stand, what happened last, and where to begin. */
export const homePage = async (c: PageContext, moment: string) => {
  const v = visit(c);
  const { t, db, actor, today } = v;
  const [reviews, { plan, decided, progress }] = await Promise.all([
    figuresOfReviews(db, actor, moment),
    kept(db, moment, `home ${today} ${keyOf(actor)}`, () =>
      together(db, {
        plan: planFiguresQuestion(db, actor, today),
        decided: latelyDecidedQuestion(db, actor, today, latest),
        progress: latelyInPlanQuestion(db, actor, latest),
      }),
    ),
  ]);
  const planned = plan[0];
  const begins = reviews.reviews.length === 0 && holdsEverywhere(actor, 'review.manage');
  return show(
    c,
    { title: v.communityName },
    <>
      <PageTitle title={v.communityName} lead={t('gateway.lead')} />
      {begins && <FirstSteps v={v} />}
      {actor.kind !== 'person' && <WhereToBegin v={v} />}
      {actor.kind === 'person' && !begins && v.due.length === 0 && <p class="quiet">{t('gateway.nothingDue')}</p>}
      <Section title={t('gateway.stands')}>
        <Stats>
          <Stat
            t={t}
            label={t('gateway.recommendations')}
            figure={t.number(reviews.recommendations)}
            definition={t('gateway.recommendationsHint')}
            href="/recommendations"
          />
          <Stat
            t={t}
            label={t('gateway.disagree')}
            figure={t.number(reviews.disagree)}
            definition={t('gateway.disagreeHint')}
            href="/recommendations?positions=disagree"
          />
          <Stat
            t={t}
            label={t('gateway.unanswered')}
            figure={t.number(reviews.unanswered)}
            definition={t('gateway.unansweredHint')}
            href="/recommendations?positions=unanswered"
          />
          {planned && planned.issues > 0 && (
            <Stat
              t={t}
              label={t('gateway.completed')}
              figure={t.number(planned.completed)}
              definition={t('gateway.completedHint', { count: planned.issues })}
              href="/plans?kind=issue&status=completed"
            />
          )}
          {planned && planned.issues > 0 && (
            <Stat
              t={t}
              label={t('gateway.overdue')}
              figure={t.number(planned.overdue)}
              definition={t('gateway.overdueHint')}
              href="/plans?attention=overdue"
            />
          )}
        </Stats>
      </Section>
      <Lately v={v} happened={[...decided.map((row) => answered(v, row)), ...progress.map((row) => advanced(v, row))]} />
      {reviews.reviews.length > 0 && (
        <Section title={t('gateway.reviews')}>
          <Table
            caption={t('gateway.reviews')}
            captionHidden
            columns={[
              { label: t('review.title') },
              { label: t('gateway.recommendations'), number: true },
              { label: t('gateway.final'), number: true },
            ]}
            rows={reviews.reviews.map((review) => [
              <a href={`/reviews/${review.ref}`}>
                <Named v={v} name={review.title} />
              </a>,
              t.number(review.recommendations),
              t.number(review.final_positions),
            ])}
          />
        </Section>
      )}
      {actor.kind === 'person' && !begins && <WhereToBegin v={v} />}
    </>,
  );
};

const Named = ({ v, name }: { v: Visit; name: Texts }) => <InLanguage page={v.language} {...textIn(name, v.languages)} />;

/** Until the first review is there: what whoever runs the community does first, in its order. */
const FirstSteps = ({ v: { t } }: { v: Visit }) => (
  <Section title={t('gateway.first')}>
    <Doors
      label={t('gateway.first')}
      doors={(
        [
          ['bodies', '/bodies'],
          ['review', '/reviews/new'],
          ['people', '/people-and-roles'],
        ] as const
      ).map(([step, href]) => ({ href, label: t(`gateway.first.${step}`), text: t(`gateway.first.${step}Text`) }))}
    />
  </Section>
);

const WhereToBegin = ({ v: { t } }: { v: Visit }) => (
  <Doors
    label={t('gateway.doors')}
    doors={(
      [
        ['stand', '/reviews'],
        ['follow', '/plans'],
        ['join', '/bodies'],
      ] as const
    ).map(([door, href]) => ({ href, label: t(`gateway.door.${door}`), text: t(`gateway.door.${door}Text`) }))}
  />
);

interface Happened {
  on: string;
  href: string;
  name: Texts;
  what: string;
}

type Decided = Awaited<ReturnType<ReturnType<typeof latelyDecidedQuestion>['execute']>>[number];
type Progress = Awaited<ReturnType<ReturnType<typeof latelyInPlanQuestion>['execute']>>[number];

const answered = ({ t, languages }: Visit, row: Decided): Happened => ({
  on: row.on ?? '',
  href: `/reviews/${row.ref}`,
  name: row.title,
  what: `${row.acronym ?? textIn(row.body, languages).text}: ${t('gateway.lately.decided', { count: row.positions })}`,
});

const advanced = ({ t }: Visit, row: Progress): Happened => ({
  on: row.on,
  href: `/plans/items/${row.ref}`,
  name: row.title,
  what: row.percent === null ? t('gateway.lately.progress') : `${t('gateway.lately.progress')}: ${t.percent(row.percent)}`,
});

const Lately = ({ v, happened }: { v: Visit; happened: readonly Happened[] }) => {
  if (happened.length === 0) return null;
  const newest = [...happened].sort((one, other) => other.on.localeCompare(one.on)).slice(0, latest);
  return (
    <Section title={v.t('gateway.lately')}>
      <ol class="lately">
        {newest.map((one) => (
          <li>
            <span class="meta">
              <Time when={{ iso: one.on, text: v.t.day(one.on) }} />
            </span>
            <span>
              <a href={one.href}>
                <Named v={v} name={one.name} />
              </a>{' '}
              <bdi class="quiet small">{one.what}</bdi>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
};
