import type { Actor } from '../access/actor.ts';
import type { Domain } from '../domain.ts';
import { importApi } from './api.ts';
import { importCommands, startInput } from './commands.ts';
import type { Desk } from './desk.ts';
import { type FileImported, type FileToImport, importFileWith } from './import-file.ts';
import ar from './messages/ar.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import es from './messages/es.json' with { type: 'json' };
import fr from './messages/fr.json' with { type: 'json' };
import { type Office, openOffice } from './office.ts';
import { importPages } from './pages.tsx';
import { mayOpen, usable } from './policy.ts';
import type { Pace, Workplace } from './runner.ts';

/** Told once, when the program puts its domains together: the importers come from domains that stand below this one in the list. */
const house: { desk: Desk | undefined; office: Office | undefined } = { desk: undefined, office: undefined };

/** Tells the house what its imports can bring in and on whose behalf. To be called before the first request; a second call takes its place. */
export const openImports = (desk: Desk): void => {
  house.desk = desk;
  house.office = openOffice(desk);
};

const office = (): Office => {
  if (!house.office) throw new Error('Imports are used before openImports was called.');
  return house.office;
};

/** The desk as the commands see it, before and after it was told. */
const laterDesk: Desk = {
  get importers() {
    return house.desk?.importers ?? [];
  },
  get catalogue() {
    return office().desk.catalogue;
  },
  get dataDir() {
    return office().desk.dataDir;
  },
  get uploadLimit() {
    return office().desk.uploadLimit;
  },
  actorOf: (db, personId, today) => office().desk.actorOf(db, personId, today),
};

/** Does what a run waits for, its preview, import or undoing, and returns when it is done. For the job `import.run`. */
export const runImport = (place: Workplace, runId: number, pace: Partial<Pace> = {}): Promise<void> =>
  office().runImport(place, runId, pace);

/** Takes up what a stopped or killed program left unfinished; to be called once at the start, without waiting for it. */
export const resumeImports = (place: Workplace): Promise<void> => office().resumeImports(place);

/** For a shutdown: ends after the batch at hand. */
export const stopImports = (): Promise<void> => office().stopImports();

/** `plenary import FILE --as KIND`. */
export const importFile = (place: Workplace, asked: FileToImport): Promise<FileImported> => importFileWith(office(), place, asked);

/** May this reader open the import from which a value came? */
export const mayOpenImport = (actor: Actor, run: { kind: string; personId: number | null }): boolean =>
  mayOpen(house.desk?.importers ?? [], actor, run);

export const imports: Domain = {
  name: 'imports',
  tables: ['import_run', 'import_line', 'alias'],
  commands: importCommands(laterDesk).all,
  pages: importPages(office),
  api: importApi(office, startInput),
  menu: [
    {
      area: 'keeping',
      label: 'imports.title',
      href: '/imports',
      place: 1,
      shownTo: (actor) => usable(laterDesk.importers, actor).length > 0,
    },
  ],
  messages: { en, fr, es, ar },
};
