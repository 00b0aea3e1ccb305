import type { Child } from 'hono/jsx';
import { Time, type Translate, type When } from '../words.tsx';

export type Change = {
  /** The part of the record that changed, where it has several: said once, above the first of its changes. */
  part?: Child;
  label: Child;
  before?: Child;
  after?: Child;
  /** Instead of before and after: what changed within a text. */
  difference?: Child;
};

export type Entry = {
  when: When;
  who: Child;
  /** What they did, as a phrase: "moved the end date". */
  what: Child;
  changes?: readonly Change[] | undefined;
  /** Why, or what they wrote. */
  note?: Child;
  href?: string | undefined;
};

/** Newest first. A private value comes without before and after: that it changed is said, what it was is not. */
export const History = ({
  t,
  entries,
  more,
}: {
  t: Translate;
  entries: readonly Entry[];
  more?: { href: string; label: string } | undefined;
}) => (
  <>
    <ol class="history">
      {entries.map((entry) => (
        <li class="entry">
          <p class="meta">
            {entry.href ? (
              <a href={entry.href}>
                <Time when={entry.when} />
              </a>
            ) : (
              <Time when={entry.when} />
            )}
          </p>
          <p>
            <b>{entry.who}</b> {entry.what}
          </p>
          {entry.changes && entry.changes.length > 0 && (
            <dl>
              {entry.changes.map((change) => (
                <div>
                  <dt>
                    {change.part && <span class="part">{change.part}</span>}
                    {change.label}
                  </dt>
                  <dd>
                    {change.difference ??
                      (change.before === undefined && change.after === undefined ? (
                        t('ui.change.private')
                      ) : (
                        <BeforeAfter t={t} {...change} />
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {entry.note && <p class="entry-note">{entry.note}</p>}
        </li>
      ))}
    </ol>
    {more && (
      <p>
        <a href={more.href}>{more.label}</a>
      </p>
    )}
  </>
);

export const BeforeAfter = ({ t, before, after }: { t: Translate } & Change) => (
  <>
    {before !== undefined && (
      <>
        <span class="vh">{t('ui.change.before')} </span>
        <del>{before}</del> <span class="arrow" aria-hidden="true" /> <span class="vh">{t('ui.change.after')} </span>
      </>
    )}
    <ins>{after ?? t('ui.change.nothing')}</ins>
  </>
);
