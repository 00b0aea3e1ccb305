import type { Child } from 'hono/jsx';
import { areas, type MenuEntry } from '../domain.ts';
import { languages } from '../i18n/languages.ts';
import type { MenuArea } from '../ui/page/masthead.tsx';
import { Page, type PageProps } from '../ui/page/page.tsx';
import { textOf } from './deliver.ts';
import { type PageContext, type Visit, visit } from './visit.ts';

export interface Shown {
  title: string;
  breadcrumbs?: readonly { href: string; label: string }[];
  /** What the page says, in a sentence or two, for whoever links to it or finds it. */
  description?: string | undefined;
  /** The permanent address, where the page also answers at others. */
  canonical?: string | undefined;
  /** Only where the page answers a search. */
  searched?: string;
  /** Addresses of the same content in other forms, for the head. */
  alternates?: readonly { type: string; href: string; title: string }[];
}

/** The menu as one reader sees it: areas with their entries, and where this page stands among them. */
export const menuFor = (menu: readonly MenuEntry[], { t, actor }: Pick<Visit, 't' | 'actor'>, pathname: string): MenuArea[] => {
  const shown = menu.filter((entry) => entry.shownTo?.(actor) ?? true);
  const current = nearest(shown, pathname);
  return areas.flatMap((area) => {
    const entries = shown.filter((entry) => entry.area === area).map((entry) => ({ ...named(entry, t), current: entry === current }));
    const [first] = entries;
    return first ? [{ href: first.href, label: t(`app.area.${area}`), current: current?.area === area, entries }] : [];
  });
};

const named = ({ href, label }: MenuEntry, t: Visit['t']) => ({ href, label: t(label) });

/** Of the entries that cover this address, the one that names most of it. */
const nearest = (menu: readonly MenuEntry[], pathname: string): MenuEntry | undefined => {
  const reach = (entry: MenuEntry) =>
    Math.max(
      0,
      ...[entry.href, ...(entry.covers ?? [])].filter((href) => `${pathname}/`.startsWith(`${href}/`)).map((href) => href.length),
    );
  const [best] = menu.filter((entry) => reach(entry) > 0).sort((one, other) => reach(other) - reach(one));
  return best;
};

/** Where a reader finds this page again: one that answers a form may have no address of its own, but the page from which it was sent has. */
const shownAt = (c: PageContext): URL => {
  const address = new URL(c.req.url);
  const from = c.req.method === 'POST' && URL.parse(c.req.header('referer') ?? '');
  return from && from.host === address.host ? from : address;
};

/** A menu that the reader opened stays open while the page around it changes. */
const htmxSettings = JSON.stringify({ includeIndicatorCSS: false, morphIgnore: ['data-htmx-powered', 'open'] });

/** The whole page around a view: head, bar of what is due, menu, foot. */
export const show = (
  c: PageContext,
  { title, description, canonical, breadcrumbs, searched, alternates }: Shown,
  view: Child,
): Response => {
  const v = visit(c);
  const { t } = v;
  const { house } = v.services;
  const address = shownAt(c);
  // Two slashes at the beginning would make a link to this page a link to another house.
  const here = { pathname: address.pathname.replace(/^\/+/, '/'), search: address.search };
  const withLanguage = (code: string) => {
    const query = new URLSearchParams(here.search);
    query.set('lang', code);
    return `${here.pathname}?${query}`;
  };
  const props: PageProps = {
    t,
    language: v.language,
    direction: t.direction,
    title,
    communityName: v.communityName,
    areas: menuFor(house.menu, v, here.pathname),
    account: v.actor.kind === 'person' ? { name: v.actor.name, href: '/account', signOutAction: '/sign-out' } : null,
    signInHref: `/sign-in?return=${encodeURIComponent(here.pathname + here.search)}`,
    languages: languages.filter((one) => one.complete).map(({ code, name }) => ({ code, name, href: withLanguage(code) })),
    theme: v.theme ?? 'system',
    here: here.pathname + here.search,
    searched,
    due: v.due.map((due) => ({ href: due.href, label: t(due.label, { count: due.count }), count: due.count })),
    assets: house.assets,
    breadcrumbs,
    flash: v.flash && t.has(v.flash) ? { tone: 'good', text: t(v.flash) } : null,
    head: (
      <>
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxSettings} />
        <link rel="icon" href={house.assets.icon} type="image/svg+xml" />
        {description && (
          <>
            <meta name="description" content={description} />
            <meta property="og:title" content={title} />
            <meta property="og:description" content={description} />
          </>
        )}
        {canonical && <link rel="canonical" href={canonical} />}
        {alternates?.map((one) => (
          <link rel="alternate" type={one.type} href={one.href} title={one.title} />
        ))}
      </>
    ),
    today: t.day(v.today),
    version: house.version,
    footer: [
      { href: '/api/v1', label: t('app.apiLink') },
      { href: '/vocabulary', label: t('app.vocabulary') },
    ],
    children: view,
  };
  if (v.flash) c.header('Set-Cookie', 'plenary_flash=; Path=/; Max-Age=0', { append: true });
  const text = `<!doctype html>${(<Page {...props} />).toString()}`;
  const answer = c.html(text) as Response;
  textOf.set(answer, text);
  return answer;
};
