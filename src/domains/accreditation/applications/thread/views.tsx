import type { Visit } from '../../../../platform/http/visit.ts';
import { Remark } from '../../../../platform/ui/remark/remark.tsx';

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
        <Remark
          who={
            one.sender === 'applicant' ? (
              forApplicant ? (
                t('application.you')
              ) : (
                <bdi>{one.by_name}</bdi>
              )
            ) : forApplicant ? (
              t('application.staff')
            ) : (
              one.by_name
            )
          }
          when={{ iso: one.created_at, text: t.time(one.created_at, 'UTC') }}
          text={one.text}
        />
      ))}
    </>
  );
};
