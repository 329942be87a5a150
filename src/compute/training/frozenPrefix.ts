import { memoryLimit } from '../../data/memoryLimit';
import { SampleSplit } from '../../data/split';
import { openDataset, sharedBytes, type OpenDataset } from '../../data/stored';
import type { Samples } from '../../data/samples';
import type { StepsPhase } from '../../learning/rules/rule';
import { measures } from '../../learning/measures';
import { buildPrediction } from '../../learning/evaluation';
import type { Layer, Network } from '../../network/network';
import { apart, behind } from '../../network/subnetwork';
import { stepOptions } from '../batches/stepOptions';
import { Evaluator, parameterOf } from './evaluator';
import type { StageSetup, Tensors } from './stage';
import { elements } from '../../shape/elements';

/** Bytes that features may take: not by what is free just now, since a resumed run has to compute what the first one did. */
const mostBytes = Math.min(2 ** 30, memoryLimit() / 4);

/**
 * What the frozen layers below those that learn in a phase make of the samples, computed once instead of in each step; the
 * phase then trains the layers behind them on that. Undefined where it would not be cheaper: nothing is frozen below, the
 * samples change from epoch to epoch, they are cut from sequences, parts of them are scored, a single epoch is trained, or it
 * takes too much memory.
 */
export async function withoutFrozenPrefix(
  setup: StageSetup,
  phase: StepsPhase,
  given: Tensors,
): Promise<{ readonly network: Network; readonly dataset: OpenDataset } | undefined> {
  const { network, plan } = phase;
  const { data, dataset } = setup;
  const count = frozenPrefix(network);
  if (dataset.stored.cut || count === 0 || plan.epochs < 2 || (data.augment ?? []).length > 0)
    return undefined;
  if ((plan.watch ?? []).some((call) => measures.of(call).views)) return undefined;
  const { shape } = network.layers[count - 1];
  const { train, test } = dataset.stored;
  const bytes = 4 * elements(shape) * (train.count + test.count);
  if (bytes > mostBytes) return undefined;
  const features = await computed(setup, network, count, given);
  return { network: behind(network, count), dataset: features };
}

/** Whether a layer always makes the same of a sample. Nodes of a file do, unless they look at the whole batch. */
const isStill = ({ inference, stored, parameters, arguments: given }: Layer): boolean =>
  inference === true ||
  (stored === true && given['training_mode'] !== 1 && parameters.every(({ frozen }) => frozen));

/** How many of the first layers stay as they are, are no heads, and are all that those behind read; 0 where they compute nothing. */
function frozenPrefix(network: Network): number {
  const { layers } = network;
  const first = layers.findIndex((layer) => !isStill(layer) || layer.output);
  const count = apart(network, Math.max(0, first));
  return layers.slice(0, count).some(({ cost }) => cost.multiplyAdds > 0) ? count : 0;
}

/** The data with the outputs of the first `count` layers in place of the inputs. */
async function computed(
  { runtime, dataset }: StageSetup,
  network: Network,
  count: number,
  given: Tensors,
): Promise<OpenDataset> {
  const last = network.layers[count - 1];
  const prefix = { ...network, layers: network.layers.slice(0, count), outputs: [last] };
  const { stored, target, inputShape } = dataset;
  const evaluation = buildPrediction(prefix, stepOptions(dataset, 1));
  const evaluator = await Evaluator.open(runtime, 'cpu', evaluation, dataset);
  const parameter = parameterOf(runtime, given);
  const size = elements(last.shape);

  const featuresOf = async (samples: Samples): Promise<Samples> => {
    const inputs = new Float32Array(sharedBytes(4 * samples.count * size).buffer);
    const all = new SampleSplit('train', samples, { inputShape, target });
    for await (const { first, values } of evaluator.predictions(all, parameter))
      inputs.set(values, first * size);
    return { ...samples, inputs };
  };
  try {
    return openDataset({
      ...stored,
      inputShape: last.shape,
      normalization: { mean: [0], scale: [1] },
      train: await featuresOf(stored.train),
      test: await featuresOf(stored.test),
    });
  } finally {
    await evaluator.dispose();
  }
}
