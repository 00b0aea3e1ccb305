import { holdsEverywhere } from '../../platform/access/actor.ts';
import { communityNow } from '../../platform/config/community-name.ts';
import { formWords, textsControl } from '../../platform/http/form-state.ts';
import { show } from '../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../platform/http/visit.ts';
import type { T } from '../../platform/i18n/catalogue.ts';
import { textIn } from '../../platform/i18n/texts.ts';
import { setTerm, termsOf } from '../../platform/terms/terms.ts';
import { Doors } from '../../platform/ui/doors/doors.tsx';
import { Field } from '../../platform/ui/form/field.tsx';
import { Actions, ErrorSummary, FieldRow, Form } from '../../platform/ui/form/form.tsx';
import { Disclosure } from '../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../platform/ui/notice/notice.tsx';
import { InLanguage } from '../../platform/ui/prose/prose.tsx';
import { PageTitle } from '../../platform/ui/record/record.tsx';
import { Table } from '../../platform/ui/table/table.tsx';
import { homePage } from './home.tsx';
import { findEverywhere } from './search.ts';

export const pages = (app: Pages): void => {
  app.get('/', async (c) => {
    const { db, moment } = visit(c);
    const community = await communityNow(db, moment);
    return community.name === undefined ? firstPage(c) : homePage(c, community.moment);
  });
  app.get('/search', searchPage);
  app.get('/vocabulary', (c) => vocabularyPage(c, emptyForm({ scheme: 'stance' })));
  app.post('/vocabulary', (c) =>
    submit(c, setTerm, { done: () => '/vocabulary', again: (form) => vocabularyPage(c, form), flash: 'vocabulary.set' }),
  );
};

/** The first page of an empty community: two doors. */
const firstPage = (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const administers = holdsEverywhere(v.actor, 'community.begin');
  return show(
    c,
    { title: t('gateway.welcome') },
    <>
      <PageTitle title={t('gateway.welcome')} lead={t('gateway.lead')} />
      {!administers && <Notice t={t} tone="info" text={t('gateway.needsAdmin')} />}
      <Doors
        label={t('gateway.doors')}
        doors={[
          { href: '/sample', label: t('gateway.sample'), text: t('gateway.sampleText') },
          { href: '/begin', label: t('gateway.own'), text: t('gateway.ownText') },
        ]}
      />
    </>,
  );
};

/** The second of the two doors; the program itself answers its form, because beginning brings words and roles of several domains. */
export const beginPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const begun = (await communityNow(v.db, v.moment)).name !== undefined;
  const home = { href: '/', label: t('refusal.home') };
  return show(
    c,
    { title: t('gateway.own') },
    <>
      <PageTitle title={t('gateway.own')} lead={t('gateway.ownText')} />
      {begun ? (
        <Notice t={t} tone="attention" text={t('gateway.alreadyBegun')} action={home} />
      ) : holdsEverywhere(v.actor, 'community.begin') ? (
        <BeginForm t={t} form={form} />
      ) : (
        <Notice t={t} tone="info" text={t('gateway.needsAdmin')} action={home} />
      )}
    </>,
  );
};

const BeginForm = ({ t, form }: { t: T; form: FormState }) => {
  const { errors, field } = formWords(form, t);
  return (
    <Form action="/begin">
      <ErrorSummary t={t} errors={errors} />
      <Field {...field('name')} label={t('gateway.communityName')} hint={t('gateway.nameHint')} control="text" required />
      <Actions t={t} submit={t('gateway.begin')} cancelHref="/" />
    </Form>
  );
};

const searchPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  const words = (c.req.query('q') ?? '').trim().slice(0, 200);
  const hits = words ? await findEverywhere(v.db, v.actor, words, v.languages) : [];
  // An exact reference is what was meant.
  const exact = hits.filter((hit) => hit.ref.toLowerCase() === words.toLowerCase());
  if (exact.length === 1 && exact[0]) return c.redirect(exact[0].href, 302);
  return show(
    c,
    { title: t('gateway.search'), searched: words },
    <>
      <PageTitle title={t('gateway.search')} lead={searchLead(t, words, hits.length)} />
      {words && hits.length === 0 && <EmptyState title={t('gateway.found', { count: 0, words })} text={t('gateway.foundNothing')} />}
      {hits.length > 0 && (
        <ol class="hits">
          {hits.slice(0, 100).map((hit) => (
            <li>
              <a href={hit.href}>
                {hit.language === '' ? <bdi>{hit.title}</bdi> : <InLanguage page={v.language} text={hit.title} language={hit.language} />}
              </a>{' '}
              <span class="reference quiet">{hit.ref}</span> <span class="quiet small">{t(`gateway.kind.${hit.kind}`)}</span>
            </li>
          ))}
        </ol>
      )}
    </>,
  );
};

/** Where nothing is found, that is said with what to do. */
const searchLead = (t: T, words: string, count: number): string | undefined =>
  words === '' ? t('gateway.searchLead') : count > 0 ? t('gateway.found', { count, words }) : undefined;

const vocabularySchemes = ['stance', 'theme', 'owner', 'coordination', 'body.kind', 'organisation.type', 'organisation.reason'] as const;

const vocabularyPage = async (c: PageContext, form: FormState) => {
  const v: Visit = visit(c);
  const { t } = v;
  const terms = await termsOf(v.db, vocabularySchemes);
  return show(
    c,
    { title: t('gateway.vocabulary') },
    <>
      <PageTitle title={t('gateway.vocabulary')} lead={t('gateway.vocabularyLead')} />
      <Table
        caption={t('gateway.vocabulary')}
        captionHidden
        columns={[{ label: t('gateway.term') }, { label: t('gateway.key') }, { label: t('gateway.scheme') }]}
        rows={vocabularySchemes.flatMap((scheme) =>
          [...(terms.get(scheme)?.values() ?? [])].map((term) => [
            <InLanguage page={v.language} {...textIn(term.label, v.languages)} />,
            <code>{term.key}</code>,
            t(`vocabulary.${scheme}`),
          ]),
        )}
      />
      {holdsEverywhere(v.actor, 'term.manage') && (
        <Disclosure summary={t('vocabulary.add')} open={form.problems.length > 0}>
          <TermForm v={v} form={form} />
        </Disclosure>
      )}
    </>,
  );
};

/** A word of the community's own: a known key is changed, a new one is added. */
const TermForm = ({ v, form }: { v: Visit; form: FormState }) => {
  const { t } = v;
  const { errors, error, field } = formWords(form, t);
  return (
    <Form action="/vocabulary">
      <ErrorSummary t={t} errors={errors} />
      <FieldRow>
        <Field
          {...field('scheme')}
          label={t('gateway.scheme')}
          control="select"
          options={vocabularySchemes.map((scheme) => ({ value: scheme, label: t(`vocabulary.${scheme}`) }))}
          required
        />
        <Field {...field('key')} label={t('gateway.key')} hint={t('vocabulary.keyHint')} control="text" required />
        <Field {...field('position')} label={t('vocabulary.position')} control="number" />
      </FieldRow>
      <Field
        t={t}
        name="label"
        label={t('gateway.term')}
        error={error('label')}
        required
        {...textsControl(form.values.label, v.language, 1)}
      />
      <FieldRow>
        <Field
          {...field('tone')}
          label={t('vocabulary.tone')}
          hint={t('vocabulary.toneHint')}
          control="select"
          none={t('form.choose')}
          options={tones.map((tone) => ({ value: tone, label: t(`vocabulary.tone.${tone}`) }))}
        />
        <Field
          {...field('shape')}
          label={t('vocabulary.shape')}
          control="select"
          none={t('form.choose')}
          options={shapes.map((shape) => ({ value: shape, label: t(`vocabulary.shape.${shape}`) }))}
        />
      </FieldRow>
      <Actions t={t} submit={t('form.save')} />
    </Form>
  );
};

const tones = ['done', 'waiting', 'problem', 'neutral', 'off'] as const;
const shapes = ['full', 'half', 'cross', 'ring', 'dot', 'diamond'] as const;
