import { holdsEverywhere } from '../../platform/access/actor.ts';
import { shownWebAddress } from '../../platform/addresses/url.ts';
import { historyOf } from '../../platform/audit/history.ts';
import { HistoryView } from '../../platform/audit/history-view.tsx';
import { notFound } from '../../platform/errors.ts';
import { show } from '../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../platform/http/visit.ts';
import { countryName } from '../../platform/i18n/countries.ts';
import { dayNamed } from '../../platform/i18n/days.ts';
import { languageName } from '../../platform/i18n/languages.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { termIn, termsOf } from '../../platform/terms/terms.ts';
import { ButtonLink } from '../../platform/ui/form/form.tsx';
import { EmptyState } from '../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { PageTitle, RecordPage, Section } from '../../platform/ui/record/record.tsx';
import { Table } from '../../platform/ui/table/table.tsx';
import { addBody, changeBody } from './commands.ts';
import { type GroupParts, groupOf } from './joining/here.ts';
import { JoinPart, MembersPart, RosterWhen } from './joining/views.tsx';
import type { MembershipRole } from './memberships/membership.ts';
import { PersonLink } from './memberships/views.tsx';
import { bodiesInside, bodyByRef, bodyTree, regionsOfCountries, type WholeBody } from './queries.ts';
import { SeatTable } from './seats/views.tsx';
import { BodyForm, BodyTree, toneOfState } from './views.tsx';

export const pages = (app: Pages): void => {
  app.get('/bodies', async (c) => {
    const v = visit(c);
    const [bodies, terms] = await Promise.all([bodyTree(v.db, v.actor), termsOf(v.db, ['body.kind'])]);
    return show(
      c,
      { title: v.t('body.all') },
      <>
        <PageTitle
          title={v.t('body.all')}
          lead={v.t('body.lead')}
          actions={
            <>
              <ButtonLink href="/chart">{v.t('chart.title')}</ButtonLink>
              <ButtonLink href="/regions">{v.t('region.all')}</ButtonLink>
              {holdsEverywhere(v.actor, 'body.manage') && (
                <ButtonLink href="/bodies/new" primary>
                  {v.t('body.add')}
                </ButtonLink>
              )}
            </>
          }
        />
        {bodies.length === 0 ? (
          <EmptyState title={v.t('body.none')} text={v.t('body.noneHint')} />
        ) : (
          <BodyTree v={v} bodies={bodies} terms={terms} />
        )}
      </>,
    );
  });
  app.get('/bodies/new', (c) => newPage(c, emptyForm({ state: 'active' })));
  app.post('/bodies', (c) =>
    submit(c, addBody, { done: ({ ref }) => `/bodies/${ref}`, again: (form) => newPage(c, form), flash: 'body.added' }),
  );
  app.get('/bodies/:ref', async (c) => bodyPage(c, await bodyOf(c)));
  app.get('/bodies/:ref/edit', async (c) => {
    const body = await bodyOf(c);
    return editPage(
      c,
      body,
      emptyForm({
        ...body,
        parent: body.parent_ref,
        howToJoin: body.how_to_join,
        charterUrl: body.charter_url && shownWebAddress(body.charter_url),
        nextMeeting: body.next_meeting_at && { local: new Date(body.next_meeting_at).toISOString().slice(0, 16), zone: 'UTC' },
        meetingUrl: body.meeting_url && shownWebAddress(body.meeting_url),
      }),
    );
  });
  app.post('/bodies/:ref/edit', async (c) => {
    const body = await bodyOf(c);
    return submit(c, changeBody, {
      more: { ref: body.ref },
      done: ({ ref }) => `/bodies/${ref}`,
      again: (form) => editPage(c, body, form),
      flash: 'body.changed',
    });
  });
  app.get('/regions', async (c) => {
    const v = visit(c);
    const system = c.req.query('system');
    const day = dayNamed(c.req.query('on')) ?? v.today;
    const alphabet = new Intl.Collator(v.language);
    const countries = (await regionsOfCountries(v.db, system, day))
      .map((country) => ({ ...country, called: countryName(country.code, v.language) || country.name }))
      .sort((one, other) => alphabet.compare(one.called, other.called));
    return show(
      c,
      { title: v.t('region.all'), breadcrumbs: [{ href: '/bodies', label: v.t('body.all') }] },
      <>
        <PageTitle title={v.t('region.all')} lead={v.t('region.lead', { day: v.t.day(day), count: countries.length })} />
        {countries.some(({ confidence }) => confidence) && <p class="quiet">{v.t('region.confidenceMeans')}</p>}
        {countries.length === 0 ? (
          <EmptyState title={v.t('region.none')} text={v.t('region.noneHint')} />
        ) : (
          <Table
            caption={v.t('region.all')}
            captionHidden
            columns={[
              { label: v.t('region.country') },
              { label: v.t('region.code') },
              { label: v.t('region.one') },
              { label: v.t('region.confidence') },
              { label: v.t('region.since') },
            ]}
            rows={countries.map((country) => [
              country.called,
              country.code,
              <InLanguage page={v.language} {...textIn(country.title, v.languages)} />,
              country.confidence ?? '',
              v.t.day(country.valid_from),
            ])}
          />
        )}
      </>,
    );
  });
};

const bodyOf = async (c: PageContext): Promise<WholeBody> => {
  const v = visit(c);
  const body = await bodyByRef(v.db, v.actor, (c.req.param('ref') ?? '').toUpperCase());
  if (!body) throw notFound('body.unknown', { ref: c.req.param('ref') ?? '' });
  return body;
};

const bodyPage = async (c: PageContext, body: WholeBody) => {
  const v = visit(c);
  const { t } = v;
  const [group, terms, inside, history] = await Promise.all([
    groupOf(v, body, c.req.query('when')),
    termsOf(v.db, ['body.kind']),
    bodiesInside(v.db, v.actor, body.id),
    historyOf(
      v.db,
      [
        { table: 'body', id: body.id },
        { table: 'seat', of: 'body_id', id: body.id },
      ],
      { limit: 5, actor: v.actor },
    ),
  ]);
  return show(
    c,
    {
      title: textIn(body.name, v.languages).text,
      breadcrumbs: [
        { href: '/bodies', label: t('body.all') },
        ...(body.parent_ref
          ? [{ href: `/bodies/${body.parent_ref}`, label: body.parent_name ? textIn(body.parent_name, v.languages).text : body.parent_ref }]
          : []),
      ],
    },
    <RecordPage
      t={t}
      title={<InLanguage page={v.language} {...textIn(body.name, v.languages)} />}
      reference={body.ref}
      status={{ tone: toneOfState[body.state], label: t(`body.state.${body.state}`) }}
      facts={[
        { label: t('body.acronym'), value: body.acronym },
        { label: t('body.kind'), value: termIn(terms, 'body.kind', body.kind, v.languages) },
        { label: t('region.one'), value: body.region_title && textIn(body.region_title, v.languages).text },
        { label: t('body.stateOn'), value: body.state_on && t.day(body.state_on) },
        { label: t('body.joining'), value: t(`body.joining.${body.joining}`) },
        {
          label: t('body.charter'),
          value: body.charter_url && (
            <a href={body.charter_url} rel="nofollow noopener">
              <bdi>{shownWebAddress(body.charter_url)}</bdi>
            </a>
          ),
        },
        { label: t('body.leaders'), value: leaders(group).length > 0 && <Leaders v={v} rows={leaders(group)} /> },
        {
          label: t('body.nextMeeting'),
          value: body.next_meeting_at && body.next_meeting_at >= v.now && (
            <Meeting v={v} at={body.next_meeting_at} url={body.meeting_url} />
          ),
        },
        ...group.facts,
        { label: t('body.languages'), value: t.list(body.languages.map((code) => languageName(code, v.language))) },
      ]}
      actions={
        body.may_edit && (
          <ButtonLink href={`/bodies/${body.ref}/edit`} edit>
            {t('body.edit')}
          </ButtonLink>
        )
      }
      aside={
        <Section title={t('recommendation.history')}>
          <HistoryView v={v} entries={history} />
        </Section>
      }
    >
      {body.purpose && (
        <p class="lead">
          <InLanguage page={v.language} {...textIn(body.purpose, v.languages)} />
        </p>
      )}
      {inside.length > 0 && (
        <Section title={t('body.inside')}>
          <BodyTree v={v} bodies={inside} terms={terms} />
        </Section>
      )}
      {body.documents.length > 0 && (
        <Section title={t('body.documents')}>
          <ul>
            {body.documents.map((one) => (
              <li>
                <a href={one.url} rel="nofollow noopener">
                  <bdi>{one.title}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <RosterWhen v={v} body={body} group={group} />
      <Section
        title={t('seat.all')}
        actions={
          <>
            <a href={`/chart?root=${body.ref}`}>{t('chart.title')}</a>
            {body.may_edit && <a href={`/bodies/${body.ref}/seats/new`}>{t('seat.add')}</a>}
          </>
        }
      >
        {group.seats.length === 0 ? (
          <p class="quiet">{t('seat.none')}</p>
        ) : (
          <SeatTable v={v} seats={group.seats} acts={Boolean(body.may_edit)} />
        )}
      </Section>
      <MembersPart v={v} body={body} group={group} />
      <JoinPart v={v} body={body} group={group} />
    </RecordPage>,
  );
};

const leading: readonly MembershipRole[] = ['chair', 'coChair', 'viceChair', 'secretary'];

const leaders = (group: GroupParts) => group.members.filter(({ role }) => leading.includes(role));

const Leaders = ({ v, rows }: { v: Visit; rows: GroupParts['members'] }) => (
  <ul class="plain">
    {rows.map((row) => (
      <li>
        <PersonLink id={row.person_id} name={row.person_name} /> <span class="quiet small">{v.t(`membership.role.${row.role}`)}</span>
      </li>
    ))}
  </ul>
);

const Meeting = ({ v, at, url }: { v: Visit; at: string; url: string | null }) => {
  const iso = new Date(at).toISOString();
  return (
    <>
      <time datetime={iso}>{v.t.time(iso, 'UTC')}</time>
      {url && (
        <>
          {' '}
          <a href={url} rel="nofollow noopener">
            {v.t('body.meetingLink')}
          </a>
        </>
      )}
    </>
  );
};

const choices = async (c: PageContext) => {
  const v = visit(c);
  const [terms, bodies] = await Promise.all([termsOf(v.db, ['body.kind']), bodyTree(v.db, v.actor)]);
  return { terms, bodies };
};

const newPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('body.add'), breadcrumbs: [{ href: '/bodies', label: v.t('body.all') }] },
    <>
      <PageTitle title={v.t('body.add')} />
      <BodyForm v={v} form={form} action="/bodies" cancelHref="/bodies" submit={v.t('body.add')} known={false} {...(await choices(c))} />
    </>,
  );
};

const editPage = async (c: PageContext, body: WholeBody, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('body.editOf', { ref: body.ref }), breadcrumbs: [{ href: `/bodies/${body.ref}`, label: body.ref }] },
    <>
      <PageTitle title={v.t('body.editOf', { ref: body.ref })} />
      <BodyForm
        v={v}
        form={form}
        action={`/bodies/${body.ref}/edit`}
        cancelHref={`/bodies/${body.ref}`}
        submit={v.t('form.save')}
        version={body.version}
        known
        {...(await choices(c))}
      />
    </>,
  );
};
