import { raw } from 'hono/html';
import { lines } from '../../../platform/charts/charts.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { type Terms, termIn } from '../../../platform/terms/terms.ts';
import { Progress } from '../../../platform/ui/figures/figures.tsx';
import { History } from '../../../platform/ui/history/history.tsx';
import { Chips, Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Facts } from '../../../platform/ui/record/record.tsx';
import { Mark, Stance, StatusChip } from '../../../platform/ui/status/status.tsx';
import { Chapter, Story as StoryView } from '../../../platform/ui/story/story.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { dayOf, HealthOf, Lines, StatusOf } from '../../plans/index.ts';
import { LongText, ShortText, stanceLook } from '../../reviews/index.ts';
import { type Asked, contradicted, type Planned, type Story } from './promise.ts';
import type { Happening } from './queries.ts';
import {
  deedWords,
  endWords,
  evidenceOf,
  fieldWords,
  labelled,
  leadWords,
  nameOf,
  percentsOver,
  reportedWords,
  stanceCounts,
  valueWords,
} from './words.ts';

interface Props {
  v: Visit;
  story: Story;
  terms: Terms;
}

/** The promise as a story in six chapters. */
export const StoryChapters = ({ v, story, terms, happenings }: Props & { happenings: readonly Happening[] }) => {
  const { t } = v;
  return (
    <StoryView>
      <Chapter id="asked" title={t('promise.chapter.asked')}>
        {story.asked.length === 0 ? (
          <p class="quiet">{t(story.past?.from === 'days' ? 'promise.notThen' : 'promise.nobodyAsked')}</p>
        ) : (
          story.asked.map((asked) => <AskedPart v={v} story={story} terms={terms} asked={asked} />)
        )}
      </Chapter>
      <Chapter id="stood" title={t('promise.chapter.stood')}>
        {story.asked.length === 0 ? (
          <p class="quiet">{t('promise.nothingToStandOn')}</p>
        ) : (
          story.asked.map((asked) => <StoodPart v={v} story={story} terms={terms} asked={asked} />)
        )}
      </Chapter>
      <Chapter id="planned" title={t('promise.chapter.planned')}>
        {story.planned.length === 0 ? (
          <p class="quiet">{t('promise.nothingPlanned')}</p>
        ) : (
          story.planned.map((item) => <PlannedPart v={v} item={item} />)
        )}
        <InsidePart v={v} story={story} />
      </Chapter>
      <Chapter id="done" title={t('promise.chapter.done')}>
        {story.planned.length === 0 ? <p class="quiet">{t('promise.nothingDone')}</p> : <DonePart v={v} story={story} />}
      </Chapter>
      <Chapter id="evidence" title={t('promise.chapter.evidence')}>
        <EvidencePart v={v} story={story} />
      </Chapter>
      <Chapter id="history" title={t('promise.chapter.history')} note={t('promise.historyNote')}>
        {happenings.length === 0 ? (
          <p class="quiet">{t('promise.noHistory')}</p>
        ) : (
          <HappeningsView
            v={v}
            happenings={happenings}
            more={{ href: `/promises/${story.ref}/history`, label: t('promise.wholeHistory') }}
          />
        )}
      </Chapter>
    </StoryView>
  );
};

const AskedPart = ({ v, story, terms, asked }: Props & { asked: Asked }) => {
  const { t } = v;
  const { review } = asked;
  return (
    <article class="flow">
      {(story.kind === 'item' || story.asked.length > 1) && (
        <h3>
          <a href={`/promises/${asked.ref}`}>
            <ShortText v={v} text={asked.title} />
          </a>
        </h3>
      )}
      {asked.text ? <LongText v={v} text={asked.text} /> : <p class="quiet">{t('promise.noText')}</p>}
      <Facts
        facts={[
          { label: t('promise.number'), value: <a href={`/recommendations/${asked.ref}`}>{asked.ref}</a> },
          {
            label: t('promise.review'),
            value: (
              <a href={`/reviews/${review.ref}`}>
                <ShortText v={v} text={review.title} />
              </a>
            ),
          },
          { label: t('promise.examiner'), value: review.examiner },
          { label: t('promise.publishedOn'), value: review.publishedOn && t.day(review.publishedOn) },
          {
            label: t('promise.source'),
            value:
              (review.sourceUrl || asked.page) &&
              (review.sourceUrl ? (
                <a href={review.sourceUrl}>{asked.page ? t('promise.onPage', { page: asked.page }) : t('promise.sourceDocument')}</a>
              ) : (
                t('promise.onPage', { page: asked.page ?? '' })
              )),
          },
          {
            label: t('promise.addressees'),
            value: asked.addressees.length > 0 && (
              <Chips items={asked.addressees.map((body) => ({ label: nameOf(body, v), href: `/bodies/${body.ref}` }))} />
            ),
          },
          {
            label: t('promise.themes'),
            value: asked.themes.length > 0 && (
              <Chips
                items={asked.themes.map((theme) => ({
                  label: termIn(terms, 'theme', theme, v.languages),
                  href: `/promises?theme=${theme}`,
                }))}
              />
            ),
          },
        ]}
      />
    </article>
  );
};

const StoodPart = ({ v, story, terms, asked }: Props & { asked: Asked }) => {
  const { t } = v;
  const counts = stanceCounts(asked.positions, terms);
  return (
    <article class="flow">
      {story.asked.length > 1 && <h3>{asked.ref}</h3>}
      {asked.positions.length === 0 ? (
        <p class="quiet">{t('promise.nobodyStands')}</p>
      ) : (
        <>
          <p class="row">
            <a href={`/recommendations/${asked.ref}#positions`}>{t('promise.bodiesDecided', { count: asked.positions.length })}</a>
            {counts.map(({ stance, count }) => {
              const look = stanceLook(terms, stance, v);
              return <Stance {...look} label={`${look.label}: ${t.number(count)}`} />;
            })}
          </p>
          <ul class="flow">
            {asked.positions.map((position) => (
              <li>
                <p class="row">
                  <a href={`/recommendations/${asked.ref}/positions/${position.body.ref}`}>
                    <b>{nameOf(position.body, v)}</b>
                  </a>
                  <Stance {...stanceLook(terms, position.stance, v)} />
                  {position.stale && <StatusChip tone="problem" label={t('position.stale')} />}
                  {position.decidedOn && (
                    <span class="quiet small">
                      {t('position.decided', {
                        how: t(`position.how.${position.decidedHow ?? 'document'}`),
                        day: t.day(position.decidedOn),
                      })}
                    </span>
                  )}
                </p>
                {position.comment && (
                  <Disclosure summary={t('promise.ownWords')}>
                    <LongText v={v} text={position.comment} />
                  </Disclosure>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('promise.answers')}</h3>
      {asked.answers.length === 0 ? (
        <p class="quiet">{t('promise.noAnswer')}</p>
      ) : (
        asked.answers.map((answer) => (
          <div class="flow">
            <p class="row">
              <b>{nameOf(answer.body, v)}</b>
              <StatusChip tone={answerTone[answer.answer] ?? 'neutral'} label={t(`answer.${answer.answer}`)} />
              {answer.decidedOn && <span class="quiet small">{t.day(answer.decidedOn)}</span>}
              {answer.decidedLink && <a href={answer.decidedLink}>{t('answer.toDecision')}</a>}
            </p>
            {answer.explanation && <LongText v={v} text={answer.explanation} />}
            {answer.alternativeWording && (
              <>
                <h4>{t('answer.alternativeWording')}</h4>
                <LongText v={v} text={answer.alternativeWording} />
              </>
            )}
          </div>
        ))
      )}
    </article>
  );
};

const answerTone: Readonly<Record<string, 'done' | 'waiting' | 'problem' | 'neutral'>> = {
  accepted: 'done',
  acceptedInPart: 'waiting',
  alternative: 'waiting',
  noted: 'neutral',
  rejected: 'problem',
};

const ItemTitle = ({ v, item }: { v: Visit; item: Planned }) => (
  <h3>
    <a href={`/plans/items/${item.ref}`}>
      {item.number && `${item.number}. `}
      <ShortText v={v} text={item.title} />
    </a>{' '}
    <span class="reference quiet small">{item.ref}</span>
  </h3>
);

const planTexts = ['goal', 'steps', 'metrics', 'method'] as const;

const PlannedPart = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  const whole = item.ends.length === 1 && item.ends[0]?.label === '' ? item.ends[0] : undefined;
  return (
    <article class="flow">
      <ItemTitle v={v} item={item} />
      {planTexts.map((name) => {
        const text = item[name];
        return (
          text && (
            <>
              <h4>{t(`plan.${name}`)}</h4>
              <Lines v={v} text={text} />
            </>
          )
        );
      })}
      <Facts
        facts={[
          { label: t('plan.startsOn'), value: item.startsOn && t.day(item.startsOn) },
          { label: t('plan.proposedEnd'), value: whole && <EndNow v={v} end={whole} /> },
          ...leadWords(v, item.leads).map(({ role, who }) => ({ label: role, value: who })),
          { label: t('plan.body'), value: item.body && <a href={`/bodies/${item.body.ref}`}>{nameOf(item.body, v)}</a> },
          { label: t('plan.phase'), value: item.phase },
        ]}
      />
      {!whole && item.ends.length > 0 && (
        <Table
          caption={t('plan.parts')}
          columns={[{ label: t('plan.part') }, { label: t('plan.baseline') }, { label: t('plan.proposedEnd') }]}
          rows={item.ends.map((end) => [
            [end.label && `${end.label})`, end.title].filter(Boolean).join(' ') || '–',
            end.baselineOn ? t.day(end.baselineOn) : '–',
            endWords(v, end).now || '–',
          ])}
        />
      )}
      {item.budget.length > 0 && (
        <Table
          caption={t('plan.budget')}
          columns={[
            { label: t('plan.budgetYear') },
            { label: t('plan.budgetPlanned'), number: true },
            { label: t('plan.budgetApproved'), number: true },
            { label: t('plan.budgetSpent'), number: true },
          ]}
          rows={item.budget.map((year) => [
            `${year.year} (${year.currency})`,
            ...[year.planned, year.approved, year.spent].map((amount) => (amount === null ? '–' : t.number(Number(amount)))),
          ])}
        />
      )}
      {item.outside.length > 0 && (
        <>
          <h4>{t('dependency.outside')}</h4>
          <ul>
            {item.outside.map((one) => (
              <li>
                <b>{one.owner}</b> {one.promise}{' '}
                <span class="quiet small">
                  {[
                    one.promisedOn &&
                      `${t('dependency.promisedOn')} ${dayOf({ ends_on: one.promisedOn, ends_precision: one.precision }, t)}`,
                    one.keptOn
                      ? `${t('dependency.kept')} ${t.day(one.keptOn)}`
                      : one.lastAskedOn && `${t('dependency.lastAskedOn')} ${t.day(one.lastAskedOn)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
};

const EndNow = ({ v, end }: { v: Visit; end: Planned['ends'][number] }) => {
  const { now, first } = endWords(v, end);
  return (
    <>
      {now} {first && <span class="quiet">({v.t('promise.firstEnd', { day: first })})</span>}
    </>
  );
};

const mostInside = 20;

/** What lies inside what is planned, in lines; the plan has the rest. */
const InsidePart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  if (story.inside.length === 0) return null;
  return (
    <>
      <h3>{t('promise.inside', { count: story.inside.length })}</h3>
      <ul>
        {story.inside.slice(0, mostInside).map((item) => (
          <li class="row">
            <a href={`/plans/items/${item.ref}`}>
              <ShortText v={v} text={item.title} />
            </a>
            {item.status && <StatusOf v={v} status={item.status} percent={item.percent} />}
            {item.late && <Mark tone="attention">{t('promise.late')}</Mark>}
          </li>
        ))}
      </ul>
      {story.inside.length > mostInside && (
        <p>
          <a href="/plans/tree">{t('promise.insideMore', { count: story.inside.length - mostInside })}</a>
        </p>
      )}
    </>
  );
};

const DonePart = ({ v, story }: { v: Visit; story: Story }) => (
  <>
    <PercentChart v={v} story={story} />
    {story.planned.map((item) => (
      <DoneItem v={v} item={item} titled={story.planned.length > 1} />
    ))}
  </>
);

const PercentChart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  const over = percentsOver(v, story.planned);
  if (!over) return null;
  const figure = lines({
    title: t('promise.percentOver'),
    language: v.language,
    rowTitle: t('promise.day'),
    periods: over.days,
    series: over.series,
  });
  return (
    <figure>
      {raw(figure.svg)}
      <figcaption class="small">{figure.caption}</figcaption>
      {figure.table && (
        <Disclosure summary={t('promise.asTable')}>
          <Table
            caption={figure.caption}
            captionHidden
            columns={figure.table.header.map((cell, at) => ({ label: cell.text, number: at > 0 }))}
            rows={figure.table.rows.map((cells) => cells.map((cell) => cell.text))}
          />
        </Disclosure>
      )}
    </figure>
  );
};

const mostUpdates = 6;

const DoneItem = ({ v, item, titled }: { v: Visit; item: Planned; titled: boolean }) => {
  const { t } = v;
  return (
    <article class="flow">
      {titled && <ItemTitle v={v} item={item} />}
      <p class="row">
        {item.status ? <StatusOf v={v} status={item.status} /> : <span class="quiet">{t('promise.statusUnknown')}</span>}
        {item.health && <HealthOf v={v} health={item.health} />}
        {item.late && <StatusChip tone="problem" label={t('promise.late')} />}
        {item.percent !== null && <Progress t={t} percent={Number(item.percent)} />}
        {item.endedOn && <span class="quiet">{t('promise.endedOnDay', { day: t.day(item.endedOn) })}</span>}
      </p>
      {item.ends.some((end) => end.label && (end.status || end.percent !== null)) && (
        <ul>
          {item.ends
            .filter((end) => end.label)
            .map((end) => (
              <li class="row">
                <span>{labelled(end.label, end.title ?? '')}</span>
                {(end.status ?? item.status) && <StatusOf v={v} status={end.status ?? item.status ?? 'notStarted'} percent={end.percent} />}
              </li>
            ))}
        </ul>
      )}
      {item.outcome && (
        <>
          <h4>{t('plan.outcome')}</h4>
          <Lines v={v} text={item.outcome} />
        </>
      )}
      {item.note && <Lines v={v} text={item.note} />}
      <ClaimsPart v={v} item={item} />
      {item.progress.length > 0 && (
        <ul class="flow">
          {item.progress.slice(0, mostUpdates).map((one) => (
            <li>
              <p class="row small">
                <time datetime={one.on}>{t.day(one.on)}</time>
                {one.percent !== null && <span class="figure">{t.percent(Number(one.percent))}</span>}
                {one.status && <StatusOf v={v} status={one.status} />}
                {one.by && <span class="quiet">{one.by}</span>}
              </p>
              <Lines v={v} text={one.text} />
              {one.endedAfter && (
                <p class="small quiet">
                  {t('promise.moved', {
                    before: one.endedBefore ? t.day(one.endedBefore) : '–',
                    after: t.day(one.endedAfter),
                    reason: one.reason ?? '–',
                  })}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      {item.progress.length > mostUpdates && (
        <p>
          <a href={`/plans/items/${item.ref}#progress`}>{t('promise.moreUpdates', { count: item.progress.length - mostUpdates })}</a>
        </p>
      )}
      <ReportedTable v={v} item={item} />
      <StatementsTable v={v} item={item} />
    </article>
  );
};

const claimTone = { claimed: 'waiting', verified: 'done', returned: 'problem' } as const;

/** Claimed and verified are two states, by two people. */
const ClaimsPart = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  return (
    <>
      {item.closures.map((one) => (
        <div>
          <p class="row">
            <StatusChip tone={claimTone[one.state]} label={t(`closure.state.${one.state}`)} />
            <span>
              {one.claimedBy
                ? t('closure.claimedBy', { who: one.claimedBy, day: t.day(one.claimedOn) })
                : t('promise.claimedOn', { day: t.day(one.claimedOn) })}{' '}
              {one.judgedOn &&
                (one.judgedBy
                  ? t(one.state === 'returned' ? 'closure.returnedBy' : 'closure.verifiedBy', {
                      who: one.judgedBy,
                      day: t.day(one.judgedOn),
                    })
                  : t(one.state === 'returned' ? 'promise.returnedOn' : 'promise.verifiedOn', { day: t.day(one.judgedOn) }))}
              {one.state === 'claimed' && t('promise.notVerified')}
            </span>
          </p>
          {[one.note, one.judgement].map((text) => text && <p class="small">{text}</p>)}
        </div>
      ))}
      {item.status === 'completed' && item.closures.length === 0 && <p class="quiet small">{t('promise.doneUnclaimed')}</p>}
    </>
  );
};

/** What submitted reports said of it: frozen, whatever happened since. */
const ReportedTable = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  if (item.reported.length === 0) return null;
  return (
    <Table
      caption={t('promise.reported')}
      columns={[{ label: t('promise.report') }, { label: t('promise.day'), nowrap: true }, { label: t('statement.value') }]}
      rows={item.reported.map((one) => [
        <a href={`/reports/${one.report}`}>
          <ShortText v={v} text={one.title} />
        </a>,
        t.day(one.on),
        reportedWords(v, one),
      ])}
    />
  );
};

/** What sources say, side by side; where they contradict each other it is said and not repaired. */
const StatementsTable = ({ v, item }: { v: Visit; item: Planned }) => {
  const { t } = v;
  if (item.statements.length === 0) return null;
  return (
    <Table
      caption={t('statement.title')}
      columns={[{ label: t('statement.about') }, { label: t('statement.value') }, { label: t('statement.source') }]}
      rows={contradicted(item.statements).flatMap((some) =>
        some.map((one) => [
          <>
            {t(`statement.field.${one.field}`)} {one.part && `${one.part})`}
            {new Set(some.map((other) => other.value)).size > 1 && <Mark tone="attention">{t('statement.differ')}</Mark>}
          </>,
          one.value,
          [one.source, one.place, one.statedOn && t.day(one.statedOn)].filter(Boolean).join(' · '),
        ]),
      )}
    />
  );
};

const EvidencePart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  const shown = evidenceOf(v, story);
  if (shown.length === 0) return <p class="quiet">{t('promise.noEvidence')}</p>;
  return (
    <ul class="prose">
      {shown.map((one) => (
        <li>
          {one.url ? <a href={one.url}>{one.title}</a> : one.title} <span class="reference quiet small">{one.of}</span>
        </li>
      ))}
    </ul>
  );
};

/** What happened, in plain words and without names. */
export const HappeningsView = ({
  v,
  happenings,
  more,
}: {
  v: Visit;
  happenings: readonly Happening[];
  more?: { href: string; label: string } | undefined;
}) => (
  <History
    t={v.t}
    more={more}
    entries={happenings.map((one) => ({
      when: { iso: one.at, text: v.t.day(one.at.slice(0, 10)) },
      who: one.ref,
      what: deedWords(v, one),
      changes: one.changes.slice(0, 8).map((change) => ({
        label: labelled(change.part, fieldWords(v, change.field)),
        ...(change.isNew ? {} : { before: valueWords(v, change.field, change.before) }),
        after: valueWords(v, change.field, change.after),
      })),
    }))}
  />
);
