import { Menu } from '../navigation/navigation.tsx';
import type { Link, Translate } from '../words.tsx';

export type Theme = 'system' | 'light' | 'dark';

type Entry = Link & { current: boolean };

/** A part of the menu: its own address is that of its first entry. */
export type MenuArea = Entry & { entries: readonly Entry[] };

export type MastheadProps = {
  t: Translate;
  language: string;
  communityName: string;
  areas: readonly MenuArea[];
  /** The signed-in person; null shows the way to sign in; absent shows neither. */
  account?: { name: string; href: string; signOutAction: string } | null | undefined;
  signInHref?: string | undefined;
  /** Each language in its own name, with this page's address in it. */
  languages: readonly { code: string; name: string; href: string }[];
  theme: Theme;
  /** The address of this page, so that the theme form can return to it. */
  here?: string | undefined;
  /** What was searched for, when this page answers a search. */
  searched?: string | undefined;
};

export const Masthead = (props: MastheadProps) => (
  <header class="masthead">
    <div class="wrap masthead-top">
      <a class="community" href="/">
        {props.communityName}
      </a>
      <search>
        <form class="search" action="/search" method="get">
          <input
            type="search"
            name="q"
            value={props.searched}
            aria-label={props.t('ui.search')}
            placeholder={props.t('ui.searchPlaceholder')}
            aria-keyshortcuts="/"
            data-search
          />
          <button class="vh" type="submit">
            {props.t('ui.search')}
          </button>
        </form>
      </search>
      <Languages {...props} />
      <ThemeSwitch {...props} />
      <Account {...props} />
      <details class="menu areas-menu" name="head">
        <summary>{props.t('ui.menu')}</summary>
        <nav class="panel" aria-label={props.t('ui.areas')}>
          <ul>
            {props.areas.map((area) => (
              <li>
                <span class="meta">{area.label}</span>
                <Entries entries={area.entries} />
              </li>
            ))}
          </ul>
        </nav>
      </details>
    </div>
    <Areas {...props} />
  </header>
);

/** Where there is room: the areas, and under them what the area of this page holds. */
const Areas = ({ t, areas }: Pick<MastheadProps, 't' | 'areas'>) => {
  const here = areas.find((area) => area.current);
  return (
    <>
      <nav class="wrap areas" aria-label={t('ui.areas')}>
        <Entries entries={areas} mark="true" />
      </nav>
      {here && here.entries.length > 1 && (
        <nav class="areas within" aria-label={here.label}>
          <div class="wrap">
            <Entries entries={here.entries} />
          </div>
        </nav>
      )}
    </>
  );
};

/** An area is not the page itself, only where it stands. */
const Entries = ({ entries, mark = 'page' }: { entries: readonly Entry[]; mark?: 'page' | 'true' }) => (
  <ul>
    {entries.map((entry) => (
      <li>
        <a href={entry.href} aria-current={entry.current ? mark : undefined}>
          {entry.label}
        </a>
      </li>
    ))}
  </ul>
);

const Languages = ({ t, language, languages }: MastheadProps) => {
  if (languages.length < 2) return null;
  const shown = languages.find((one) => one.code === language);
  return (
    <Menu
      label={
        <>
          <span class="vh">{t('ui.language')} </span>
          <span class="wide">{shown?.name ?? language}</span>
          <span class="narrow">{language.slice(0, 2).toUpperCase()}</span>
        </>
      }
      name="head"
    >
      {languages.map((one) => (
        <li>
          <a href={one.href} lang={one.code} hreflang={one.code} aria-current={one.code === language ? 'true' : undefined}>
            {one.name}
          </a>
        </li>
      ))}
    </Menu>
  );
};

const ThemeSwitch = ({ t, theme, here }: MastheadProps) => (
  <Menu
    name="head"
    label={
      <>
        <svg class="shape" viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="4.75" />
          <path class="f" d="M6 1a5 5 0 0 0 0 10z" />
        </svg>
        <span class="vh">{t('ui.theme')}</span>
      </>
    }
  >
    <li>
      <form class="theme" method="post" action="/theme">
        {here && <input type="hidden" name="return" value={here} />}
        {(['system', 'light', 'dark'] as const).map((one) => (
          <button type="submit" name="theme" value={one} aria-current={one === theme ? 'true' : undefined}>
            {t(`ui.theme.${one}`)}
          </button>
        ))}
      </form>
    </li>
  </Menu>
);

const Account = ({ t, account, signInHref }: MastheadProps) => {
  if (account === undefined) return null;
  if (account === null)
    return (
      <a class="sign-in" href={signInHref ?? '/sign-in'}>
        {t('ui.signIn')}
      </a>
    );
  return (
    <Menu
      name="head"
      label={
        <>
          <span class="wide">
            <bdi>{account.name}</bdi>
          </span>
          <span class="narrow">
            <span aria-hidden="true">{initials(account.name)}</span>
            <bdi class="vh">{account.name}</bdi>
          </span>
        </>
      }
    >
      <li>
        <a href={account.href}>{t('ui.account')}</a>
      </li>
      <li>
        <form method="post" action={account.signOutAction}>
          <button type="submit">{t('ui.signOut')}</button>
        </form>
      </li>
    </Menu>
  );
};

const initials = (name: string) =>
  name
    .split(/\s+/)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join('');
