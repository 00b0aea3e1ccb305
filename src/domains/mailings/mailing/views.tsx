import { blocksAsHtml } from '../../../platform/documents/html.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf, languageName } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Stat, Stats } from '../../../platform/ui/figures/figures.tsx';
import { ButtonForm } from '../../../platform/ui/form/form.tsx';
import { raw } from '../../../platform/ui/markup.ts';
import { Disclosure, Tabs } from '../../../platform/ui/navigation/navigation.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { Prose } from '../../../platform/ui/prose/prose.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { asRead } from './letter.ts';
import type { Outcome } from './mailing.ts';
import type { Counts, WholeMailing } from './queries.ts';

const path = (mailing: WholeMailing) => `/mailings/${mailing.id}`;

/** Whom the draft would reach now, the mail to oneself, and the one way to send it. */
export const DraftPart = ({ v, mailing, counts }: { v: Visit; mailing: WholeMailing; counts: Counts | undefined }) => {
  const { t } = v;
  if (!counts) return <Notice t={t} tone="attention" text={t('mailing.viewGone')} />;
  const reached = counts.waiting ?? 0;
  return (
    <>
      <Section title={t('mailing.who')} note={t('mailing.whoNote')}>
        <Stats>
          <Stat t={t} label={t('mailing.wouldGet')} figure={t.number(reached)} definition={t('mailing.wouldGetMeans')} />
          <Stat
            t={t}
            label={t('mailing.outcome.optedOut')}
            figure={t.number(counts.optedOut ?? 0)}
            definition={t('mailing.means.optedOut')}
          />
          <Stat
            t={t}
            label={t('mailing.outcome.noAddress')}
            figure={t.number(counts.noAddress ?? 0)}
            definition={t('mailing.means.noAddress')}
          />
        </Stats>
      </Section>
      <Section
        title={t('mailing.sending')}
        note={mailing.tested_at ? t('mailing.tested', { time: t.time(mailing.tested_at, 'UTC') }) : t('mailing.testNote')}
      >
        <ButtonForm action={`${path(mailing)}/test`}>{t('mailing.test')}</ButtonForm>
        {reached === 0 ? (
          <p>{t('mailing.nobody')}</p>
        ) : (
          <Disclosure summary={t('mailing.sendTo', { count: reached })}>
            <p>{t('mailing.sendSure', { count: reached })}</p>
            <ButtonForm action={`${path(mailing)}/sending`} version={mailing.version} primary>
              {t('mailing.send')}
            </ButtonForm>
          </Disclosure>
        )}
      </Section>
    </>
  );
};

const shown: readonly Outcome[] = ['sent', 'posted', 'waiting', 'failed', 'optedOut', 'noAddress', 'stopped'];
/** Said even where nobody is meant. */
const always: readonly Outcome[] = ['sent', 'failed', 'optedOut', 'noAddress'];

/** What came of a message: each figure leads to its recipients, as far as the reader may know of them. */
export const SentPart = ({ v, mailing, counts }: { v: Visit; mailing: WholeMailing; counts: Counts }) => {
  const { t } = v;
  return (
    <Section title={t('mailing.result')} note={t('mailing.resultNote')}>
      <Stats>
        {shown
          .filter((outcome) => counts[outcome] || always.includes(outcome))
          .map((outcome) => (
            <Stat
              t={t}
              label={t(`mailing.outcome.${outcome}`)}
              figure={t.number(counts[outcome] ?? 0)}
              definition={t(`mailing.means.${outcome}`)}
              href={`/mailing-recipients?mailing=${mailing.id}&outcome=${outcome}`}
            />
          ))}
      </Stats>
      {mailing.state === 'sending' && Boolean(counts.waiting) && (
        <Disclosure summary={t('mailing.stopAsk')}>
          <p>{t('mailing.stopNote')}</p>
          <ButtonForm action={`${path(mailing)}/stop`}>{t('mailing.stop')}</ButtonForm>
        </Disclosure>
      )}
    </Section>
  );
};

/** The message as it arrives, in the language that the address names, with the reader's own name. */
export const Preview = ({ v, mailing, language }: { v: Visit; mailing: WholeMailing; language: string | undefined }) => {
  const { t } = v;
  const all = Object.keys(mailing.text.texts);
  const best = language && all.includes(language) ? language : textIn(mailing.text, v.languages).language;
  const { subject, blocks } = asRead(mailing, { name: v.actor.name, languages: [best] });
  return (
    <Section
      title={t('mailing.preview')}
      id="preview"
      note={t('mailing.previewNote', { language: languageName(mailing.text.original, v.language) })}
    >
      {all.length > 1 && (
        <Tabs
          t={t}
          label={t('mailing.language')}
          tabs={all.map((code) => ({
            href: `${path(mailing)}?in=${code}#preview`,
            label: languageName(code, v.language),
            current: code === best,
          }))}
        />
      )}
      <Prose lang={best} dir={directionOf(best)}>
        <p>
          <strong>{subject}</strong>
        </p>
        {raw(blocksAsHtml(blocks))}
      </Prose>
      <p class="small quiet">{t('mailing.footNote')}</p>
    </Section>
  );
};
