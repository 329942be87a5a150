import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';

interface OwnRowProps {
  readonly name: string;
  readonly shape: readonly [number];
  /** A sample that the row starts with. */
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

/** A row of numbers that the user types, as an input of a network. */
export function OwnRow({ name, shape, sample, onInput }: OwnRowProps) {
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
        <label key={i}>
          <span class="dnn-muted">{i}</span>
          <input
            type="number"
            step="any"
            // Numbers of a table are read as float32: the nearest short text is the one that was written.
            defaultValue={String(Number(value.toPrecision(7)))}
            onInput={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (Number.isFinite(Math.fround(typed))) setValues((before) => before.with(i, typed));
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}
