import type { Visit } from '../../../platform/http/visit.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import { Section } from '../../../platform/ui/record/record.tsx';
import type { Health, Status } from '../items/item.ts';
import { HealthOf, Lines, StatusOf } from '../items/views.tsx';
import { type Evidence, EvidenceList } from './evidence.tsx';

interface Progress {
  id: number;
  happened_on: string;
  text: Texts;
  percent: number | null;
  status: Status | null;
  health: Health | null;
  part: string | null;
  ended_before: string | null;
  ended_after: string | null;
  reason: string | null;
  by_name: string | null;
}

/** What happened, newest first, each with its day, who said it and what it changed. */
export const ProgressPart = ({
  v,
  item,
  progress,
  evidence,
}: {
  v: Visit;
  item: { ref: string };
  progress: readonly Progress[];
  evidence: readonly Evidence[];
}) => {
  const { t } = v;
  return (
    <Section title={t('progress.title')} id="progress">
      {progress.length === 0 && <p class="quiet">{t('progress.none')}</p>}
      {progress.map((one) => (
        <article class="flow">
          <p class="row">
            <time datetime={one.happened_on}>
              <b>{t.day(one.happened_on)}</b>
            </time>
            <span class="quiet">{one.by_name}</span>
            {one.status && <StatusOf v={v} status={one.status} percent={one.percent} />}
            {!one.status && one.percent !== null && <span class="figure">{t.percent(one.percent)}</span>}
            {one.health && <HealthOf v={v} health={one.health} />}
          </p>
          <Lines v={v} text={one.text} />
          {one.ended_after && (
            <p class="small">
              {t('progress.moved', {
                part: one.part ? `${one.part}) ` : '',
                before: one.ended_before ? t.day(one.ended_before) : t('progress.noEnd'),
                after: t.day(one.ended_after),
              })}{' '}
              {one.reason && t('progress.because', { reason: one.reason })}
            </p>
          )}
          {evidence.some((each) => each.progress_id === one.id) && (
            <EvidenceList v={v} item={item} evidence={evidence.filter((each) => each.progress_id === one.id)} />
          )}
        </article>
      ))}
    </Section>
  );
};
