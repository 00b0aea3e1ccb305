import { historyOf } from '../../../../platform/audit/history.ts';
import { HistoryView } from '../../../../platform/audit/history-view.tsx';
import type { AnyCommand } from '../../../../platform/command.ts';
import { together } from '../../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../../platform/errors.ts';
import { serveFile } from '../../../../platform/files/serve.ts';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../../platform/http/visit.ts';
import { serveList } from '../../../../platform/lists/pages.tsx';
import { ButtonLink } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { Section } from '../../../../platform/ui/record/record.tsx';
import { adviseOnApplication } from '../advice/commands.ts';
import { AdvicePart } from '../advice/views.tsx';
import { filesQuestion, threadQuestion } from '../applicant/queries.ts';
import { FilesPart, ReplyForm } from '../applicant/views.tsx';
import { ended } from '../application/application.ts';
import { decideApplication, recordVote } from '../decision/commands.ts';
import { DecisionPart, VotePart } from '../decision/views.tsx';
import { addNote, checkApplication } from '../diligence/commands.ts';
import { Checklist, NotesPart, SimilarPart } from '../diligence/views.tsx';
import { AnswerFacts } from '../form/fields.tsx';
import { dealsWithApplications } from '../policy.ts';
import { askApplicant } from '../thread/commands.ts';
import { ThreadView } from '../thread/views.tsx';
import { moveApplication, placeApplication } from './commands.ts';
import { applicationList } from './list.ts';
import {
  adviceQuestion,
  applicationByRef,
  bodiesOfRegions,
  checksQuestion,
  formerOrganisations,
  notesQuestion,
  similarApplications,
  similarOrganisations,
  voteQuestion,
  type WholeApplication,
} from './queries.ts';
import { MoveForm, PlaceForm, pathOf, recordPage, type Tab } from './views.tsx';

/** For those who handle applications, advise on them or decide. */
export const staffPages = (app: Pages): void => {
  serveList(
    app,
    '/applications',
    (v) => {
      if (!dealsWithApplications(v.actor)) throw forbidden();
      return applicationList(v.today);
    },
    {
      lead: (v) => v.t('application.queueLead'),
      actions: (v) => <ButtonLink href="/applications/forms">{v.t('application.forms')}</ButtonLink>,
    },
  );
  for (const [tab, page] of Object.entries(pagesOfTabs) as [Tab, TabPage][])
    app.get(pathOf(':ref{[Aa][Pp][Pp]-[0-9]+}', tab), async (c) => page(c, await applicationOf(c), emptyForm()));
  for (const { path, command, tab, flash } of deeds)
    app.post(`/applications/:ref/${path}`, async (c) => {
      const one = await applicationOf(c);
      return submit(c, command as AnyCommand, {
        more: { ref: one.ref },
        done: () => pathOf(one.ref ?? '', tab),
        again: (form) => pagesOfTabs[tab](c, one, { ...form, values: { ...form.values, deed: path } }),
        flash,
      });
    });
  app.get('/applications/:ref/files/:file{[0-9]{1,15}}', async (c) => {
    const one = await applicationOf(c);
    const file = await filesQuestion(visit(c).db, one.id)
      .where('application_file.id', '=', Number(c.req.param('file')))
      .executeTakeFirst();
    if (!file) throw notFound();
    return serveFile(visit(c).services.dataDir, file, c.req.header('if-none-match'));
  });
};

/** Each form with its command and the tab on which it stands. */
const deeds = [
  { path: 'move', command: moveApplication, tab: 'answers', flash: 'application.moved' },
  { path: 'place', command: placeApplication, tab: 'answers', flash: 'application.placed' },
  { path: 'checks', command: checkApplication, tab: 'diligence', flash: 'application.checked' },
  { path: 'notes', command: addNote, tab: 'diligence', flash: 'application.noted' },
  { path: 'questions', command: askApplicant, tab: 'thread', flash: 'application.asked' },
  { path: 'advice', command: adviseOnApplication, tab: 'advice', flash: 'application.advised' },
  { path: 'vote', command: recordVote, tab: 'decision', flash: 'application.voteRecorded' },
  { path: 'decision', command: decideApplication, tab: 'decision', flash: 'application.decidedNow' },
] as const;

const applicationOf = async (c: PageContext): Promise<WholeApplication> => {
  const v = visit(c);
  const ref = c.req.param('ref') ?? '';
  const found = await applicationByRef(v.db, v.actor, ref, v.today);
  if (!found) throw notFound('application.unknown', { ref });
  return found;
};

/** The form that came back, for the one of several on a tab that was sent; the others are empty. */
const formOf = (form: FormState, path: (typeof deeds)[number]['path']): FormState => (form.values.deed === path ? form : emptyForm());

type TabPage = (c: PageContext, one: WholeApplication, form: FormState) => Promise<Response>;

const answersPage: TabPage = async (c, one, form) => {
  const v = visit(c);
  const { files, bodies } = await together(v.db, { files: filesQuestion(v.db, one.id), bodies: bodiesOfRegions(v.db) });
  return recordPage(
    c,
    one,
    'answers',
    <>
      <AnswerFacts v={v} content={one.content} answers={one.answers} />
      <FilesPart v={v} base={`/applications/${one.ref}`} files={files} />
      {one.may_handle && !ended.includes(one.state) && (
        <Section title={v.t('application.nextStep')}>
          <MoveForm v={v} one={one} form={formOf(form, 'move')} />
          <div class="no-print">
            <Disclosure summary={v.t('application.placeOther')} open={one.body_ref === null}>
              <PlaceForm v={v} one={one} bodies={bodies} form={formOf(form, 'place')} />
            </Disclosure>
          </div>
        </Section>
      )}
    </>,
  );
};

const diligencePage: TabPage = async (c, one, form) => {
  const v = visit(c);
  const { checks, notes, organisations, applications } = await together(v.db, {
    checks: checksQuestion(v.db, one.id, Boolean(one.may_handle)),
    notes: notesQuestion(v.db, one.id, Boolean(one.may_handle)),
    organisations: similarOrganisations(v.db, one),
    applications: similarApplications(v.db, v.actor, one),
  });
  return recordPage(
    c,
    one,
    'diligence',
    <>
      <SimilarPart v={v} organisations={organisations} applications={applications} />
      <Checklist v={v} one={one} checks={checks} />
      {one.may_handle && <NotesPart v={v} one={one} notes={notes} form={formOf(form, 'notes')} />}
    </>,
  );
};

const threadPage: TabPage = async (c, one, form) => {
  const v = visit(c);
  const thread = await threadQuestion(v.db, one.id).execute();
  return recordPage(
    c,
    one,
    'thread',
    <>
      <ThreadView v={v} thread={thread} />
      {one.may_handle && !ended.includes(one.state) && (
        <ReplyForm
          v={v}
          action={`/applications/${one.ref}/questions`}
          form={formOf(form, 'questions')}
          label={v.t('application.question')}
          submit={v.t('application.ask')}
        />
      )}
    </>,
  );
};

const advicePage: TabPage = async (c, one, form) => {
  const v = visit(c);
  const given = await adviceQuestion(v.db, one.id).execute();
  return recordPage(c, one, 'advice', <AdvicePart v={v} one={one} given={given} form={form} />);
};

const decisionPage: TabPage = async (c, one, form) => {
  const v = visit(c);
  const { votes, former } = await together(v.db, { votes: voteQuestion(v.db, one.id), former: formerOrganisations(v.db, one) });
  const [vote] = votes;
  return recordPage(
    c,
    one,
    'decision',
    <>
      <VotePart v={v} one={one} vote={vote} form={formOf(form, 'vote')} />
      <DecisionPart v={v} one={one} form={formOf(form, 'decision')} former={one.kind === 'organisation' ? former : []} />
    </>,
  );
};

/** Who did what when. What staff noted for itself is in the history of those who handle applications alone. */
const logPage: TabPage = async (c, one) => {
  const v = visit(c);
  const open = ['application_message', 'application_advice', 'application_vote', 'application_file'];
  const entries = await historyOf(
    v.db,
    [
      { table: 'application', id: one.id },
      ...[...open, ...(one.may_handle ? ['application_check', 'application_note'] : [])].map((table) => ({
        table,
        of: 'application_id',
        id: one.id,
      })),
    ],
    { limit: 100, actor: v.actor },
  );
  return recordPage(c, one, 'log', <HistoryView v={v} entries={entries} />);
};

const pagesOfTabs: Record<Tab, TabPage> = {
  answers: answersPage,
  diligence: diligencePage,
  thread: threadPage,
  advice: advicePage,
  decision: decisionPage,
  log: logPage,
};
