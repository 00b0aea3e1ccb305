import type { Reads } from '../../../platform/db/tables.ts';
import { allRows } from '../../../platform/lists/ask.ts';
import type { Reader } from '../../../platform/lists/list.ts';
import type { ListCard } from '../../../platform/lists/office.ts';
import { readState } from '../../../platform/lists/state.ts';
import type { Tables } from '../tables.ts';
import { wordsOfReviews } from './queries.ts';
import { recommendationRegister } from './register.ts';

/** The recommendations that the register shows under this query, in its order, at most `most` of them. */
export const recommendationsShown = async (db: Reads<Tables>, reader: Reader, query: URLSearchParams, most: number) => {
  const list = recommendationRegister(await wordsOfReviews(db));
  const found = [];
  for await (const { id, ref, number, title } of allRows(db, list, readState(list, query), reader)) {
    if (found.length === most) break;
    found.push({ id, ref, number, title });
  }
  return found;
};

export const recommendationCard: ListCard = {
  name: 'recommendations',
  title: 'recommendation.register',
  path: '/recommendations',
  open: async (db) => recommendationRegister(await wordsOfReviews(db)),
};
