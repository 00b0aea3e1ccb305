import type { Child } from 'hono/jsx';
import { type Shape, shape } from '../status/shapes.ts';
import type { Children, Link, Translate } from '../words.tsx';

export type NoticeTone = 'info' | 'good' | 'attention' | 'problem';

/** What happened, why, what to do; `action` is the one thing to do next. */
export type Flash = { tone: NoticeTone; text: Child; title?: string | undefined; action?: Link | undefined };

export const Notice = ({ t, tone, title, text, action, children }: Flash & { t: Translate } & Children) => (
  <div class={`notice ${look[tone].class}`} role={tone === 'problem' ? 'alert' : 'status'}>
    {shape(look[tone].shape)}
    <div>
      <span class="vh">{t(`ui.notice.${tone}`)} </span>
      {title && <strong>{title} </strong>}
      <span>{text}</span>
      {action && (
        <>
          {' '}
          <a href={action.href}>{action.label}</a>
        </>
      )}
      {children}
    </div>
  </div>
);

const look: Record<NoticeTone, { class: string; shape: Shape }> = {
  info: { class: 'active', shape: 'info' },
  good: { class: 'done', shape: 'check' },
  attention: { class: 'waiting', shape: 'diamond' },
  problem: { class: 'problem', shape: 'alert' },
};

/** Nothing here yet: says why, and what to do next. */
export const EmptyState = ({ title, text, children }: { title: string; text?: Child } & Children) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {text && <p>{text}</p>}
    {children && <div class="row actions">{children}</div>}
  </div>
);
