import { createHash } from 'node:crypto';
import { DataError } from '../data/dataset';
import { normalizations } from '../data/normalization';
import type { DataPlan } from '../data/plan';
import { groups } from '../data/statistics';
import { GraphBuilder } from '../graph/builder';
import { GraphError } from '../graph/graphError';
import type { TensorData } from '../graph/graph';
import { limits } from '../language/limits';
import { buildExport, type ExportForm } from '../learning/exportGraph';
import type { Network } from '../network/network';
import { networkHash } from '../network/networkHash';
import type { Normalization } from '../network/normalization';
import { blankNetwork } from '../onnx/blankNetwork';
import type { OnnxNetwork } from '../onnx/importNetwork';
import { ModelError } from '../onnx/modelError';
import { elements } from '../shape/elements';
import { Recent } from './recent';

/** What an `export` is going to write, as far as the text tells: all but the values of the parameters. */
export interface Foreseen {
  readonly network: OnnxNetwork;
  /** Stands for the bytes: the same as long as the same is foreseen. */
  readonly hash: string;
}

/** How much may be foreseen in one notebook. More nodes could not be layers of another network anyway. */
export class Foresight {
  private nodes = 2 * limits.layers;
  private numbers = 1 << 24;

  /** Undefined where it takes too much to find out. Throws `ModelError` where the file could not be read. */
  of(network: Network, data: DataPlan | undefined, form: ExportForm): Foreseen | undefined {
    // What is rounded has nodes that depend on its numbers.
    if (this.nodes <= 0 || form.precision) return undefined;
    const normalization = normalizationOf(data, network.input.shape);
    const hash = digest(network, normalization, form);
    const found = kept.get(hash) ?? look(network, normalization, form, this.nodes, this.numbers);
    if (found.network) kept.set(hash, found);
    this.nodes -= found.nodes;
    this.numbers -= found.numbers;
    if (this.nodes < 0 || this.numbers < 0) return undefined;
    if (found.network instanceof ModelError) throw found.network;
    return found.network && { network: found.network, hash };
  }
}

/** What was found, and what it took. */
interface Look {
  readonly network: OnnxNetwork | ModelError | undefined;
  readonly nodes: number;
  readonly numbers: number;
}

/** A notebook is analysed at every change of its text. */
const kept = new Recent<Look>(8);

function look(
  network: Network,
  normalization: Normalization,
  form: ExportForm,
  nodes: number,
  numbers: number,
): Look {
  const graph = new BoundedBuilder(nodes, numbers);
  const found = isModest(network, nodes)
    ? attempt(() => {
        const built = buildExport(network, normalization, form, graph);
        return blankNetwork(built.graph, network.name, built.stored, {
          ...(form.opset !== undefined && { opset: form.opset }),
          lengths: built.lengths,
        });
      })
    : undefined;
  return { network: found, nodes: graph.nodesAdded, numbers: graph.numbersStored };
}

function attempt(work: () => OnnxNetwork | undefined): OnnxNetwork | ModelError | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ModelError) return error;
    // Too much, more than an array may have, or a network that cannot be built: a training says why.
    if (error instanceof TooMuch || error instanceof RangeError || error instanceof GraphError)
      return undefined;
    throw error;
  }
}

/** Samples so large, or sequences so long, are not looked into. */
function isModest({ input, layers }: Network, steps: number): boolean {
  const shapes = [
    input.shape,
    ...layers.flatMap(({ shape, inputShapes }) => [shape, ...inputShapes]),
  ];
  return shapes.every(
    (shape) => elements(shape) <= 1 << 24 && (shape.length !== 2 || shape[0] <= steps),
  );
}

class TooMuch extends Error {}

/** Ends where a graph gets too large. */
class BoundedBuilder extends GraphBuilder {
  nodesAdded = 0;
  numbersStored = 0;

  constructor(
    private readonly mostNodes: number,
    private readonly mostNumbers: number,
  ) {
    super();
  }

  override applyAll(...given: Parameters<GraphBuilder['applyAll']>) {
    if (++this.nodesAdded > this.mostNodes) throw new TooMuch();
    return super.applyAll(...given);
  }

  override constant(data: TensorData, ...rest: [readonly number[], string?, string?]) {
    this.numbersStored += data.length;
    if (this.numbersStored > this.mostNumbers) throw new TooMuch();
    return super.constant(data, ...rest);
  }
}

/** Shift and scale as they may be found in data nobody has looked at yet: which steps there are, hardly their numbers. */
function normalizationOf(data: DataPlan | undefined, shape: readonly number[]): Normalization {
  const none = { mean: [0], scale: [1] };
  if (!data) return none;
  const { normalization } = data;
  const entry = normalizations.of(normalization);
  const values = normalization.arguments as never;
  try {
    if (entry.fixed) return entry.fixed(values, shape);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return none; // reported where the data is read
  }
  const each = (value: number) => new Array<number>(groups(shape)).fill(value);
  // Pixels fill 0..1, columns of tables have bounds of their own.
  const [minimum, maximum] = shape.length === 3 ? [0, 1] : [-0.7, 1.3];
  return (
    entry.fit?.(values, {
      ...{ mean: each(0.3), deviation: each(0.4) },
      ...{ minimum: each(minimum), maximum: each(maximum) },
    }) ?? none
  );
}

/** Digest of all that a file depends on but the values of the parameters. */
function digest(network: Network, normalization: Normalization, form: ExportForm): string {
  const layers = network.layers.map(({ shared, output }) => [shared && [...shared], output]);
  const outputs = network.outputs.map(({ id }) => id);
  const content = [networkHash(network), layers, outputs, normalization, form];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
