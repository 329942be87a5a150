import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { DataDescription } from '../../src/views/payloads';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';
import { typed } from './typed';

type ColumnStatistics = NonNullable<DataDescription['statistics']>['inputs'][number];

interface OwnRowProps {
  readonly name: string;
  readonly shape: readonly [number];
  /** What the values are called, and what they are in the training samples. */
  readonly columns?: readonly ColumnStatistics[] | undefined;
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
  return (
    <fieldset class="dnn-own-row">
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
              if (Number.isFinite(Math.fround(given))) setValues((before) => before.with(i, given));
            }}
          />
          {columns?.[i] && <span class="dnn-muted dnn-own-hint">{hint(columns[i])}</span>}
        </label>
      ))}
    </fieldset>
  );
}

/** `4.3 to 7.9, mean 5.84`, in the units of the data. */
const hint = ({ minimum, maximum, mean }: ColumnStatistics): string =>
  l10n.t(
    '{0} to {1}, mean {2}',
    ...[minimum, maximum, mean].map((value) => String(Number(value.toPrecision(3)))),
  );
