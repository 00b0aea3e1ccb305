import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { Stance, StatusChip } from '../../../../platform/ui/status/status.tsx';
import { LongText, stanceLook } from '../../../reviews/index.ts';
import { nameOf, stanceCounts } from '../words.ts';
import type { AskedProps } from './asked.tsx';

export const StoodPart = ({ v, story, terms, asked }: AskedProps) => {
  const { t } = v;
  const counts = stanceCounts(asked.positions, terms);
  return (
    <article class="flow">
      {story.asked.length > 1 && <h3>{asked.ref}</h3>}
      {asked.positions.length === 0 ? (
        <p class="quiet">{t('promise.nobodyStands')}</p>
      ) : (
        <>
          <p class="row">
            <a href={`/recommendations/${asked.ref}#positions`}>{t('promise.bodiesDecided', { count: asked.positions.length })}</a>
            {counts.map(({ stance, count }) => {
              const look = stanceLook(terms, stance, v);
              return <Stance {...look} label={`${look.label}: ${t.number(count)}`} />;
            })}
          </p>
          <ul class="flow">
            {asked.positions.map((position) => (
              <li>
                <p class="row">
                  <a href={`/recommendations/${asked.ref}/positions/${position.body.ref}`}>
                    <b>{nameOf(position.body, v)}</b>
                  </a>
                  <Stance {...stanceLook(terms, position.stance, v)} />
                  {position.stale && <StatusChip tone="problem" label={t('position.stale')} />}
                  {position.decidedOn && (
                    <span class="quiet small">
                      {t('position.decided', {
                        how: t(`position.how.${position.decidedHow ?? 'document'}`),
                        day: t.day(position.decidedOn),
                      })}
                    </span>
                  )}
                </p>
                {position.comment && (
                  <Disclosure summary={t('promise.ownWords')}>
                    <LongText v={v} text={position.comment} />
                  </Disclosure>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{t('promise.answers')}</h3>
      {asked.answers.length === 0 ? (
        <p class="quiet">{t('promise.noAnswer')}</p>
      ) : (
        asked.answers.map((answer) => (
          <div class="flow">
            <p class="row">
              <b>{nameOf(answer.body, v)}</b>
              <StatusChip tone={answerTone[answer.answer] ?? 'neutral'} label={t(`answer.${answer.answer}`)} />
              {answer.decidedOn && <span class="quiet small">{t.day(answer.decidedOn)}</span>}
              {answer.decidedLink && <a href={answer.decidedLink}>{t('answer.toDecision')}</a>}
            </p>
            {answer.explanation && <LongText v={v} text={answer.explanation} />}
            {answer.alternativeWording && (
              <>
                <h4>{t('answer.alternativeWording')}</h4>
                <LongText v={v} text={answer.alternativeWording} />
              </>
            )}
          </div>
        ))
      )}
    </article>
  );
};

const answerTone: Readonly<Record<string, 'done' | 'waiting' | 'problem' | 'neutral'>> = {
  accepted: 'done',
  acceptedInPart: 'waiting',
  alternative: 'waiting',
  noted: 'neutral',
  rejected: 'problem',
};
