import type { AnyWrites, Day } from '../../../platform/db/tables.ts';
import { tell } from '../leaving/letters.ts';
import type { ActivityStatus, Because } from './activity.ts';

/** Tells those who speak for an organisation, each in their language, that its status is another one, why, and what follows from it. */
export const tellStatus = (
  tx: AnyWrites,
  organisation: { id: number; ref: string; name: string; email: string | null },
  today: Day,
  { status, because, note }: { status: ActivityStatus; because: Because; note: string | null },
): Promise<number> =>
  tell(
    tx,
    organisation,
    today,
    (t, values) => {
      const word = t(`activity.status.${status}`);
      const { reason, meetings = 0, contributions = 0, votes = 0 } = because;
      return [
        t('activity.letter.subject', { organisation: values.organisation, status: word }),
        [
          t('activity.letter.begins', { name: values.name, organisation: values.organisation, status: word }),
          reason === 'byHand' ? note : t(`activity.because.${reason}`, { meetings, contributions, votes }),
          t(`activity.letter.means.${status}`),
          t('activity.letter.ends', { link: values.link, community: values.community }),
        ]
          .filter(Boolean)
          .join('\n\n'),
      ];
    },
    'standing',
  );
