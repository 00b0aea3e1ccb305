import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Facts, PageTitle, Section } from '../../../../platform/ui/record/record.tsx';
import { Mark } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { type Kind, timed } from '../application/application.ts';
import { Criteria } from './fields.tsx';
import type { FormContent } from './form.ts';

/** An edition of a form, whole, as those see it who work by it. */
export const FormView = ({
  v,
  form,
  editions,
}: {
  v: Visit;
  form: { kind: Kind; edition: number; content: FormContent };
  editions: readonly { edition: number; created_at: string }[];
}) => {
  const { t } = v;
  const { content } = form;
  const words = (texts: Parameters<typeof textIn>[0]) => textIn(texts, v.languages).text;
  return (
    <>
      <PageTitle title={t(`application.kind.${form.kind}`)} lead={content.intro ? words(content.intro) : undefined} />
      <p class="row">
        {editions.map(({ edition, created_at }) => (
          <a href={`/applications/forms/${form.kind}?edition=${edition}`} aria-current={edition === form.edition ? 'true' : undefined}>
            {t('application.edition', { edition })}, {t.day(created_at.slice(0, 10))}
          </a>
        ))}
      </p>
      {content.criteria.length > 0 && (
        <Section title={t('applicationForm.criteria')}>
          <Criteria v={v} content={content} />
        </Section>
      )}
      <Section title={t('applicationForm.questions')}>
        <Table
          caption={t('applicationForm.questions')}
          captionHidden
          columns={['question', 'control', 'needed', 'meaning'].map((key) => ({ label: t(`applicationForm.${key}`) }))}
          rows={content.questions.map((question) => [
            <>
              {words(question.label)}
              {question.help && <span class="quiet small"> {words(question.help)}</span>}
            </>,
            t(`applicationForm.control.${question.control}`),
            question.required ? <Mark>{t('applicationForm.required')}</Mark> : '',
            question.means ? t(`applicationForm.means.${question.means}`) : '',
          ])}
        />
      </Section>
      <Section title={t('application.checklist')}>
        <ol>
          {content.checklist.map(({ label }) => (
            <li>{words(label)}</li>
          ))}
        </ol>
      </Section>
      <Section title={t('applicationForm.rules')}>
        <Facts
          facts={[
            ...timed.map((state) => ({
              label: t(`application.state.${state}`),
              value: t('applicationForm.days', { count: content.rules.days[state] }),
            })),
            { label: t('applicationForm.silence'), value: t('applicationForm.days', { count: content.rules.silence }) },
            {
              label: t('application.vote'),
              value: content.rules.vote ? t('application.rule', { ...content.rules.vote }) : t('application.noVoteHeld'),
            },
          ]}
        />
      </Section>
      <Section title={t('applicationForm.reasons')}>
        <ul>
          {content.reasons.map(({ label }) => (
            <li>{words(label)}</li>
          ))}
        </ul>
        {content.reviewRoutes.length > 0 && <h3>{t('applicationForm.routes')}</h3>}
        <ul>
          {content.reviewRoutes.map(({ label, text }) => (
            <li>
              <b>{words(label)}</b> {words(text)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('applicationForm.welcome')}>
        {content.welcome.text && <p>{words(content.welcome.text)}</p>}
        <Facts
          facts={[
            { label: t('applicationForm.account'), value: t(content.welcome.account ? 'application.yes' : 'application.no') },
            { label: t('applicationForm.role'), value: content.welcome.role },
            { label: t('applicationForm.lists'), value: t.list(content.welcome.lists.map(({ name }) => name)) },
          ]}
        />
      </Section>
    </>
  );
};
