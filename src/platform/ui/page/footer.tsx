import type { Translate } from '../words.tsx';
import type { PageProps } from './page.tsx';

export const Footer = ({ t, communityName, title, footer, today, version }: PageProps) => (
  <footer class="foot">
    <div class="wrap row split">
      <span>
        {communityName}
        <span class="paper-only">{title}</span>
      </span>
      {footer && footer.length > 0 && (
        <ul class="row">
          {footer.map((link) => (
            <li>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      )}
      <Keys t={t} />
      <span class="row">
        {today && <span class="paper-only">{t('ui.printed', { day: today })}</span>}
        {version && <span>{t('ui.version', { version })}</span>}
      </span>
    </div>
  </footer>
);

/** The keys that public/app.js listens to; not shown where no script runs. */
const keys = { '/': 'search', j: 'next', k: 'previous', e: 'edit', '?': 'help', Esc: 'close' } as const;

const Keys = ({ t }: { t: Translate }) => (
  <details class="keys no-print" data-help>
    <summary>{t('ui.keys')}</summary>
    <dl>
      {Object.entries(keys).map(([key, does]) => (
        <div>
          <dt>
            <kbd dir="ltr">{key}</kbd>
          </dt>
          <dd>{t(`ui.keys.${does}`)}</dd>
        </div>
      ))}
    </dl>
  </details>
);
