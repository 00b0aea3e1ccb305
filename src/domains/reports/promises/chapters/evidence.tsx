import type { Visit } from '../../../../platform/http/visit.ts';
import type { Story } from '../promise.ts';
import { evidenceOf } from '../words.ts';

export const EvidencePart = ({ v, story }: { v: Visit; story: Story }) => {
  const { t } = v;
  const shown = evidenceOf(v, story);
  if (shown.length === 0) return <p class="quiet">{t('promise.noEvidence')}</p>;
  return (
    <ul class="prose">
      {shown.map((one) => (
        <li>
          {one.url ? <a href={one.url}>{one.title}</a> : one.title} <span class="reference quiet small">{one.of}</span>
        </li>
      ))}
    </ul>
  );
};
