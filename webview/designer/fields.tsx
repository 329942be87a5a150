import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import type { Field } from '../../src/designer/callForm';
import type { Operation } from '../../src/designer/operations';
import type { FieldProblem } from '../../src/designer/problems';
import { useUniqueId } from '../ui/hooks';
import type { Actions } from './actions';
import { CodeField } from './codeField';
import { FieldFrame } from './fieldFrame';
import { stepped, type NumberStep } from './stepped';
import { useTyped } from './useTyped';

export interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  /** The label is read aloud only: it stands above already. */
  readonly isNamedAbove?: boolean | undefined;
  readonly summary: string;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly suggestions?: readonly string[] | undefined;
  readonly required?: boolean;
  readonly isCode?: boolean;
  /** It is a number: buttons make it smaller and greater. */
  readonly step?: NumberStep | undefined;
  readonly problem?: FieldProblem | undefined;
  readonly onChange: (value: string) => void;
}

/** A line of text that counts with Enter or when the focus leaves; Escape brings back what was there. */
export function TextField(props: TextFieldProps) {
  const { name, value, placeholder, suggestions, isCode, problem, onChange } = props;
  const id = useUniqueId(name);
  const { typed, type, send, reset } = useTyped(value);
  const commit = () => {
    clearTimeout(settling.current);
    send(onChange);
  };
  // Several clicks in a row are one change.
  const settling = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(settling.current), []);
  const turn = (direction: -1 | 1) => {
    const next = stepped(typed === '' ? (placeholder ?? '') : typed, direction, props.step);
    if (next === undefined) return;
    type(next);
    clearTimeout(settling.current);
    settling.current = setTimeout(() => send(onChange), settleMilliseconds);
  };
  return (
    <FieldFrame {...props} id={id}>
      {(described) => (
        <>
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
              aria-invalid={problem?.severity === 'error'}
              aria-describedby={described}
              onInput={(event) => type(event.currentTarget.value)}
              onBlur={commit}
              onKeyDown={(event) => {
                if (event.key === 'Enter') commit();
                if (event.key === 'Escape' && typed !== value) {
                  event.stopPropagation();
                  clearTimeout(settling.current);
                  reset();
                }
                if (props.step && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
                  event.preventDefault();
                  turn(event.key === 'ArrowUp' ? 1 : -1);
                }
              }}
            />
            {props.step && (
              <>
                <StepButton name={props.label} direction={-1} onClick={turn} />
                <StepButton name={props.label} direction={1} onClick={turn} />
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
        </>
      )}
    </FieldFrame>
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

interface ArgumentFieldProps extends Pick<TextFieldProps, 'isNamedAbove'> {
  readonly field: Field;
  /** What it is called, where not by its name. */
  readonly label?: string;
  readonly actions: Actions;
  /** What gives it a value; an empty one its default. */
  readonly operation: (value: string) => Operation;
}

/** Those in which the language helps while they are typed. */
const codeTypes: readonly Field['type'][] = [
  'entry',
  'expression',
  'strings',
  'integers',
  'numbers',
  'table',
];

/** An argument: a choice among words where it is one, else its text. An empty one has its default. */
export function ArgumentField(props: ArgumentFieldProps) {
  const { field, label = field.name, isNamedAbove, actions, operation } = props;
  const id = useUniqueId(field.name);
  const choices = choicesOf(field);
  const isPlain = choices && (field.text === undefined || choices.includes(field.text));
  const common = {
    name: field.name,
    label,
    isNamedAbove,
    summary: summaryOf(field),
    required: field.required,
    problem: field.problem,
  };
  const text = {
    ...common,
    value: field.text ?? '',
    placeholder: field.byDefault,
    suggestions: field.entries?.map(({ name }) => name) ?? field.choices,
  };
  if (!isPlain)
    return codeTypes.includes(field.type) ? (
      <CodeField {...text} actions={actions} operation={operation} />
    ) : (
      <TextField {...text} step={field.step} onChange={(value) => actions.edit(operation(value))} />
    );
  return (
    <FieldFrame {...common} id={id}>
      {(described) => (
        <select
          id={id}
          class="dnn-select"
          data-field={field.name}
          aria-describedby={described}
          aria-invalid={field.problem?.severity === 'error'}
          value={field.text ?? ''}
          onChange={(event) => actions.edit(operation(event.currentTarget.value))}
        >
          {(!field.required || field.text === undefined) && (
            <option value="">{field.byDefault ?? '–'}</option>
          )}
          {choices
            .filter((each) => each !== field.byDefault || each === field.text)
            .map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** `Learning rate, above 0.` */
const summaryOf = ({ summary, limits }: Field): string =>
  limits === undefined
    ? summary
    : [summary.replace(/\.$/, ''), limits].filter(Boolean).join(', ') + '.';

function choicesOf({ type, choices }: Field): readonly string[] | undefined {
  if (type === 'boolean') return ['true', 'false'];
  return type === 'word' ? choices : undefined;
}
