import { randomUUID } from 'node:crypto';
import type { Child } from 'hono/jsx';
import { shape } from '../status/shapes.ts';
import type { Translate, When } from '../words.tsx';

export type FormProps = {
  action: string;
  method?: 'get' | 'post' | undefined;
  /** The version of the record that the form was filled from; a stale one answers with a Conflict. */
  version?: number | undefined;
  /** Set when the form carries files. */
  files?: boolean | undefined;
  /** False for forms that need no warning when left unsaved. */
  guard?: boolean | undefined;
  /** False where a command gives a secret, which is never kept for a second sending. */
  once?: boolean | undefined;
  /** On paper the values of its table stay, without boxes; otherwise a form is not printed. */
  printable?: boolean | undefined;
  /** More attributes, such as hx-post. */
  attributes?: Record<string, string> | undefined;
  label?: string | undefined;
  children?: Child;
};

export const Form = ({
  action,
  method = 'post',
  version,
  files,
  guard = method === 'post',
  once = method === 'post',
  printable,
  attributes,
  label,
  children,
}: FormProps) => (
  <form
    class={printable ? 'form printable' : 'form'}
    action={action}
    method={method}
    enctype={files ? 'multipart/form-data' : undefined}
    data-guard={guard ? '' : undefined}
    aria-label={label}
    novalidate
    {...attributes}
  >
    {version !== undefined && <Hidden name="version" value={String(version)} />}
    {once && <Once />}
    {children}
  </form>
);

/** A key of this one showing of the form: sent twice, by a double click or a reload, the form is performed once. */
const Once = () => <Hidden name="once" value={randomUUID()} />;

export const Hidden = ({ name, value }: { name: string; value: string }) => <input type="hidden" name={name} value={value} />;

/** Fields that belong together, under one heading; `minor` where one small group follows another. */
export const FieldSet = ({
  legend,
  hint,
  minor,
  children,
}: {
  legend: string;
  hint?: Child;
  minor?: boolean | undefined;
  children?: Child;
}) => (
  <fieldset class={minor ? 'fieldset fieldset-minor' : 'fieldset'}>
    <legend>{legend}</legend>
    {hint && <p class="hint">{hint}</p>}
    {children}
  </fieldset>
);

/** Short fields side by side where there is room. */
export const FieldRow = ({ children }: { children?: Child }) => <div class="field-row">{children}</div>;

export type ActionsProps = {
  submit: string;
  cancelHref?: string | undefined;
  t: Translate;
  /** A second way to send the same form: `name=value` goes with it. */
  other?: { label: string; name: string; value: string } | undefined;
  danger?: boolean | undefined;
  children?: Child;
};

export const Actions = ({ submit, cancelHref, t, other, danger, children }: ActionsProps) => (
  <div class="row actions">
    <button type="submit" class={danger ? 'button primary danger' : 'button primary'}>
      {submit}
    </button>
    {other && (
      <button type="submit" class="button" name={other.name} value={other.value}>
        {other.label}
      </button>
    )}
    {cancelHref && <a href={cancelHref}>{t('ui.cancel')}</a>}
    {children}
  </div>
);

/** A link that looks like a button; `primary` once on a page at most. */
export const ButtonLink = (props: { href: string; primary?: boolean | undefined; edit?: boolean | undefined; children?: Child }) => (
  <a
    class={props.primary ? 'button primary' : 'button'}
    href={props.href}
    aria-keyshortcuts={props.edit ? 'e' : undefined}
    data-edit={props.edit ? '' : undefined}
  >
    {props.children}
  </a>
);

/** One deed that changes something: a form of one button. */
export const ButtonForm = (props: {
  action: string;
  version?: number | undefined;
  primary?: boolean | undefined;
  fields?: Record<string, string> | undefined;
  children?: Child;
}) => (
  <form method="post" action={props.action}>
    {props.version !== undefined && <Hidden name="version" value={String(props.version)} />}
    <Once />
    {Object.entries(props.fields ?? {}).map(([name, value]) => (
      <Hidden name={name} value={value} />
    ))}
    <button type="submit" class={props.primary ? 'button primary' : 'button'}>
      {props.children}
    </button>
  </form>
);

export type FieldError = { name: string; message: string };

/** Stands above a form that came back; each line leads to its field. */
export const ErrorSummary = ({ t, errors }: { t: Translate; errors: readonly FieldError[] }) =>
  errors.length === 0 ? null : (
    <div class="notice problem error-summary" role="alert" tabindex={-1} data-focus>
      {shape('alert')}
      <div>
        <strong>{t('ui.errors', { count: errors.length })}</strong>
        <ul>
          {errors.map((error) => (
            <li>
              <a href={`#${fieldId(error.name)}`}>{error.message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );

export const fieldId = (name: string) => `f-${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}`;

export type ConflictProps = {
  t: Translate;
  who: string;
  when: When;
  /** What the other person changed and you changed too, or only they. */
  changes: readonly { name: string; label: string; before: Child; theirs: Child; yours: Child }[];
  historyHref?: string | undefined;
};

/**
 * Someone else saved first. Stands inside the form that came back, which holds the reader's own input and the new version.
 * Each line sends `keep.<name>` = `theirs` or `yours`.
 */
export const Conflict = ({ t, who, when, changes, historyHref }: ConflictProps) => (
  <section class="notice waiting conflict" role="alert">
    {shape('diamond')}
    <div class="flow">
      <p>
        <strong>{t('ui.conflict.title', { who, when: when.text })}</strong> {t('ui.conflict.advice')}{' '}
        {historyHref && <a href={historyHref}>{t('ui.history')}</a>}
      </p>
      <table class="table stack">
        <caption class="vh">{t('ui.conflict.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.conflict.field')}</th>
            <th scope="col">{t('ui.conflict.before')}</th>
            <th scope="col">{t('ui.conflict.theirs', { who })}</th>
            <th scope="col">{t('ui.conflict.yours')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr>
              <th scope="row">{change.label}</th>
              <td data-label={t('ui.conflict.before')}>{change.before}</td>
              {(['theirs', 'yours'] as const).map((side) => (
                <td data-label={t(`ui.conflict.${side}`, { who })}>
                  <label class="choice">
                    <input type="radio" name={`keep.${change.name}`} value={side} checked={side === 'yours'} />
                    <span>
                      <span class="vh">
                        {change.label}, {t(`ui.conflict.${side}`, { who })}:{' '}
                      </span>
                      {change[side]}
                    </span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
