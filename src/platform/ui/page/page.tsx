import type { Child } from 'hono/jsx';
import { Breadcrumbs } from '../navigation/navigation.tsx';
import { type Flash, Notice } from '../notice/notice.tsx';
import type { Direction, Link, Translate } from '../words.tsx';
import { Footer } from './footer.tsx';
import { Masthead, type MastheadProps } from './masthead.tsx';

export type Due = Link & { count: number };

export type PageProps = MastheadProps & {
  t: Translate;
  language: string;
  direction: Direction;
  /** What this page shows; the browser's title is "title · community". */
  title: string;
  /** What is due for the reader, shown in the gateway bar on every page. */
  due?: readonly Due[] | undefined;
  assets: { css: string; js: readonly string[] };
  breadcrumbs?: readonly Link[] | undefined;
  flash?: Flash | readonly Flash[] | null | undefined;
  /** More for the document's head: settings of htmx, feeds, the canonical address. */
  head?: Child;
  /** The day as the reader writes it, for the foot of a printed page. */
  today?: string | undefined;
  version?: string | undefined;
  footer?: readonly Link[] | undefined;
  children?: Child;
};

/** The whole document. Send it with a doctype before it: `'<!doctype html>' + page`. */
export const Page = (props: PageProps) => (
  <html
    lang={props.language}
    dir={props.direction}
    {...(props.theme === 'light' || props.theme === 'dark' ? { 'data-theme': props.theme } : {})}
  >
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{props.title === props.communityName ? props.title : `${props.title} · ${props.communityName}`}</title>
      <link rel="stylesheet" href={props.assets.css} />
      {props.assets.js.map((address) => (
        <script src={address} defer />
      ))}
      {props.head}
    </head>
    <body>
      <a class="skip button" href="#content">
        {props.t('ui.skip')}
      </a>
      <Masthead {...props} />
      {props.due && props.due.length > 0 && <Gateway t={props.t} due={props.due} />}
      <main id="content" class="wrap" tabindex={-1}>
        {props.breadcrumbs && props.breadcrumbs.length > 0 && <Breadcrumbs t={props.t} trail={props.breadcrumbs} />}
        {flashes(props.flash).map((flash) => (
          <Notice t={props.t} {...flash} />
        ))}
        {props.children}
      </main>
      <Footer {...props} />
    </body>
  </html>
);

/** Where it is narrow, more than one thing that is due folds into one line with their sum. */
const Gateway = ({ t, due }: { t: Translate; due: readonly Due[] }) => (
  <nav class="gateway" aria-label={t('ui.due')}>
    <div class={due.length > 1 ? 'wrap row wide' : 'wrap row'}>
      <span class="quiet">{t('ui.due')}</span>
      <DueLinks t={t} due={due} />
    </div>
    {due.length > 1 && (
      <details class="wrap narrow">
        <summary>
          {t('ui.due')} <b class="figure">{t('ui.count', { count: due.reduce((sum, { count }) => sum + count, 0) })}</b>
        </summary>
        <DueLinks t={t} due={due} />
      </details>
    )}
  </nav>
);

const DueLinks = ({ t, due }: { t: Translate; due: readonly Due[] }) => (
  <ul class="row">
    {due.map((item) => (
      <li>
        <a href={item.href}>
          {item.label} <b class="figure">{t('ui.count', { count: item.count })}</b>
        </a>
      </li>
    ))}
  </ul>
);

const flashes = (flash: PageProps['flash']): readonly Flash[] => (flash ? ([flash].flat() as Flash[]) : []);
