import * as l10n from '@vscode/l10n';
import type { ClientInfo } from '../../src/program/clientInfo';
import { formatPercent } from '../../src/text/numbers';
import { areProbabilities, InputImage, Prediction } from '../featureMaps/sample';
import { encodeTensor } from '../featureMaps/tensor';
import { formatValue } from '../ui/format';
import { LiveRegion } from '../ui/status';
import type { Answer } from './session';

type Named = { name: string; value: number }[];

interface ClientAnswerProps {
  readonly info: ClientInfo;
  readonly answer: Answer;
}

/** What the model makes of the input: bars, values, an image, or the best of each step. */
export function ClientAnswer({ info: { output }, answer: { values, shape } }: ClientAnswerProps) {
  const [channels = 0, height = 0, width = 0] = shape;
  if (shape.length === 3 && (channels === 1 || channels === 3) && height > 1 && width > 1)
    return (
      <figure class="dnn-sample-image">
        <InputImage input={encodeTensor(shape, values)} />
      </figure>
    );
  const rows = rowsOf(values, shape, output.names);
  const [only] = rows;
  if (rows.length === 1 && only)
    return (
      <>
        <Prediction prediction={only} />
        <LiveRegion text={inWords(only)} />
      </>
    );
  return (
    <ol class="client-steps" aria-label={l10n.t('Answer of each step')}>
      {rows.map((row, step) => (
        <li key={step}>
          {step + 1}: {inWords(row)}
        </li>
      ))}
    </ol>
  );
}

/** A row for each step, or one for all: the last axis of the answer is what has names. */
function rowsOf(
  values: Float32Array,
  shape: readonly number[],
  names: readonly string[],
): readonly Named[] {
  const length = shape.at(-1) ?? 1;
  const named = names.length === length ? names : undefined;
  return Array.from({ length: values.length / length }, (_, row) =>
    Array.from(values.subarray(row * length, (row + 1) * length), (value, i) => ({
      name: named?.[i] ?? String(i),
      value,
    })),
  );
}

/** `Most likely 7, 98.3%.` or `y 0.31, z 2.4` */
function inWords(row: Named): string {
  if (!areProbabilities(row))
    return row.map(({ name, value }) => `${name} ${formatValue(value)}`).join(', ');
  const top = row.reduce((best, each) => (each.value > best.value ? each : best));
  return l10n.t('Most likely {0}, {1}.', top.name, formatPercent(top.value, 1));
}
