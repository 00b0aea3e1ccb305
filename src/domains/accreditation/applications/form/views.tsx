import type { Visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Facts, PageTitle, Section } from '../../../../platform/ui/record/record.tsx';
import { Mark } from '../../../../platform/ui/status/status.tsx';
import { Table } from '../../../../platform/ui/table/table.tsx';
import { type Kind, timed } from '../application/application.ts';
import type { Part } from './edit.ts';
import type { FormContent } from './form.ts';

/** An edition of a form, whole, as those see it who work by it. */
export const FormView = ({
  v,
  form,
  editions,
  mayChange,
}: {
  v: Visit;
  form: { kind: Kind; edition: number; content: FormContent };
  editions: readonly { edition: number; created_at: string }[];
  /** The newest edition, seen by somebody who may change it. */
  mayChange: boolean;
}) => {
  const { t } = v;
  const { content } = form;
  const change = (part: Part, key: string) =>
    mayChange && <a href={`/applications/forms/${form.kind}/${part}/${key}`}>{t('applicationForm.change')}</a>;
  const add = (part: Part) => mayChange && <a href={`/applications/forms/${form.kind}/${part}/new`}>{t('applicationForm.add')}</a>;
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
      <Section title={t('applicationForm.criteria')} actions={add('criteria')}>
        <ol>
          {content.criteria.map(({ key, label }) => (
            <li>
              {words(label)} {change('criteria', key)}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('applicationForm.questions')} actions={add('questions')}>
        <Table
          caption={t('applicationForm.questions')}
          captionHidden
          columns={['question', 'control', 'needed', 'meaning', ...(mayChange ? ['change'] : [])].map((key) => ({
            label: t(`applicationForm.${key}`),
          }))}
          rows={content.questions.map((question) => [
            <>
              {words(question.label)}
              {question.help && <span class="quiet small"> {words(question.help)}</span>}
            </>,
            t(`applicationForm.control.${question.control}`),
            question.required ? <Mark>{t('applicationForm.required')}</Mark> : '',
            question.means ? t(`applicationForm.means.${question.means}`) : '',
            ...(mayChange ? [change('questions', question.key)] : []),
          ])}
        />
      </Section>
      <Section title={t('application.checklist')} actions={add('checklist')}>
        <ol>
          {content.checklist.map(({ key, label }) => (
            <li>
              {words(label)} {change('checklist', key)}
            </li>
          ))}
        </ol>
      </Section>
      <Section
        title={t('applicationForm.rules')}
        actions={mayChange && <a href={`/applications/forms/${form.kind}/rules`}>{t('applicationForm.change')}</a>}
      >
        <Facts
          facts={[
            ...timed.map((state) => ({
              label: t(`application.state.${state}`),
              value: t('applicationForm.days', { count: content.rules.days[state] }),
            })),
            { label: t('applicationForm.silence'), value: t('applicationForm.days', { count: content.rules.silence }) },
            { label: t('applicationForm.drafts'), value: t('applicationForm.months', { count: content.rules.draftMonths }) },
            {
              label: t('application.vote'),
              value: content.rules.vote ? t('application.rule', { ...content.rules.vote }) : t('application.noVoteHeld'),
            },
          ]}
        />
      </Section>
      <Section title={t('applicationForm.reasons')} actions={add('reasons')}>
        <ul>
          {content.reasons.map(({ key, label }) => (
            <li>
              {words(label)} {change('reasons', key)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('applicationForm.routes')} actions={add('reviewRoutes')}>
        <ul>
          {content.reviewRoutes.map(({ key, label, text }) => (
            <li>
              <b>{words(label)}</b> {words(text)} {change('reviewRoutes', key)}
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
            {
              label: t('applicationForm.announce'),
              value: (content.welcome.announce ?? []).length > 0 && (
                <>
                  {t.list((content.welcome.announce ?? []).map(({ name }) => name))}
                  <br />
                  <span class="small quiet">{t('applicationForm.announceNote')}</span>
                </>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
};
