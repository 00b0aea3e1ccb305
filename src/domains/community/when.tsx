import type { Visit } from '../../platform/http/visit.ts';
import { Hidden } from '../../platform/ui/form/form.tsx';

/** Which rows are meant: those of today, all that ever were, or those of one day. A form that works by itself. */
export const When = ({
  v,
  action,
  when,
  standard = 'current',
  hidden = [],
  only = false,
}: {
  v: Visit;
  action: string;
  /** What the address says: `current`, `all` or a day. */
  when: string;
  standard?: 'current' | 'all';
  hidden?: readonly (readonly [string, string])[];
  /** Where one day is meant, today or another. */
  only?: boolean;
}) => {
  const { t } = v;
  const to = (value: string) => {
    const query = new URLSearchParams(hidden.map(([name, one]) => [name, one]));
    if (value !== standard) query.set('when', value);
    return query.size > 0 ? `${action}?${query}` : action;
  };
  const isDay = when !== 'current' && when !== 'all';
  return (
    <form class="row small when" method="get" action={action}>
      {hidden.map(([name, value]) => (
        <Hidden name={name} value={value} />
      ))}
      <span class="quiet">{t('when.label')}</span>
      <a href={to('current')} aria-current={when === 'current' ? 'true' : undefined}>
        {t('when.current')}
      </a>
      {!only && (
        <a href={to('all')} aria-current={when === 'all' ? 'true' : undefined}>
          {t('when.all')}
        </a>
      )}
      <label for="when-day">{t('when.asAt')}</label>
      <input class="control" type="date" name="when" id="when-day" value={isDay ? when : v.today} required />
      <button type="submit" class="button">
        {t('when.show')}
      </button>
    </form>
  );
};
