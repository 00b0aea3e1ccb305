import type { Child } from 'hono/jsx';

/** Says a word of the interface. Keys of this folder begin with `ui.`; their English lies in messages/en.json. */
export type Translate = (key: string, values?: Record<string, string | number | boolean>) => string;

export type Direction = 'ltr' | 'rtl';

/** A day or moment: `iso` for machines, `text` as the reader writes it (12 Mar 2023). */
export type When = { iso: string; text: string };

export type Link = { href: string; label: string };

export type Tone = 'done' | 'active' | 'waiting' | 'problem' | 'off' | 'neutral';

export type Children = { children?: Child };

export const Time = ({ when }: { when: When }) => <time datetime={when.iso}>{when.text}</time>;
