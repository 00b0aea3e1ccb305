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
      <span class="row">
        {today && <span class="paper-only">{t('ui.printed', { day: today })}</span>}
        {version && <span>{t('ui.version', { version })}</span>}
      </span>
    </div>
  </footer>
);
