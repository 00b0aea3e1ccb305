import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState } from '../../../platform/http/submit.ts';
import { type PageContext, type Visit, visit } from '../../../platform/http/visit.ts';
import { directionOf, languageName, offeredLanguages } from '../../../platform/i18n/languages.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { ButtonForm, ButtonLink } from '../../../platform/ui/form/form.tsx';
import { LinkMenu } from '../../../platform/ui/list/list.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { LanguageNotice } from '../../../platform/ui/prose/prose.tsx';
import { RecordPage, Section } from '../../../platform/ui/record/record.tsx';
import { Mark } from '../../../platform/ui/status/status.tsx';
import { type Content, isShown, issuesOf, languagesOf } from '../content/content.ts';
import { atOnce, isLong, sectionsOnIssues } from '../content/long.ts';
import { removalWords } from '../content/removals.ts';
import { sinceApproval } from '../content/since-approval.ts';
import { Figures, RowName } from '../content/views.tsx';
import { ErrataPart, QuestionsPart } from '../oversight/views.tsx';
import { Deeds } from './forms.tsx';
import { trail } from './here.ts';
import { isWritten, PartView } from './part-view.tsx';
import type { WholeReport } from './queries.ts';
import { type ReadReport, readReport } from './read.ts';
import { stateShape, stateTone } from './report.ts';

/** The report at its permanent address; `at` names the part whose form came back. */
export const reportPage = async (c: PageContext, report: WholeReport, form: FormState = emptyForm(), at?: string) => {
  const v = visit(c);
  const { t } = v;
  const read = await readReport(v.db, v.actor, report);
  const { content, checksum } = read;
  const base = `/reports/${report.ref}`;
  const writes = isWritten(report);
  const title = textIn(report.title, v.languages);
  const after = report.state === 'approved' ? await sinceApproval(v.db, report, content) : undefined;
  const missing = writes ? missingIssues(content) : 0;
  const long = isLong(content);
  const later = new Set(
    long
      ? sectionsOnIssues(content)
          .slice(atOnce)
          .map(({ place }) => place)
      : [],
  );
  const [next] = later;
  return show(
    c,
    {
      title: title.text,
      breadcrumbs: trail(v),
      alternates: [{ type: 'application/json', href: `${base}/report.json`, title: 'JSON' }],
    },
    <RecordPage
      t={t}
      title={title.text}
      {...(title.language === v.language ? {} : { titleLanguage: { lang: title.language, dir: directionOf(title.language) } })}
      reference={report.ref}
      status={
        report.archived_at
          ? { tone: 'off', label: t('report.archived') }
          : { tone: stateTone[report.state], shape: stateShape[report.state], label: t(`report.state.${report.state}`) }
      }
      marks={report.source && <Mark>{t('report.takenIn')}</Mark>}
      actions={
        <>
          <LinkMenu label={t('report.files')} links={filesOf(v, content, base)} />
          {writes && (
            <ButtonLink href={`${base}/edit`} edit>
              {t('report.edit')}
            </ButtonLink>
          )}
        </>
      }
      facts={factsOf(v, report, read)}
    >
      {!checksum && <Notice t={t} tone="info" text={t('report.draftNotice', { day: t.day(content.asAt) })} />}
      <Language v={v} content={content} />
      <Deeds v={v} report={report} form={form} at={at} />
      <Figures v={v} content={content} base={base} />
      {after && after.changed.length > 0 && (
        <Notice t={t} tone="attention" text={t('report.sinceApproval', { count: after.changed.length })} />
      )}
      {(after ? after.changed.length > 0 : mayHaveMoved(read)) && (
        <p class="small">
          <a href={`${base}/changes#since-approval`}>{t('report.afterApproval')}</a>
        </p>
      )}
      {content.periods.length > 1 && (
        <p class="small">
          <a href={`${base}/changes`}>{t('report.changesSince', { ref: content.periods.at(-2)?.ref ?? '' })}</a>
        </p>
      )}
      {missing > 0 && (
        <div class="row small">
          <span>{t('report.issuesMissing', { count: missing })}</span>
          <ButtonForm action={`${base}/sections/issues`}>{t('report.addIssues')}</ButtonForm>
        </div>
      )}
      {long && <WholeElsewhere v={v} report={report} />}
      {content.sections.map((part, place, parts) =>
        (writes || isShown(part, place, parts)) && !later.has(place) ? (
          <PartView
            v={v}
            content={content}
            part={part}
            base={base}
            begun={long ? { rows: atOnce, whole: `${base}/parts/${place + 1}` } : undefined}
            stored={read.sections[place]}
            writes={writes}
          />
        ) : place === next ? (
          <p>
            <a href={`${base}/issues?page=2`}>{t('report.moreIssues', { count: later.size })}</a>
          </p>
        ) : null,
      )}
      {writes && (
        <p class="no-print">
          <a href={`${base}/sections/new`}>{t('section.add')}</a>
        </p>
      )}
      {content.gone.length > 0 && (
        <Section title={t('report.gone')}>
          <ul>
            {content.gone.map((row) => (
              <li>
                <RowName v={v} row={row} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {checksum && <ErrataPart v={v} report={report} errata={read.errata} form={at === 'errata' ? form : undefined} />}
      {checksum && <QuestionsPart v={v} report={report} questions={read.questions} form={form} at={at} />}
    </RecordPage>,
  );
};

/** Whether it was approved before the day as at which it was drawn, so that its figures could still move. */
const mayHaveMoved = ({ content, steps }: ReadReport): boolean =>
  steps.some(({ step, happened_on }) => step === 'approved' && happened_on <= content.asAt);

/** That the parts of a long report only begin here: on the screen with the way to the whole, on paper with its address. */
const WholeElsewhere = ({ v, report }: { v: Visit; report: WholeReport }) => {
  const { t } = v;
  const whole = `/reports/${report.ref}/${v.language}/report`;
  const toPrint = `${v.services.baseUrl}${whole}.pdf`;
  return (
    <>
      <p class="small no-print">
        {t('report.longLead')} <a href={`${whole}.html`}>{t('report.inOnePiece')}</a> ·{' '}
        <a href={`${whole}.pdf`}>{t('report.printWhole')}</a>
      </p>
      <p class="paper-only">
        <strong>{t('report.onPaper')}</strong> <bdi>{toPrint}</bdi>
      </p>
    </>
  );
};

/** Each kind of file in every language in which the report is written, the reader's first; JSON holds all of them. */
const filesOf = (v: Visit, content: Content, base: string) => {
  const own = languagesOf(content).filter((code) => offeredLanguages.includes(code) && code !== v.language);
  return [
    ...[v.language, ...own].flatMap((code) =>
      (['pdf', 'docx', 'html'] as const).map((format) => ({
        href: `${base}/${code}/report.${format}`,
        label: own.length === 0 ? v.t(`report.file.${format}`) : `${v.t(`report.file.${format}`)}, ${languageName(code, v.language)}`,
      })),
    ),
    { href: `${base}/report.json`, label: v.t('report.file.json') },
  ];
};

const missingIssues = (content: Content): number => {
  const covered = new Set(content.sections.map(({ item }) => item));
  return issuesOf(content).filter(({ ref }) => !covered.has(ref)).length;
};

const factsOf = (v: Visit, report: WholeReport, { content, checksum, removals, steps }: ReadReport) => {
  const { t } = v;
  const base = `/reports/${report.ref}`;
  return [
    { label: t('report.review'), value: <a href={`/reviews/${report.review_ref}`}>{report.review_ref}</a> },
    { label: t('report.body'), value: content.report.body && textIn(content.report.body, v.languages).text },
    { label: t('report.period'), value: t('report.fromTo', { from: t.day(content.report.from), to: t.day(content.report.to) }) },
    { label: t('report.asAt'), value: t.day(content.asAt) },
    { label: t('report.dueOn'), value: report.due_on && t.day(report.due_on) },
    { label: t('report.author'), value: content.report.author },
    { label: t('report.source'), value: content.report.source },
    ...steps.map((step) => ({
      label: t(`report.step.${step.step}`),
      value: (
        <>
          {t('report.onBy', { day: t.day(step.happened_on), who: step.by_name })}
          {step.note && <div class="quiet">{step.note}</div>}
          {step.link && (
            <div>
              <a href={step.link}>{t('report.link')}</a>
            </div>
          )}
        </>
      ),
    })),
    {
      label: t('report.checksum'),
      value: checksum && (
        <>
          <code class="small">{checksum}</code>
          <div class="small quiet">{t('report.checksumShort')}</div>
        </>
      ),
    },
    ...removals.map((removal) => ({
      label: t('report.namesRemoved'),
      value: (
        <>
          <div>{removalWords(v, removal)}</div>
          <code class="small">{removal.checksum}</code>
        </>
      ),
    })),
    { label: t('report.history'), value: <a href={`${base}/history`}>{t('report.wholeHistory')}</a> },
  ];
};

/** Says once for the whole report that it is not written in the reader's language. */
const Language = ({ v, content }: { v: Visit; content: Content }) => {
  const own = languagesOf(content);
  if (own.includes(v.language)) return null;
  const [original = 'en', ...others] = own;
  return (
    <LanguageNotice
      t={v.t}
      shown={languageName(original, v.language)}
      wanted={languageName(v.language, v.language)}
      others={others.map((code) => ({ href: `?lang=${code}`, label: languageName(code, v.language) }))}
    />
  );
};
