import type { Actor } from './access/actor.ts';
import type { Meanings, RecordNames } from './audit/meanings.ts';
import type { AnyCommand } from './command.ts';
import type { Derived } from './db/derived.ts';
import type { AnyReads } from './db/tables.ts';
import type { Answers, AnyQuestion } from './db/together.ts';
import type { Forgets } from './erasure/list.ts';
import type { ApiRow } from './http/api.ts';
import type { Pages, Services } from './http/visit.ts';
import type { Importer } from './imports/importer.ts';
import type { ListCard } from './lists/office.ts';
import type { UseOfView } from './lists/uses.ts';
import type { Moves } from './merging/merging.ts';

/** Something waiting for one person, counted for the bar at the top of every page. `label` is a message key with the slot `count`. */
export interface Due {
  label: string;
  href: string;
  count: number;
}

/** Work that happens by itself: when, and which command it calls. `cron` in UTC. */
export interface Job {
  name: string;
  cron: string;
  /** Asked for also whenever mails have left or were given up. */
  afterMail?: true;
  work: (services: Services) => Promise<void>;
}

/** The parts of the main menu, in their order: what is decided, what is done about it, who takes part, how the records are kept. */
export const areas = ['reviews', 'work', 'community', 'keeping'] as const;

/** One entry of the main menu; `label` is a message key. */
export interface MenuEntry {
  area: (typeof areas)[number];
  label: string;
  href: string;
  /** Where it stands in its area, from 1; daily work first. */
  place: number;
  /** Beginnings of other addresses that belong to it: the menu shows the reader of those pages where they are. */
  covers?: readonly string[];
  /** Hidden from those to whom it says nothing. Default: everybody sees it. */
  shownTo?: (actor: Actor) => boolean;
}

export type Messages = Readonly<Record<string, string>>;

/** A record found by the search over everything. */
export interface Hit {
  kind: string;
  ref: string;
  title: string;
  /** In which the title is; empty for a name, which is the same in all. */
  language: string;
  href: string;
  rank: number;
}

export interface Search {
  questions: (db: AnyReads, actor: Actor, words: string) => Readonly<Record<string, AnyQuestion>>;
  /** `languages` are those of the reader, the best first. */
  read: (answers: Answers, languages: readonly string[]) => Hit[];
}

/** The card of a domain: everything the program must know to include it. */
export interface Domain {
  name: string;
  /** Tables it owns; every table belongs to exactly one domain or to the platform. */
  tables: readonly string[];
  rights?: readonly string[];
  /** What its stored values mean to people who read a history, and how its records are called there. */
  meanings?: Meanings;
  records?: Readonly<Record<string, RecordNames>>;
  /** Which of its columns follow from others. */
  derives?: Derived;
  /** How the rows that name a person or an organisation go along when two records of one become one. */
  moves?: Moves;
  commands?: readonly AnyCommand[];
  pages?: (app: Pages) => void;
  api?: readonly ApiRow[];
  /** Its lists by name, for saved views; and what a domain adds to the page of a saved view. */
  lists?: readonly ListCard[];
  usesOfView?: readonly UseOfView[];
  imports?: readonly Importer[];
  jobs?: readonly Job[];
  menu?: readonly MenuEntry[];
  messages: Readonly<Record<'en' | 'fr' | 'es' | 'ar', Messages>>;
  /** What waits for a person: questions, which the program asks together with those of other domains, and how to read their answers. */
  due?: {
    questions: (db: AnyReads, actor: Actor, today: string) => Readonly<Record<string, AnyQuestion>>;
    read: (answers: Answers) => Due[];
  };
  /** What the search over everything asks here for the words typed, each question under its own permission, and how to read the answers. */
  search?: Search;
  /** What it removes for good, which an older backup must not bring back. */
  forgets?: Forgets;
  /** Who listens to which command, after commit: `{ 'event.attend': note }`. Called with the audit entry's id, once. */
  hears?: Readonly<Record<string, (services: Services, entry: Heard) => Promise<void>>>;
}

export interface Heard {
  id: number;
  command: string;
  at: string;
  personId: number | null;
}
