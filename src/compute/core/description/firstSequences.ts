import type { Dataset } from '../../../data/dataset';
import { descriptionLimits as limits, type DataDescription } from '../../protocol/description';
import { toWireTensor } from '../../protocol/wireTensor';
import { shortName } from './columnStatistics';
import { firstOf, gatherTraining, labelOf } from './gatherTraining';

/** What a step of a sound holds. */
export type Sound = 'waveform' | 'spectrum';

/** More features than these are drawn as bands of colour. */
const mostLines = 6;

/** A few training sequences over time, thinned where they are long; nothing of other samples. */
export function firstSequences(
  dataset: Dataset,
  sound: Sound | undefined,
): Pick<DataDescription, 'sequences'> {
  const { inputShape } = dataset;
  const indices = firstOf(dataset, limits.sequences);
  if (inputShape.length !== 2 || indices.length === 0) return {};
  const [steps, features] = inputShape;
  const { inputs } = gatherTraining(dataset, indices);
  const kind = sound ?? (features > mostLines ? 'bands' : 'lines');
  const width = kind === 'waveform' ? 2 : Math.min(features, limits.columns);
  const most = Math.max(1, Math.floor(limits.sequenceNumbers / (indices.length * width)));
  const stride = Math.ceil(steps / most);
  const rows = Array.from(indices, (_, sample) =>
    Array.from({ length: Math.ceil(steps / stride) }, (_, i) => {
      const from = (sample * steps + i * stride) * features;
      const to = Math.min(from + stride * features, (sample + 1) * steps * features);
      return kind === 'waveform'
        ? extremes(inputs.subarray(from, to))
        : [...inputs.subarray(from, from + width)];
    }),
  );
  return {
    sequences: {
      kind,
      values: toWireTensor(
        [indices.length, rows[0].length, width],
        Float32Array.from(rows.flat(2)),
      ),
      stride,
      labels: Array.from(indices, (index) => shortName(labelOf(dataset, index))),
    },
  };
}

function extremes(values: Float32Array): number[] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}
