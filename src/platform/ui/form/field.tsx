import type { Child } from 'hono/jsx';
import { shape } from '../status/shapes.ts';
import type { Direction, Translate } from '../words.tsx';
import { fieldId } from './form.tsx';
import { type TextsControl, TextsInput } from './texts.tsx';

export type Option = { value: string; label: string; hint?: string | undefined; disabled?: boolean | undefined };

type Line = {
  control: 'text' | 'email' | 'number' | 'url' | 'tel' | 'search' | 'password' | 'date' | 'time' | 'datetime-local';
  value?: string | number | undefined;
};
type Attributes = { attributes?: Record<string, string> | undefined };

export type Control =
  | (Line & Attributes)
  | ({
      control: 'textarea';
      value?: string | undefined;
      rows?: number | undefined;
      lang?: string | undefined;
      dir?: Direction | undefined;
    } & Attributes)
  | ({ control: 'file'; accept?: string | undefined; multiple?: boolean | undefined } & Attributes)
  | ({
      control: 'select';
      options: readonly (Option | { group: string; options: readonly Option[] })[];
      value?: string | undefined;
      none?: string | undefined;
    } & Attributes)
  | { control: 'radios'; options: readonly Option[]; value?: string | undefined; inline?: boolean | undefined }
  | { control: 'checkboxes'; options: readonly Option[]; values: readonly string[]; inline?: boolean | undefined }
  | { control: 'checkbox'; checked: boolean; value?: string | undefined }
  | { control: 'hidden'; value: string }
  | TextsControl;

export type FieldProps = {
  t: Translate;
  name: string;
  /** Where one page holds the same field more than once. */
  id?: string | undefined;
  label: string;
  hint?: Child;
  /** What is wrong and what to do; set, the field is marked invalid. */
  error?: string | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
} & Control;

/** Label, hint, error and control, joined for every reader. Groups of choices become a fieldset. */
export const Field = (props: FieldProps) => {
  if (props.control === 'hidden') return <input type="hidden" name={props.name} value={props.value} />;
  if (props.control === 'radios' || props.control === 'checkboxes' || props.control === 'texts') return <Group {...props} />;
  if (props.control === 'checkbox') return <Tick {...props} />;
  return (
    <div class={props.error ? 'field invalid' : 'field'}>
      <label for={idOf(props)}>
        {props.label}
        <Required {...props} />
      </label>
      <Notes {...props} />
      <Input {...props} />
    </div>
  );
};

type Of<Kind extends Control['control']> = FieldProps & { control: Kind };

const idOf = ({ id, name }: Pick<FieldProps, 'id' | 'name'>) => id ?? fieldId(name);

const Required = ({ t, required }: FieldProps) => (required ? <span class="required"> {t('ui.required')}</span> : null);

const Notes = ({ t, id, name, hint, error }: FieldProps) => (
  <>
    {hint && (
      <p class="hint" id={`${idOf({ id, name })}-hint`}>
        {hint}
      </p>
    )}
    {error && (
      <p class="error" id={`${idOf({ id, name })}-error`}>
        {shape('alert')}
        <span class="vh">{t('ui.error')} </span>
        {error}
      </p>
    )}
  </>
);

const said = ({ id, name, hint, error }: FieldProps) =>
  [hint ? `${idOf({ id, name })}-hint` : '', error ? `${idOf({ id, name })}-error` : ''].filter(Boolean).join(' ') || undefined;

const common = (props: FieldProps) => ({
  id: idOf(props),
  name: props.name,
  required: props.required || undefined,
  disabled: props.disabled || undefined,
  'aria-invalid': props.error ? ('true' as const) : undefined,
  'aria-describedby': said(props),
});

const Input = (props: Exclude<FieldProps, Of<'radios' | 'checkboxes' | 'texts' | 'checkbox' | 'hidden'>>) => {
  if (props.control === 'textarea')
    return (
      <textarea {...common(props)} rows={props.rows ?? 4} lang={props.lang} dir={props.dir ?? 'auto'} {...props.attributes}>
        {props.value ?? ''}
      </textarea>
    );
  if (props.control === 'file')
    return <input type="file" {...common(props)} accept={props.accept} multiple={props.multiple} {...props.attributes} />;
  if (props.control === 'select')
    return (
      <select {...common(props)} {...props.attributes}>
        {props.none !== undefined && <option value="">{props.none}</option>}
        {props.options.map((option) =>
          'group' in option ? (
            <optgroup label={option.group}>
              {option.options.map((inner) => (
                <Choice option={inner} value={props.value} />
              ))}
            </optgroup>
          ) : (
            <Choice option={option} value={props.value} />
          ),
        )}
      </select>
    );
  return (
    <input
      type={props.control}
      {...common(props)}
      value={props.value === undefined ? undefined : String(props.value)}
      dir={props.control === 'text' || props.control === 'search' ? 'auto' : undefined}
      {...props.attributes}
    />
  );
};

const Choice = ({ option, value }: { option: Option; value: string | undefined }) => (
  <option value={option.value} selected={option.value === value} disabled={option.disabled}>
    {option.label}
  </option>
);

const Tick = (props: Of<'checkbox'>) => (
  <div class={props.error ? 'field invalid' : 'field'}>
    <label class="choice">
      <input type="checkbox" {...common(props)} value={props.value ?? 'true'} checked={props.checked} />
      <span>
        {props.label}
        <Required {...props} />
      </span>
    </label>
    <Notes {...props} />
  </div>
);

const Group = (props: Of<'radios'> | Of<'checkboxes'> | Of<'texts'>) => (
  <fieldset class={props.error ? 'field invalid' : 'field'} id={idOf(props)} aria-describedby={said(props)} tabindex={-1}>
    <legend>
      {props.label}
      <Required {...props} />
    </legend>
    <Notes {...props} />
    {props.control === 'texts' ? (
      <TextsInput t={props.t} name={props.name} label={props.label} control={props} />
    ) : (
      <div class={props.inline ? 'choices row' : 'choices'}>
        {props.options.map((option) => (
          <label class="choice">
            <input
              type={props.control === 'radios' ? 'radio' : 'checkbox'}
              name={props.name}
              value={option.value}
              checked={props.control === 'radios' ? props.value === option.value : props.values.includes(option.value)}
              disabled={props.disabled || option.disabled}
            />
            <span>
              {option.label}
              {option.hint && <span class="hint"> {option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    )}
  </fieldset>
);
