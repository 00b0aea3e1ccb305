import type { Child } from 'hono/jsx';
import type { Link, Translate } from '../words.tsx';

/** A short list behind a word; opens without JavaScript. Children are `<li>`. Menus that share `name` close each other. */
export const Menu = ({ label, name, end, children }: { label: Child; name?: string | undefined; end?: boolean; children?: Child }) => (
  <details class="menu" name={name} data-menu>
    <summary>{label}</summary>
    <ul class={end === false ? 'panel panel-start' : 'panel'}>{children}</ul>
  </details>
);

/** The way back up; the page itself is not in it. */
export const Breadcrumbs = ({ t, trail, label }: { t: Translate; trail: readonly Link[]; label?: string | undefined }) => (
  <nav class="breadcrumbs" aria-label={label ?? t('ui.breadcrumbs')}>
    <ol class="row">
      {trail.map((link) => (
        <li>
          <a href={link.href}>{link.label}</a>
        </li>
      ))}
    </ol>
  </nav>
);

export type Tab = Link & { current: boolean; count?: number | undefined };

/** Views of one thing, each with its own address. `label` names the set for those who hear the page. */
export const Tabs = ({ t, label, tabs }: { t: Translate; label: string; tabs: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {tabs.map((tab) => (
        <li>
          <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
            {tab.label}
            {tab.count !== undefined && <span class="figure quiet"> {t('ui.count', { count: tab.count })}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

export type PagerProps = {
  t: Translate;
  /** First and last row shown, counted from 1. */
  from: number;
  to: number;
  total: number;
  /** Names the pager where a page holds more than one. */
  label?: string | undefined;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  sizes?: readonly (Link & { current: boolean })[] | undefined;
};

export const Pager = ({ t, from, to, total, previousHref, nextHref, sizes, label }: PagerProps) => (
  <nav class="pager row split" aria-label={label ?? t('ui.pages')}>
    <span class="figure">{t('ui.range', { from, to, total })}</span>
    {sizes && sizes.length > 1 && (
      <ul class="row">
        <li class="quiet">{t('ui.perPage')}</li>
        {sizes.map((size) => (
          <li>
            <a href={size.href} aria-current={size.current ? 'true' : undefined}>
              {size.label}
            </a>
          </li>
        ))}
      </ul>
    )}
    <span class="row">
      {previousHref && (
        <a class="button" href={previousHref} rel="prev">
          {t('ui.previous')}
        </a>
      )}
      {nextHref && (
        <a class="button" href={nextHref} rel="next">
          {t('ui.next')}
        </a>
      )}
    </span>
  </nav>
);

/** More that a reader may ask for. */
export const Disclosure = ({ summary, open, children }: { summary: Child; open?: boolean; children?: Child }) => (
  <details class="disclosure" open={open}>
    <summary>{summary}</summary>
    <div class="flow">{children}</div>
  </details>
);

/** Keywords, languages, topics: words in a row, linked where there is something behind them. */
export const Chips = ({ items, label }: { items: readonly { label: string; href?: string | undefined }[]; label?: string | undefined }) => (
  <ul class="chips" aria-label={label}>
    {items.map((item) => (
      <li class="chip">{item.href ? <a href={item.href}>{item.label}</a> : item.label}</li>
    ))}
  </ul>
);
