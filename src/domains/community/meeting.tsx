import type { Visit } from '../../platform/http/visit.ts';
import { localeOf } from '../../platform/i18n/formats.ts';

/** When a group meets next, in UTC and, where the reader's device has another clock, by that one below; and where one takes part. */
export const Meeting = ({ v, at, url }: { v: Visit; at: string; url: string | null }) => {
  const iso = new Date(at).toISOString();
  const weekday = new Intl.DateTimeFormat(localeOf(v.language), { weekday: 'long', timeZone: 'UTC' }).format(new Date(at));
  return (
    <>
      {weekday} <time datetime={iso}>{v.t.time(iso, 'UTC')}</time>
      <div class="small quiet" data-clock={iso} hidden>
        {v.t('body.meetingLocal')}{' '}
      </div>
      {url && (
        <div>
          <a href={url} rel="nofollow noopener">
            {v.t('body.meetingLink')}
          </a>
        </div>
      )}
    </>
  );
};
