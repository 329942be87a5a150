import { targetSize, type Dataset } from '../../../data/dataset';
import { descriptionLimits as limits, type DataDescription } from '../../protocol/description';
import { toWireTensor } from '../../protocol/wireTensor';
import { shortName } from './columnStatistics';
import { firstOf, gatherTraining, labelOf } from './gatherTraining';

/** The first training samples of a table, with what is to be learned of each; nothing of other samples. */
export function firstRows(dataset: Dataset, isText: boolean): Pick<DataDescription, 'rows'> {
  const { inputShape, target } = dataset;
  const indices = firstOf(dataset, limits.rows);
  if (inputShape.length !== 1 || indices.length === 0) return {};
  const { inputs, targets } = gatherTraining(dataset, indices);
  const cut = (values: Float32Array, width: number, most: number) => {
    const kept = Math.min(width, most);
    const rows = Array.from(indices, (_, i) => [...values.subarray(i * width, i * width + kept)]);
    return toWireTensor([indices.length, kept], Float32Array.from(rows.flat()));
  };
  const withValues = target.kind === 'values' && target.steps === undefined;
  return {
    rows: {
      inputs: cut(inputs, inputShape[0], limits.columns),
      ...(isText && {
        texts: Array.from(indices, (_, i) =>
          textOf(target.names, inputs.subarray(i * inputShape[0], (i + 1) * inputShape[0])),
        ),
      }),
      ...(withValues && { targets: cut(targets, targetSize(target).count, limits.targets) }),
      ...(target.kind === 'classes' && {
        labels: Array.from(indices, (index) => shortName(labelOf(dataset, index))),
      }),
    },
  };
}

/** Characters are numbered as the classes are. */
const textOf = (characters: readonly string[], numbers: Float32Array): string =>
  Array.from(numbers.subarray(0, limits.name), (number) => characters[number] ?? '').join('');
