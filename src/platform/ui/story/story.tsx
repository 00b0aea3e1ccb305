import type { Child } from 'hono/jsx';
import { type Shape, shape } from '../status/shapes.ts';
import type { Children } from '../words.tsx';

/** A record told in one column, chapter after chapter, each with its number. Children are `Chapter`s. */
export const Story = ({ children }: Children) => <ol class="story">{children}</ol>;

export const Chapter = ({ id, title, note, children }: { id: string; title: Child; note?: Child } & Children) => (
  <li id={id} class="chapter flow">
    <h2>{title}</h2>
    {note && <p class="small quiet">{note}</p>}
    {children}
  </li>
);

export interface Step {
  label: string;
  reached: boolean;
  /** What those who cannot see the sign hear: "reached", "not yet". */
  said: string;
}

/** The steps of a way, those behind and those ahead, told by sign and weight as well as by colour. */
export const Way = ({ label, steps }: { label: string; steps: readonly Step[] }) => (
  <ol class="way" aria-label={label}>
    {steps.map((step) => (
      <li class={step.reached ? 'reached' : undefined}>
        {shape((step.reached ? 'check' : 'ring') satisfies Shape)}
        <span>{step.label}</span>
        <span class="vh"> ({step.said})</span>
      </li>
    ))}
  </ol>
);
