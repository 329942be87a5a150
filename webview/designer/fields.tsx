import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Field } from '../../src/designer/form';
import { useUniqueId } from '../ui/hooks';
import { withCode } from '../ui/status';
import { stepped, type NumberStep } from './stepped';

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly summary: string;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly required?: boolean;
  readonly isCode?: boolean;
  /** It is a number: buttons make it smaller and greater. */
  readonly step?: NumberStep | undefined;
  readonly onChange: (value: string) => void;
}

/** A line of text that counts with Enter or when the focus leaves; Escape brings back what was there. */
export function TextField(props: TextFieldProps) {
  const { name, label, summary, value, placeholder, suggestions, isCode, onChange } = props;
  const id = useUniqueId(name);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const commit = () => {
    clearTimeout(settling.current);
    if (typed !== value) onChange(typed);
  };
  // Several clicks in a row are one change.
  const settling = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(settling.current), []);
  const turn = (direction: -1 | 1) => {
    const next = stepped(typed === '' ? (placeholder ?? '') : typed, direction, props.step);
    if (next === undefined) return;
    setTyped(next);
    clearTimeout(settling.current);
    settling.current = setTimeout(() => onChange(next), settleMilliseconds);
  };
  return (
    <div class="dnn-field">
      <label for={id}>
        {label}
        {props.required && <span class="dnn-muted"> {l10n.t('required')}</span>}
      </label>
      <div class="dnn-field-line">
        <input
          id={id}
          class={isCode ? 'dnn-field-input dnn-field-code' : 'dnn-field-input'}
          value={typed}
          placeholder={placeholder}
          spellcheck={false}
          autocomplete="off"
          data-field={name}
          list={suggestions && `${id}-list`}
          aria-describedby={`${id}-summary`}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setTyped(value);
            if (props.step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
              event.preventDefault();
              turn(event.key === 'ArrowUp' ? 1 : -1);
            }
          }}
        />
        {props.step && (
          <>
            <StepButton name={label} direction={-1} onClick={turn} />
            <StepButton name={label} direction={1} onClick={turn} />
          </>
        )}
      </div>
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      <p id={`${id}-summary`} class="dnn-field-summary">
        {withCode(summary)}
      </p>
    </div>
  );
}

const settleMilliseconds = 400;

interface StepButtonProps {
  readonly name: string;
  readonly direction: -1 | 1;
  readonly onClick: (direction: -1 | 1) => void;
}

const StepButton = ({ name, direction, onClick }: StepButtonProps) => (
  <button
    type="button"
    class="dnn-step-button"
    // Arrow keys in the field do the same.
    tabIndex={-1}
    aria-label={direction < 0 ? l10n.t('Decrease {0}', name) : l10n.t('Increase {0}', name)}
    onClick={() => onClick(direction)}
  >
    {direction < 0 ? '−' : '+'}
  </button>
);

interface ArgumentFieldProps {
  readonly field: Field;
  readonly onChange: (value: string) => void;
}

/** An argument: a choice among words where it is one, else its text. An empty one has its default. */
export function ArgumentField({ field, onChange }: ArgumentFieldProps) {
  const id = useUniqueId(field.name);
  const choices = choicesOf(field);
  const isPlain = choices && (field.text === undefined || choices.includes(field.text));
  const limits = field.limits === undefined ? '' : ` ${field.limits}.`;
  if (!isPlain)
    return (
      <TextField
        name={field.name}
        label={field.name}
        summary={`${field.summary}${limits}`}
        value={field.text ?? ''}
        placeholder={field.byDefault}
        suggestions={field.entries?.map(({ name }) => name) ?? field.choices}
        required={field.required}
        step={field.step}
        onChange={onChange}
      />
    );
  return (
    <div class="dnn-field">
      <label for={id}>{field.name}</label>
      <select
        id={id}
        class="dnn-select"
        data-field={field.name}
        aria-describedby={`${id}-summary`}
        value={field.text ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{field.byDefault ?? '–'}</option>
        {choices
          .filter((each) => each !== field.byDefault || each === field.text)
          .map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
      </select>
      <p id={`${id}-summary`} class="dnn-field-summary">
        {withCode(field.summary)}
      </p>
    </div>
  );
}

function choicesOf({ type, choices }: Field): readonly string[] | undefined {
  if (type === 'boolean') return ['true', 'false'];
  return type === 'word' ? choices : undefined;
}
