import { targetSize, type Dataset, type SplitName } from '../../data/dataset';
import type { DataPlan } from '../../data/plan';
import type { Layer, Network } from '../../network/network';
import type { Validated } from '../protocol/protocol';
import { userError } from '../wire/error';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';

/** What an inspection looks at: the data, a batch that starts with the chosen sample, and layers with maps. */

type Request = Pick<Validated<'inspect'>, 'network' | 'data'>;

/** Samples the statistics are taken over, at most. */
export const largestBatch = 128;

/** The data that is named, else those the network was trained on, else the only ones. Throws a `CoreError`. */
export function dataPlan(
  { program }: AnalyzedNotebook,
  request: Request,
  trainedOn: DataPlan | undefined,
): DataPlan {
  if (request.data !== undefined) {
    const named = program.data.get(request.data);
    if (named) return named;
    throw userError('no-data', `There is no data \`${request.data}\`.`);
  }
  const only = program.data.size === 1 ? [...program.data.values()][0] : undefined;
  const plan = trainedOn ?? only;
  if (plan) return plan;
  throw userError(
    'no-data',
    `No data specified for inspecting \`${request.network}\`.`,
    'Write `on DATA.test[0]`.',
  );
}

export interface InspectedBatch {
  readonly count: number;
  /** [count, …] */
  readonly samples: Float32Array;
  readonly inputShape: readonly number[];
  readonly targets: Float32Array;
  /** Of one sample. */
  readonly targetShape: readonly number[];
}

/** The chosen sample and those behind it. Throws a `CoreError` when there is no such sample. */
export function batchFrom(
  { name, splits, batch, inputShape, target }: Dataset,
  splitName: SplitName,
  index: number,
): InspectedBatch {
  const split = splits[splitName];
  if (index < 0 || index >= split.count)
    throw userError(
      'no-sample',
      `There is no sample ${index} in \`${name}.${splitName}\`.`,
      split.count === 0
        ? 'That split is empty.'
        : `Its samples are numbered 0 to ${split.count - 1}.`,
    );
  const count = Math.min(largestBatch, batch, split.count);
  const indices = Int32Array.from({ length: count }, (_, i) => (index + i) % split.count);
  const samples = new Float32Array(count * elements(inputShape));
  const targetsOfOne = targetShape(targetSize(target));
  const targets = new Float32Array(count * elements(targetsOfOne));
  split.gather(indices, samples, targets);
  return { count, samples, inputShape, targets, targetShape: targetsOfOne };
}

/** The layers whose outputs are wanted: those asked for, else all whose output is a stack of maps. */
export function layersWithMaps(network: Network, wanted: readonly string[] | undefined) {
  if (!wanted) return network.layers.filter(({ shape }) => shape.length === 3);
  return layersNamed(network, wanted);
}

/** Throws a `CoreError` where there is none of a name. */
export const layersNamed = (network: Network, names: readonly string[]): readonly Layer[] =>
  names.map((name) => {
    const layer = network.layers.find(({ id }) => id === name);
    if (layer) return layer;
    throw userError('no-layer', `There is no layer \`${name}\` in \`${network.name}\`.`);
  });
