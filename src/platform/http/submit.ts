import type { z } from 'zod';
import { hashOf } from '../access/tokens.ts';
import { type Command, run } from '../command.ts';
import { type Problem, Refusal, statusOf } from '../errors.ts';
import { fromForm } from '../fields.ts';
import type { T } from '../i18n/catalogue.ts';
import { escaped } from '../ui/markup.ts';
import { callOf, type PageContext, visit } from './visit.ts';

/** What a form shows: the values typed and, after a refusal, what is wrong with them. */
export interface FormState {
  values: Record<string, unknown>;
  problems: readonly Problem[];
  refusal?: Refusal;
}

export const emptyForm = (values: Record<string, unknown> = {}): FormState => ({ values, problems: [] });

type Answer = Response | Promise<Response>;

/**
 * Sends a form to a command. Done: 303 to the new page, with a word for the reader. Wrong input or a stale edit: `again` shows the same
 * form with what was typed, status 422 or 409. Other refusals go to the error page, and so does
 * one that the page with the form does not tell.
 */
export const submit = async <Tables, Schema extends z.ZodType, Subject, Output>(
  c: PageContext,
  what: Command<Tables, Schema, Subject, Output>,
  {
    more,
    done,
    again,
    flash,
  }: {
    more?: Record<string, unknown>;
    done: (output: Output) => string;
    again?: (form: FormState) => Answer;
    flash?: string | ((output: Output) => string);
  },
): Promise<Response> => {
  const v = visit(c);
  const body = await c.req.parseBody({ all: true });
  const { once, reason, ...fields } = body;
  const values = { ...fromForm(fields, what.input, v.language), ...more };
  try {
    const output = await run(
      what,
      values,
      callOf(v, 'page', {
        ...(typeof once === 'string' && once ? { once: sending(once, what.name, values, reason) } : {}),
        ...(typeof reason === 'string' && reason ? { reason } : {}),
      }),
    );
    if (flash) sayNext(c, typeof flash === 'string' ? flash : flash(output));
    return c.redirect(done(output), 303);
  } catch (fault) {
    if (!(fault instanceof Refusal) || !again || (fault.kind !== 'invalid' && fault.kind !== 'conflict')) throw fault;
    c.status(statusOf[fault.kind]);
    const answer = await again({
      values: { ...values, ...(typeof reason === 'string' ? { reason } : {}) },
      problems: fault.problems,
      refusal: fault,
    });
    // The form may not stand on its page any more, because the record or the right was changed meanwhile: then the error page says it.
    const page = await answer.clone().text();
    if (!wordsOf(fault, v.t).some((words) => page.includes(escaped(words)))) throw fault;
    return answer;
  }
};

const wordsOf = (fault: Refusal, t: T): string[] => [
  t(fault.key, fault.values),
  ...fault.problems.map((problem) => t(problem.key, problem.values)),
];

/** The same form with the same words in it is the same sending; one that was gone back to and changed is another. */
const sending = (once: string, name: string, ...content: unknown[]): string => hashOf(once, name, JSON.stringify(content));

/** Keeps a message key for the next page that this reader opens. */
export const sayNext = (c: PageContext, key: string): void => {
  c.header('Set-Cookie', `plenary_flash=${encodeURIComponent(key)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60`, { append: true });
};
