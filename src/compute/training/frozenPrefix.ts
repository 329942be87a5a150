import { freemem } from 'node:os';
import { inOrder } from '../../data/batches';
import { SampleSplit } from '../../data/split';
import { openDataset, sharedBytes, type OpenDataset } from '../../data/stored';
import type { Samples } from '../../data/samples';
import type { StepsPhase } from '../../learning/rules/rule';
import { EvaluationBuilder } from '../../learning/evaluationBuilder';
import type { Network } from '../../network/network';
import { behind, isChain } from '../../network/subnetwork';
import { elements } from '../../network/shapes';
import { createSession } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import { parameterOf, type StageSetup, type Tensors } from './stage';

/** Samples computed at once. */
const chunk = 256;
/** The part of the free memory that features may take. */
const mostOfMemory = 0.25;

/**
 * What the frozen layers below those that learn in a phase make of the samples, computed once instead of in each step; the
 * phase then trains the layers behind them on that. Undefined where it would not be cheaper: nothing is frozen below, the
 * samples change from epoch to epoch, a single epoch is trained, or memory is short.
 */
export async function withoutFrozenPrefix(
  setup: StageSetup,
  phase: StepsPhase,
  given: Tensors,
): Promise<{ readonly network: Network; readonly dataset: OpenDataset } | undefined> {
  const { network, plan } = phase;
  const { data, dataset } = setup;
  const count = frozenPrefix(network);
  if (count === 0 || plan.epochs < 2 || (data.augment ?? []).length > 0) return undefined;
  const { shape } = network.layers[count - 1];
  const { train, test } = dataset.stored;
  const bytes = 4 * elements(shape) * (train.count + test.count);
  if (bytes > mostOfMemory * freemem()) return undefined;
  const features = await computed(setup, network, count, given);
  return { network: behind(network, count), dataset: features };
}

/** How many of the first layers of a chain behave as in inference; 0 where they compute nothing. */
export function frozenPrefix(network: Network): number {
  if (!isChain(network) || network.layers.some(({ shared }) => shared)) return 0;
  const first = network.layers.findIndex(({ inference }) => !inference);
  const prefix = network.layers.slice(0, Math.max(0, first));
  return prefix.some(({ cost }) => cost.multiplyAdds > 0) ? prefix.length : 0;
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
  const { normalization, stored, target, inputShape } = dataset;
  const kind = { kind: target.kind, count: target.names.length };
  const evaluation = new EvaluationBuilder(prefix, { normalization, targets: kind }).build();
  const model = plainModel('cpu', evaluation.graph, 'features');
  const session = await createSession(runtime, model, 'cpu');
  const parameter = parameterOf(runtime, given);
  const parameters = evaluation.parameters.map(
    ({ key, input }) => [input, parameter(key)] as const,
  );
  const { inputs: names, prediction } = evaluation;

  const featuresOf = async (samples: Samples): Promise<Samples> => {
    const all = new SampleSplit('train', samples, inputShape, target);
    const features = new Float32Array(sharedBytes(4 * samples.count * elements(last.shape)).buffer);
    const read = new Float32Array(chunk * elements(inputShape));
    const targets = new Float32Array(chunk * target.names.length);
    for (const indices of inOrder(samples.count, chunk)) {
      all.gather(indices, read, targets);
      const batch = read.subarray(0, indices.length * elements(inputShape));
      const rows = indices.length;
      const feeds = {
        ...Object.fromEntries(parameters),
        [names.samples]: new runtime.Tensor('float32', batch, [rows, ...inputShape]),
        [names.targets]: new runtime.Tensor('float32', targets.subarray(0, rows * kind.count), [
          rows,
          kind.count,
        ]),
      };
      const results = await session.run(feeds, [prediction]);
      features.set(results[prediction].data as Float32Array, indices[0] * elements(last.shape));
    }
    return { ...samples, inputs: features };
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
    await session.release();
  }
}
