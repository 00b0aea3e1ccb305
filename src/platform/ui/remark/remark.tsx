import type { Child } from 'hono/jsx';
import { Linked } from '../prose/prose.tsx';
import { Time, type When } from '../words.tsx';

/** What somebody said or noted on a day: who and when above their words. Words as they were typed: an empty line ends a paragraph. */
export const Remark = ({
  id,
  kind,
  who,
  when,
  text,
  children,
}: {
  id?: string | undefined;
  /** What it is, where there are several kinds: "Call". */
  kind?: Child;
  who?: Child;
  when: When;
  text: string;
  /** What can be done with it. */
  children?: Child;
}) => (
  <article class="remark" id={id}>
    <p class="row small">
      {kind && <b>{kind}</b>}
      {who && (kind ? <bdi>{who}</bdi> : <b>{who}</b>)}
      <span class="quiet">
        <Time when={when} />
      </span>
    </p>
    {text.split(/\n{2,}/).map((paragraph) => (
      <p class="words" dir="auto">
        <Linked text={paragraph} />
      </p>
    ))}
    {children}
  </article>
);
