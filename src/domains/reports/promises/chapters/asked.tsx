import type { Visit } from '../../../../platform/http/visit.ts';
import { type Terms, termIn } from '../../../../platform/terms/terms.ts';
import { Chips } from '../../../../platform/ui/navigation/navigation.tsx';
import { Facts } from '../../../../platform/ui/record/record.tsx';
import { LongText, ShortText } from '../../../reviews/index.ts';
import type { Asked, Story } from '../promise.ts';
import { nameOf } from '../words.ts';

export interface AskedProps {
  v: Visit;
  story: Story;
  terms: Terms;
  asked: Asked;
}

export const AskedPart = ({ v, story, terms, asked }: AskedProps) => {
  const { t } = v;
  const { review } = asked;
  return (
    <article class="flow">
      {(story.kind === 'item' || story.asked.length > 1) && (
        <h3>
          <a href={`/promises/${asked.ref}`}>
            <ShortText v={v} text={asked.title} />
          </a>
        </h3>
      )}
      {asked.text ? <LongText v={v} text={asked.text} /> : <p class="quiet">{t('promise.noText')}</p>}
      <Facts
        facts={[
          { label: t('promise.number'), value: <a href={`/recommendations/${asked.ref}`}>{asked.ref}</a> },
          {
            label: t('promise.review'),
            value: (
              <a href={`/reviews/${review.ref}`}>
                <ShortText v={v} text={review.title} />
              </a>
            ),
          },
          { label: t('promise.examiner'), value: review.examiner },
          { label: t('promise.publishedOn'), value: review.publishedOn && t.day(review.publishedOn) },
          {
            label: t('promise.source'),
            value:
              (review.sourceUrl || asked.page) &&
              (review.sourceUrl ? (
                <a href={review.sourceUrl}>{asked.page ? t('promise.onPage', { page: asked.page }) : t('promise.sourceDocument')}</a>
              ) : (
                t('promise.onPage', { page: asked.page ?? '' })
              )),
          },
          {
            label: t('promise.addressees'),
            value: asked.addressees.length > 0 && (
              <Chips items={asked.addressees.map((body) => ({ label: nameOf(body, v), href: `/bodies/${body.ref}` }))} />
            ),
          },
          {
            label: t('promise.themes'),
            value: asked.themes.length > 0 && (
              <Chips
                items={asked.themes.map((theme) => ({
                  label: termIn(terms, 'theme', theme, v.languages),
                  href: `/promises?theme=${theme}`,
                }))}
              />
            ),
          },
        ]}
      />
    </article>
  );
};
