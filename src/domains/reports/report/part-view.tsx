import { Section } from '../../../platform/ui/record/record.tsx';
import { PartFigures, type PartProps } from '../content/parts.tsx';
import { ReportText } from '../content/views.tsx';
import { titleOf } from '../content/words.ts';
import type { Section as Stored, WholeReport } from './queries.ts';

/** One part of a report; whoever writes the draft finds the way to its text. */
export const PartView = ({ stored, writes, ...props }: PartProps & { stored: Stored | undefined; writes: boolean }) => {
  const { v, content, part, base } = props;
  const { t } = v;
  const title = titleOf(v, part, content);
  return (
    <Section
      id={part.item ?? undefined}
      title={title}
      minor={part.kind === 'issue'}
      actions={
        writes &&
        stored && (
          <a href={`${base}/sections/${stored.id}`}>
            {t('section.write')}
            <span class="vh"> {title}</span>
          </a>
        )
      }
    >
      <PartFigures {...props} />
      {part.text ? (
        <ReportText v={v} text={part.text} under={part.kind === 'issue' ? 3 : 2} />
      ) : (
        writes && part.kind === 'prose' && <p class="quiet">{t('section.empty')}</p>
      )}
    </Section>
  );
};

/** Whether this reader may still write its sections. */
export const isWritten = (report: WholeReport): boolean => Boolean(report.may_write) && report.state === 'drafting' && !report.archived_at;
