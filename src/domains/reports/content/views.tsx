import { blocksAsHtml } from '../../../platform/documents/html.ts';
import type { Visit } from '../../../platform/http/visit.ts';
import { directionOf } from '../../../platform/i18n/languages.ts';
import { type Texts, textIn } from '../../../platform/i18n/texts.ts';
import { typedBlocks } from '../../../platform/imports/read/typed.ts';
import { Stat, Stats } from '../../../platform/ui/figures/figures.tsx';
import { raw } from '../../../platform/ui/markup.ts';
import { InLanguage, Linked } from '../../../platform/ui/prose/prose.tsx';
import { Mark, StatusChip } from '../../../platform/ui/status/status.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { statusShape, statusTone } from '../../plans/index.ts';
import { type Before, type Content, type FigureName, isComparable, type Row, rowsOf } from './content.ts';
import { proseBlocks } from './prose.ts';
import { changeWords, endsOf, nameOf, statusLines } from './words.ts';

/** Prose with all that it is written with, in its own language and direction. `under` is the level of the heading above it. */
export const ReportText = ({ v, text, under }: { v: Visit; text: Texts; under: 1 | 2 | 3 }) => {
  const shown = textIn(text, v.languages);
  return (
    <div class="prose" {...ownLanguage(v, shown.language)}>
      {raw(blocksAsHtml(typedBlocks(shown.text), shown.language, under))}
    </div>
  );
};

/** What the plan says in a cell of a table: its lines and lists. */
export const CellText = ({ v, text }: { v: Visit; text: Texts }) => {
  const shown = textIn(text, v.languages);
  return (
    <div class="flow" {...ownLanguage(v, shown.language)}>
      {proseBlocks(shown.text).map((block) =>
        typeof block === 'string' ? (
          <p>
            <Linked text={block} />
          </p>
        ) : (
          <ul>
            {block.map((item) => (
              <li>
                <Linked text={item} />
              </li>
            ))}
          </ul>
        ),
      )}
    </div>
  );
};

const ownLanguage = (v: Visit, language: string) => (language === v.language ? {} : { lang: language, dir: directionOf(language) });

export const RowName = ({ v, row, href }: { v: Visit; row: Pick<Row, 'number' | 'title'>; href?: string | undefined }) => {
  const { text, language } = textIn(row.title, v.languages);
  const name = (
    <>
      {row.number && `${row.number}. `}
      <InLanguage page={v.language} text={text} language={language} />
    </>
  );
  return href ? <a href={href}>{name}</a> : name;
};

/** One chip a part, each with its percent. */
export const StatusLines = ({ v, row }: { v: Visit; row: Before }) => (
  <>
    {statusLines(v, row).map(({ status, text }) =>
      status ? (
        <div>
          <StatusChip tone={statusTone[status]} shape={statusShape[status]} label={text} />
        </div>
      ) : (
        <span class="quiet">{text}</span>
      ),
    )}
  </>
);

export const Ends = ({ v, row }: { v: Visit; row: Pick<Row, 'ends'> }) => (
  <>
    {endsOf(v, row).map((end) => (
      <div>{end}</div>
    ))}
  </>
);

/** What changed in a line since the report before. */
export const Changes = ({ v, row, content }: { v: Visit; row: Row; content: Content }) => (
  <>
    {changeWords(v, row, content).map(({ text }) => (
      <div>
        <Mark tone="attention">{text}</Mark>
      </div>
    ))}
  </>
);

/** The figures of the report; each leads to the rows that it counts. */
export const Figures = ({ v, content, base }: { v: Visit; content: Content; base: string }) => {
  const { t } = v;
  const shown: FigureName[] = [
    'issues',
    'completed',
    'open',
    'overdue',
    ...(isComparable(content) ? (['changed'] as const) : []),
    ...(rowsOf(content, 'actions').length > 0 ? (['actionsCompleted'] as const) : []),
  ];
  return (
    <Stats>
      {shown.map((name) => (
        <Stat
          t={t}
          label={t(`report.figure.${name}`)}
          figure={t.number(rowsOf(content, name).length)}
          href={`${base}/rows?figure=${name}`}
          definition={t(`report.definition.${name}`)}
        />
      ))}
    </Stats>
  );
};

/** Rows as they stood, with what each is part of. `present` are those that the plan still has for this reader. */
export const RowsTable = ({
  v,
  content,
  rows,
  present,
  caption,
}: {
  v: Visit;
  content: Content;
  rows: readonly Row[];
  present: ReadonlySet<string>;
  caption: string;
}) => {
  const { t } = v;
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[
        { label: t('report.what') },
        { label: t('plan.kind') },
        { label: t('plan.startsOn'), nowrap: true },
        { label: t('plan.proposedEnd') },
        { label: t('plan.status') },
        { label: t('report.before') },
        { label: t('report.inPlan') },
      ]}
      rows={rows.map((row) => [
        nameOf(v, row),
        t(`plan.kind.${row.kind}`),
        row.startsOn ? t.day(row.startsOn) : '–',
        <Ends v={v} row={row} />,
        <StatusLines v={v} row={row} />,
        row.before ? (
          <Changes v={v} row={row} content={content} />
        ) : content.periods.length > 1 ? (
          <Mark>{t('report.change.new')}</Mark>
        ) : (
          '–'
        ),
        present.has(row.ref) ? <a href={`/plans/items/${row.ref}`}>{row.ref}</a> : row.ref,
      ])}
    />
  );
};
