import type { Child } from 'hono/jsx';
import { type Status, StatusChip } from '../status/status.tsx';
import type { Translate } from '../words.tsx';

export type Fact = { label: string; value: Child };

/** Label and value, one under another. Facts without a value are left out. `wide` where the labels are whole sentences. */
export const Facts = ({ facts, inline, wide }: { facts: readonly Fact[]; inline?: boolean | undefined; wide?: boolean | undefined }) => (
  <dl class={inline ? 'facts facts-inline' : wide ? 'facts facts-wide' : 'facts'}>
    {facts
      .filter((fact) => fact.value !== null && fact.value !== undefined && fact.value !== '' && fact.value !== false)
      .map((fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
  </dl>
);

export type RecordPageProps = {
  t: Translate;
  title: Child;
  /** Language and direction of the title, where it differs from the page's. */
  titleLanguage?: { lang: string; dir: 'ltr' | 'rtl' } | undefined;
  /** Short and speakable: REC-ITEMS-07. */
  reference?: string | undefined;
  status?: Status | undefined;
  /** More beside the status: "Draft", "Archived", former references. */
  marks?: Child;
  lead?: Child;
  facts: readonly Fact[];
  /** Buttons and links: edit, follow, cite, print. */
  actions?: Child;
  tabs?: Child;
  children?: Child;
  /** Links and history; stands at the end side and folds below when narrow. */
  aside?: Child;
};

export const RecordPage = (props: RecordPageProps) => (
  <article class="record">
    <header class="record-head">
      {(props.reference || props.status || props.marks) && (
        <p class="row eyebrow">
          {props.reference && <span class="reference">{props.reference}</span>}
          {props.status && <StatusChip {...props.status} />}
          {props.marks}
        </p>
      )}
      <div class="page-title">
        <h1 {...props.titleLanguage}>{props.title}</h1>
        {props.actions && <div class="row actions">{props.actions}</div>}
      </div>
      {props.lead && <div class="lead">{props.lead}</div>}
    </header>
    {props.tabs}
    <div class={props.aside ? 'record-body' : 'record-body record-two'}>
      <section class="record-facts" aria-label={props.t('ui.facts')}>
        <Facts facts={props.facts} />
      </section>
      <div class="record-main flow">{props.children}</div>
      {props.aside && (
        <aside class="record-aside flow" aria-label={props.t('ui.aside')}>
          {props.aside}
        </aside>
      )}
    </div>
  </article>
);

/** A part of a page with its heading. */
export const Section = (props: {
  title: Child;
  id?: string | undefined;
  note?: Child;
  actions?: Child;
  /** Belongs to the section before it. */
  minor?: boolean;
  children?: Child;
}) => (
  <section id={props.id} class={props.minor ? 'section section-minor flow' : 'section flow'}>
    <div class="row split section-head">
      {props.minor ? <h3>{props.title}</h3> : <h2>{props.title}</h2>}
      {props.actions && <div class="row small no-print">{props.actions}</div>}
    </div>
    {props.note && <p class="small quiet">{props.note}</p>}
    {props.children}
  </section>
);

/** The head of a page that is not one record: title, a sentence, what one can do. */
export const PageTitle = ({ title, lead, actions }: { title: Child; lead?: Child; actions?: Child }) => (
  <header class="flow">
    <div class="page-title">
      <h1>{title}</h1>
      {actions && <div class="row actions">{actions}</div>}
    </div>
    {lead && <p class="lead">{lead}</p>}
  </header>
);
