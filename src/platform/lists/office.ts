import { type SelectQueryBuilder, sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { AnyReads } from '../db/tables.ts';
import type { Catalogue } from '../i18n/catalogue.ts';
import { rowsUnder } from './ask.ts';
import type { AnyList, Reader } from './list.ts';
import { addressOf, type ListState, readState } from './state.ts';

/** A list as the program finds it by its name: whoever saved a view of it can have it counted, written to and exported later. */
export interface ListCard {
  /** As in the list itself, and in saved views. */
  name: string;
  /** Message key. */
  title: string;
  path: string;
  /** The list for one reader; `query` is what the address says. */
  open: (db: AnyReads, reader: Pick<Reader, 'actor' | 'today'>, query: URLSearchParams) => AnyList | Promise<AnyList>;
  /** Whom each row tells of, and the column of the list's question that holds its number: these can be written to. */
  about?: { noun: 'person' | 'organisation' | 'body'; id: string };
}

/** The card of a list that is the same for every reader and on every day. */
export const cardOf = (list: AnyList, about?: ListCard['about']): ListCard => ({
  name: list.name,
  title: list.title,
  path: list.path,
  open: () => list,
  ...(about ? { about } : {}),
});

/** What saved views need to know of the rest of the program, told once by the app. */
export interface ListOffice {
  cards: readonly ListCard[];
  catalogue: Catalogue;
  /** The person as they are now, with their rights of today; undefined where they may no longer act. */
  actorOf: (db: AnyReads, personId: number, today: string) => Promise<Actor | undefined>;
}

const house: { office: ListOffice | undefined } = { office: undefined };

/** To be called before the first request; a second call takes its place. */
export const openLists = (office: ListOffice): void => {
  house.office = office;
};

export const listOffice = (): ListOffice => {
  if (!house.office) throw new Error('Saved views are used before openLists was called.');
  return house.office;
};

export const cardNamed = (name: string): ListCard | undefined => house.office?.cards.find((card) => card.name === name);

/** What a saved view says of its list. */
interface Named {
  list: string;
  query: string;
}

/** Where the list of this view stands, with everything that the view says. */
export const addressOfView = ({ list, query }: Named): string => `${cardNamed(list)?.path ?? `/${list}`}${query ? `?${query}` : ''}`;

/** A saved view as a list with its state, ready to be asked by this reader. */
export interface OpenView {
  card: ListCard;
  list: AnyList;
  state: ListState;
}

/** Undefined where the view is one of a list that is no longer there. */
export const openView = async (
  db: AnyReads,
  { list: name, query }: Named,
  reader: Pick<Reader, 'actor' | 'today'>,
): Promise<OpenView | undefined> => {
  const card = cardNamed(name);
  if (!card) return undefined;
  const said = new URLSearchParams(query);
  const list = await card.open(db, reader, said);
  return { card, list, state: readState(list, said) };
};

/** How many rows the view has for this reader. */
export const countOfView = async (db: AnyReads, { list, state }: OpenView, reader: Reader): Promise<number> => {
  const { count } = (await rowsUnder(db, list, state, reader).select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()) as {
    count: number;
  };
  return Number(count);
};

// biome-ignore lint/suspicious/noExplicitAny: a question over the tables of whichever list it is.
type Numbers = SelectQueryBuilder<any, any, { id: number }>;

/** The numbers of those of whom the rows of the view tell, as a question to be put inside another one. */
export const numbersOfView = (db: AnyReads, { card, list, state }: OpenView, reader: Reader): Numbers | undefined =>
  card.about && (rowsUnder(db, list, state, reader).select(sql<number>`${sql.ref(card.about.id)}`.as('id')) as Numbers);

/** The same view as a file: every row that the reader sees, with the columns of the view. */
export const fileOfView = ({ list, state }: OpenView, format: 'csv' | 'xlsx' | 'json'): string =>
  addressOf(list, { ...state, page: 1 }, {}, `.${format}`);
