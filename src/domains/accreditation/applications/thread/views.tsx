import type { Visit } from '../../../../platform/http/visit.ts';

interface Message {
  sender: 'staff' | 'applicant';
  text: string;
  by_name: string;
  created_at: string;
}

/** What was asked and answered, oldest first. Applicants read who wrote for the community only as its staff. */
export const ThreadView = ({ v, thread, forApplicant = false }: { v: Visit; thread: readonly Message[]; forApplicant?: boolean }) => {
  const { t } = v;
  if (thread.length === 0) return <p class="quiet">{t('application.noMessages')}</p>;
  return (
    <>
      {thread.map((one) => (
        <article class="flow">
          <p class="row small">
            <b>
              {one.sender === 'applicant' ? (
                forApplicant ? (
                  t('application.you')
                ) : (
                  <bdi>{one.by_name}</bdi>
                )
              ) : forApplicant ? (
                t('application.staff')
              ) : (
                one.by_name
              )}
            </b>
            <time class="quiet" datetime={one.created_at}>
              {t.time(one.created_at, 'UTC')}
            </time>
          </p>
          {one.text.split(/\n{2,}/).map((paragraph) => (
            <p dir="auto">{paragraph}</p>
          ))}
        </article>
      ))}
    </>
  );
};
