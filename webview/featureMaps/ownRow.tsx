import * as l10n from '@vscode/l10n';
import type { TargetedClipboardEvent } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { DataDescription } from '../../src/views/payloads';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';
import { typed } from './typed';

type ColumnStatistics = NonNullable<DataDescription['statistics']>['inputs'][number];

/** A column's name, with its statistics where they have been counted. */
type Column = Pick<ColumnStatistics, 'name'> & Partial<ColumnStatistics>;

interface OwnRowProps {
  readonly name: string;
  readonly shape: readonly [number];
  /** What the values are called, and what they are in the training samples. */
  readonly columns?: readonly Column[] | undefined;
  /** A sample that the row starts with. */
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

/** A row of numbers that the user types, as an input of a network. */
export function OwnRow({ name, shape, columns, sample, onInput }: OwnRowProps) {
  const [length] = shape;
  const [values, setValues] = useState<Float32Array>(() =>
    sample ? decodeTensor(sample) : new Float32Array(length),
  );
  const input = useMemo(() => encodeTensor(shape, values), [values]);
  useLayoutEffect(() => onInput(input), [input]);
  const set = (from: number, given: readonly number[]) =>
    setValues((before) => {
      const after = before.slice();
      after.set(given.slice(0, length - from), from);
      return after;
    });
  return (
    <fieldset class="dnn-own-row" onPaste={(event) => pasteRow(event, set)}>
      <legend class="dnn-muted">{l10n.t('Values of {0}', name)}</legend>
      {Array.from(values, (value, i) => (
        <label key={i} class={columns?.[i] && 'dnn-own-named'}>
          <span class={columns?.[i] ? undefined : 'dnn-muted'}>{columns?.[i]?.name ?? i}</span>
          <input
            type="number"
            step="any"
            defaultValue={typed(value)}
            onInput={(event) => {
              const given = event.currentTarget.valueAsNumber;
              if (Number.isFinite(Math.fround(given))) set(i, [given]);
            }}
          />
          {hint(columns?.[i])}
        </label>
      ))}
    </fieldset>
  );
}

/** Puts several numbers that are pasted at once, `5.1, 3.5, 1.4`, into the fields from the one in use on. */
function pasteRow(
  event: TargetedClipboardEvent<HTMLFieldSetElement>,
  set: (from: number, given: readonly number[]) => void,
): void {
  const cells =
    event.clipboardData
      ?.getData('text/plain')
      .trim()
      .split(/[\s,;]+/) ?? [];
  const given = cells.map((cell) => Math.fround(Number(cell)));
  if (given.length < 2 || !given.every(Number.isFinite)) return;
  event.preventDefault();
  const fields = [...event.currentTarget.querySelectorAll('input')];
  const from = fields.findIndex((field) => field === event.target);
  if (from < 0) return;
  fields.slice(from).forEach((field, i) => (field.value = cells[i] ?? field.value));
  set(from, given);
}

/** `4.3 to 7.9, mean 5.84`, in the units of the data. */
function hint({ minimum, maximum, mean }: Partial<ColumnStatistics> = {}) {
  if (minimum === undefined || maximum === undefined || mean === undefined) return null;
  const text = l10n.t(
    '{0} to {1}, mean {2}',
    ...[minimum, maximum, mean].map((value) => String(Number(value.toPrecision(3)))),
  );
  return <span class="dnn-muted dnn-own-hint">{text}</span>;
}
