import { notFound } from '../../../platform/errors.ts';
import { type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { organisationByRef, organisationPage } from '../../community/index.ts';
import { changeNote, noteOrganisation, removeNote } from './commands.ts';
import { notesQuestion } from './queries.ts';
import { Notes, type Returned } from './views.tsx';

type Answer = Response | Promise<Response>;

interface Sent {
  done: () => string;
  again: (form: FormState) => Answer;
  flash: string;
}

/** The notes of one kind of record, as a tab of its page: read, written, changed and removed there. */
export const notePages = (
  app: Pages,
  record: string,
  { add, page }: { add: (c: PageContext, sent: Sent) => Answer; page: (c: PageContext, returned?: Returned) => Answer },
): void => {
  const here = (c: PageContext) => c.req.path.replace(/\/notes\/.*$/, '/notes');
  app.get(`${record}/notes`, (c) => page(c));
  app.post(`${record}/notes`, (c) => add(c, { done: () => here(c), again: (form) => page(c, { form }), flash: 'note.added' }));
  app.post(`${record}/notes/:note{[0-9]{1,15}}`, (c) => {
    const note = Number(c.req.param('note'));
    return submit(c, changeNote, {
      more: { note },
      done: () => `${here(c)}#note-${note}`,
      again: (form) => page(c, { note, form }),
      flash: 'note.changed',
    });
  });
  app.post(`${record}/notes/:note{[0-9]{1,15}}/removal`, (c) =>
    submit(c, removeNote, { more: { note: Number(c.req.param('note')) }, done: () => here(c), flash: 'note.removed' }),
  );
};

export const organisationNotePages = (app: Pages): void =>
  notePages(app, '/organisations/:ref', {
    add: (c, sent) => submit(c, noteOrganisation, { ...sent, more: { organisation: c.req.param('ref') } }),
    page: organisationNotes,
  });

const organisationNotes = async (c: PageContext, returned?: Returned) => {
  const v = visit(c);
  const one = await organisationByRef(v.db, v.actor, c.req.param('ref') ?? '', v.today);
  if (!one?.may_edit) throw notFound();
  const notes = await notesQuestion(v.db, v.actor, { organisation: one.id }).execute();
  const path = `/organisations/${encodeURIComponent(one.ref)}/notes`;
  return organisationPage(
    c,
    one,
    'notes',
    <Notes v={v} path={path} notes={notes} audience={v.t('note.aboutOrganisation')} returned={returned} />,
  );
};
