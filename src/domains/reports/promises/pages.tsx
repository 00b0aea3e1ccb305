import type { FormatName } from '../../../platform/documents/formats.ts';
import { notFound } from '../../../platform/errors.ts';
import { sendDocument, sendFile } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { readDay } from '../../../platform/i18n/days.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import type { Asked as AskedList } from '../../../platform/lists/ask.ts';
import { serveList } from '../../../platform/lists/pages.tsx';
import { addressOf as addressOfList, type ListState } from '../../../platform/lists/state.ts';
import { termsOf } from '../../../platform/terms/terms.ts';
import { Stat, Stats } from '../../../platform/ui/figures/figures.tsx';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonLink, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { Mark, StatusChip } from '../../../platform/ui/status/status.tsx';
import { Way } from '../../../platform/ui/story/story.tsx';
import { ShortText } from '../../reviews/index.ts';
import { wholePromise } from './api.ts';
import { promiseDocument } from './document.ts';
import { feedOf } from './feed.ts';
import { HappeningsView } from './happenings-view.tsx';
import { promiseList } from './list.ts';
import { type Story, stageShape, stageTone, way } from './promise.ts';
import { happeningsOf, promiseByRef, storyOf } from './queries.ts';
import type { Found } from './rows/scope.ts';
import { StoryChapters } from './views.tsx';
import { addressOf, stepsOf, summaryOf } from './words.ts';

const wordsOf = (v: Visit) => termsOf(v.db, ['stance', 'theme']);

/** One public page per promise, and the list of all of them. */
export const pages = (app: Pages): void => {
  serveList(app, '/promises', async (v) => promiseList(await wordsOf(v)), {
    lead: (v) => v.t('promise.registerLead'),
    head: (v, _query, asked, state) => <Figures v={v} asked={asked} state={state} />,
  });
  app.get('/promises/:ref', async (c) => {
    const { found, day } = await here(c);
    const { search } = new URL(c.req.url);
    // One page for one promise: a former name, and what came out of one recommendation, lead to it.
    const own = found.kind === 'item' && found.from.length === 1 ? (found.from[0] as string) : found.ref;
    if (own !== c.req.param('ref')) return c.redirect(`/promises/${encodeURIComponent(own)}${search}`, 302);
    return promisePage(c, found, day);
  });
  app.get('/promises/:ref/history', historyPage);
  app.get('/promises/:ref/promise.json', async (c) => {
    const v = visit(c);
    const { found, day } = await here(c);
    const body = `${JSON.stringify(await wholePromise(v.db, v.actor, { ref: found.ref, asAt: day }, v), null, 2)}\n`;
    return sendFile(c, { body, mediaType: 'application/json; charset=utf-8', extension: 'json' }, found.ref);
  });
  for (const format of ['pdf', 'docx'] as const) app.get(`/promises/:ref/promise.${format}`, (c) => documentOf(c, format));
  app.get('/promises/:ref/feed.atom', async (c) => {
    const v = visit(c);
    const { found } = await here(c);
    const { story, happenings } = await told(v, found, undefined, 30);
    return c.body(feedOf(v, story, happenings), 200, { 'content-type': 'application/atom+xml; charset=utf-8' });
  });
};

/** The promise and the past day of the address; refuses with *not found*. */
const here = async (c: PageContext): Promise<{ found: Found; day: string | undefined }> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const found = await promiseByRef(v.db, v.actor, ref);
  if (!found) throw notFound('promise.notFound', { ref });
  const read = readDay(c.req.query('asAt') ?? '');
  return { found, day: 'day' in read ? read.day : undefined };
};

const told = async (v: Visit, found: Found, day: string | undefined, limit: number, before?: number) => {
  const [terms, all] = await Promise.all([wordsOf(v), storyOf(v.db, v.actor, found, v.today, day)]);
  if (!all) throw notFound('promise.notFound', { ref: found.ref });
  return { terms, story: all.story, happenings: await happeningsOf(v.db, found, all, { limit, ...(before ? { before } : {}) }) };
};

const promisePage = async (c: PageContext, found: Found, day: string | undefined) => {
  const v = visit(c);
  const { t } = v;
  const { terms, story, happenings } = await told(v, found, day, 6);
  const title = textIn(story.title, v.languages).text;
  const summary = summaryOf(v, terms, story);
  const then = story.past ? `?asAt=${story.past.day}` : '';
  return show(
    c,
    {
      title: `${story.ref} ${title}`,
      description: summary,
      canonical: addressOf(v, story, story.past?.day),
      breadcrumbs: [{ href: '/promises', label: t('promise.register') }],
      alternates: [
        { type: 'application/json', href: `/api/v1/promises/${story.ref}${then}`, title: 'JSON' },
        { type: 'application/atom+xml', href: `/promises/${story.ref}/feed.atom`, title: 'Atom' },
      ],
    },
    <>
      <header class="record-head">
        <p class="row eyebrow">
          <span class="reference">{story.ref}</span>
          <StatusChip tone={stageTone[story.stage]} shape={stageShape[story.stage]} label={t(`promise.stage.${story.stage}`)} />
          {story.late && <StatusChip tone="problem" label={t('promise.late')} />}
          {story.archived && <Mark>{t('promise.archived')}</Mark>}
          {story.draft && <Mark tone="attention">{t('promise.draft')}</Mark>}
          {story.aliases.length > 0 && <span class="quiet">{t('promise.formerly', { names: t.list(story.aliases) })}</span>}
        </p>
        <div class="page-title">
          <h1>
            <ShortText v={v} text={story.title} />
          </h1>
          <div class="row actions">
            {(['pdf', 'docx', 'json'] as const).map((format) => (
              <ButtonLink href={`/promises/${story.ref}/promise.${format}${then}`}>
                {t('promise.as', { format: format.toUpperCase() })}
              </ButtonLink>
            ))}
          </div>
        </div>
        <p class="lead">{summary}</p>
        <Way
          label={t('promise.way')}
          steps={stepsOf(story).map(({ step, reached }) => ({
            label: t(`promise.stage.${step}`),
            reached,
            said: t(reached ? 'promise.reached' : 'promise.notReached'),
          }))}
        />
      </header>
      <div class="no-print">
        <AsAtForm v={v} story={story} />
      </div>
      <ThenNotice v={v} story={story} />
      <StoryChapters v={v} story={story} terms={terms} happenings={happenings} />
      <Citation v={v} story={story} title={title} />
      <p class="no-print">
        <a href={`/promises/${story.ref}/feed.atom`}>{t('promise.feed')}</a>
      </p>
    </>,
  );
};

const ThenNotice = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  if (!story.past) return null;
  const day = t.day(story.past.day);
  return (
    <Notice
      t={t}
      tone="attention"
      title={t('promise.asAt', { day })}
      text={
        story.past.from === 'register'
          ? t('promise.fromRegister', { day })
          : `${t('promise.fromDays', { day })} ${story.past.since ? t('promise.recordsSince', { day: t.day(story.past.since) }) : ''}`
      }
      action={{ href: `/promises/${story.ref}`, label: t('promise.asNow') }}
    />
  );
};

/** The day stands in the address, so that what one quotes stays what it was. */
const Citation = ({ v, story, title }: { v: Visit; story: Story; title: string }) => {
  const day = story.past?.day ?? v.today;
  const address = addressOf(v, story, day);
  return (
    <section class="cite flow" aria-labelledby="cite">
      <h2 id="cite">{v.t('promise.chapter.cite')}</h2>
      <p>
        {v.t('promise.citation', { community: v.communityName, title, ref: story.ref, day: v.t.day(day) })} <a href={address}>{address}</a>
      </p>
    </section>
  );
};

const AsAtForm = ({ v, story }: { v: Visit; story: Story }) => (
  <Disclosure summary={v.t('promise.asAtLabel')} open={story.past !== null}>
    <Form action={`/promises/${story.ref}`} method="get">
      <Field t={v.t} name="asAt" label={v.t('promise.day')} control="date" value={story.past?.day ?? ''} />
      <Actions t={v.t} submit={v.t('promise.asAtShow')} />
    </Form>
  </Disclosure>
);

const historyPage = async (c: PageContext) => {
  const v = visit(c);
  const { found } = await here(c);
  const before = Number(c.req.query('before') ?? 0);
  const { happenings } = await told(v, found, undefined, 50, Number.isSafeInteger(before) && before > 0 ? before : undefined);
  const last = happenings.toSorted((one, other) => other.id - one.id).at(-1);
  const title = v.t('promise.historyOf', { ref: found.ref });
  return show(
    c,
    {
      title,
      breadcrumbs: [
        { href: '/promises', label: v.t('promise.register') },
        { href: `/promises/${found.ref}`, label: found.ref },
      ],
    },
    <>
      <PageTitle title={title} lead={v.t('promise.historyNote')} />
      {happenings.length === 0 ? (
        <p class="quiet">{v.t('promise.noHistory')}</p>
      ) : (
        <HappeningsView
          v={v}
          happenings={happenings}
          more={happenings.length >= 25 && last ? { href: `?before=${last.id}`, label: v.t('history.older') } : undefined}
        />
      )}
    </>,
  );
};

const documentOf = async (c: PageContext, format: FormatName) => {
  const v = visit(c);
  const { found, day } = await here(c);
  const { terms, story, happenings } = await told(v, found, day, 30);
  return sendDocument(c, promiseDocument(v, terms, story, happenings), format, story.ref);
};

/** How many promises stand where, under the filters of the list; each figure leads to its rows. */
const Figures = ({ v, asked, state }: { v: Visit; asked: AskedList<unknown>; state: ListState }) => {
  const choices = asked.filters.find((filter) => filter.key === 'stage')?.choices ?? [];
  const list = promiseList(new Map());
  return (
    <Stats>
      {way.map((stage) => (
        <Stat
          t={v.t}
          label={v.t(`promise.stage.${stage}`)}
          figure={v.t.number(choices.find((choice) => choice.value === stage)?.count ?? 0)}
          definition={v.t(`promise.means.${stage}`)}
          href={addressOfList(list, state, { filters: new Map([...state.filters, ['stage', [stage]]]), page: 1 })}
        />
      ))}
    </Stats>
  );
};
