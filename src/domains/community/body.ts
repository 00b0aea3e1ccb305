import { z } from 'zod';
import {
  choice,
  day,
  id,
  instant,
  language,
  line,
  longText,
  many,
  optional,
  reference,
  termKey,
  texts,
  url,
  version,
  whole,
} from '../../platform/fields.ts';

/** A part of the federation that can be asked and can answer. */

export const bodyStates = ['proposed', 'active', 'dormant', 'concluded'] as const;
export type BodyState = (typeof bodyStates)[number];

const next: Record<BodyState, readonly BodyState[]> = {
  proposed: ['active', 'concluded'],
  active: ['dormant', 'concluded'],
  dormant: ['active', 'concluded'],
  concluded: ['active'],
};

/** May a body go from one state to the other? A concluded body can be revived. */
export const canMove = (from: BodyState, to: BodyState): boolean => from === to || next[from].includes(to);

/** May anybody join, does one ask the chairs, or are members named? */
export const joinings = ['open', 'asks', 'closed'] as const;
export type Joining = (typeof joinings)[number];

export interface BodyDocument {
  title: string;
  url: string;
}

/** The lines of a form that nothing was written in count for nothing. */
const documents = z.preprocess(
  (raw) => (raw === '' || raw === null ? [] : Array.isArray(raw) ? raw.filter((one) => one?.title || one?.url) : raw),
  z.array(z.object({ title: line({ max: 200 }), url: url() })).max(30),
);

const facts = {
  name: texts({ max: 200 }),
  acronym: optional(line({ max: 40 })),
  kind: termKey('body.kind'),
  parent: optional(reference()),
  region: optional(line({ max: 40 })),
  state: choice(bodyStates),
  stateOn: optional(day()),
  purpose: optional(texts({ max: 4000 })),
  languages: optional(many(language())),
  position: optional(whole(0, 100_000)),
  joining: optional(choice(joinings)),
  howToJoin: optional(texts({ max: 4000 })),
  charterUrl: optional(url()),
  nextMeeting: optional(instant()),
  meetingUrl: optional(url()),
  documents: documents.optional(),
};

export const newBody = z.object({ ref: reference(), ...facts, state: facts.state.default('active') });

export const bodyChange = z.object({
  ref: reference(),
  version: optional(version()),
  ...facts,
  kind: optional(facts.kind),
  name: optional(facts.name),
  state: optional(facts.state),
});

export const joinAsk = z.object({ body: reference(), message: optional(longText({ max: 2000 })) });

export const joinAnswer = z.object({ request: id(), answer: optional(longText({ max: 2000 })) });

/** The systems of regions and which country lies where, from one source on one day. */
export const regionTable = z.object({
  system: line({ max: 40 }),
  title: texts({ max: 200 }),
  source: optional(longText({ max: 2000 })),
  validFrom: day(),
  regions: z.array(z.object({ key: line({ max: 40 }), title: texts({ max: 200 }) })),
  countries: z.array(
    z.object({ code: line({ max: 2 }), name: line({ max: 200 }), region: line({ max: 40 }), confidence: optional(line({ max: 20 })) }),
  ),
});
