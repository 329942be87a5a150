import { Tensor } from '../../../src/compute/devices/onnxRuntime';
import { Arithmetic } from '../../../src/graph/arithmetic';
import { GraphBuilder, type Graph } from '../../../src/graph/builder';
import { gradients } from '../../../src/graph/gradients';
import type { Dimension, Value } from '../../../src/graph/graph';
import type { OnnxNetwork } from '../../../src/onnx/importNetwork';
import { type Feeds, floats, sessionOf } from '../graph/support';

/** Graphs of imported networks, to run. */

function lowered(network: OnnxNetwork, graph: GraphBuilder, batch: Dimension) {
  const parameters = new Map(
    network.parameters.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]),
  );
  const inputs = new Map(
    network.inputs.map(({ name, dataType, shape }) => [
      name,
      graph.input(name, dataType, [batch, ...shape]),
    ]),
  );
  const outputs = network.lower(
    graph,
    (name) => inputs.get(name)!,
    (name) => parameters.get(name)!,
  );
  return { parameters, outputs };
}

/** The network as it is exported, for batches of any size. */
export function answersGraph(network: OnnxNetwork): Graph {
  const graph = new GraphBuilder();
  const { outputs } = lowered(network, graph, 'N');
  for (const [name, value] of outputs) graph.output(name, value);
  return graph.build();
}

/** The first output of float32. */
const numbers = (outputs: ReadonlyMap<string, Value>): Value =>
  [...outputs.values()].find(({ type }) => type.dataType === 'float32')!;

/** A loss as `loss`, and its gradient for each parameter, as `gradient:NAME`. */
function differentiated(
  network: OnnxNetwork,
  batch: number,
  lossOf: (a: Arithmetic, answers: Value) => Value,
): Graph {
  const graph = new GraphBuilder();
  const { parameters, outputs } = lowered(network, graph, batch);
  const loss = lossOf(new Arithmetic(graph), numbers(outputs));
  graph.output('loss', loss);
  const found = gradients(graph, loss, [...parameters.values()]);
  for (const [name, value] of parameters) {
    const gradient = found.get(value);
    if (!gradient) throw new Error(`no gradient reaches ${name}`);
    graph.output(`gradient:${name}`, gradient);
  }
  return graph.build();
}

/** The mean cross entropy of the last axis of the answers, and its gradients. */
export const gradientsGraph = (network: OnnxNetwork, batch: number, target: readonly number[]) =>
  differentiated(network, batch, (a, logits) => {
    const classes = Number(logits.type.shape.at(-1));
    const hot = new Float32Array(target.length * classes);
    target.forEach((label, i) => (hot[i * classes + label] = 1));
    const rows = a.graph.reshape(logits, [-1, classes]);
    const wanted = a.graph.constant(hot, [target.length, classes]);
    const likelihood = a.mul(wanted, a.graph.logSoftmax(rows, { axis: -1 }));
    return a.neg(a.div(a.sum(likelihood), target.length));
  });

export const parameterFeeds = (
  { parameters }: OnnxNetwork,
  next: ReadonlyMap<string, Float32Array> = new Map(),
): Feeds =>
  Object.fromEntries(
    parameters.map(({ name, values, shape }) => [
      name,
      new Tensor('float32', next.get(name) ?? values, [...shape]),
    ]),
  );

/** The mean square of the answers before and after a small step of gradient descent that makes it smaller. */
export async function losses(network: OnnxNetwork, feeds: Feeds, batch: number): Promise<number[]> {
  const graph = differentiated(network, batch, (a, answers) => a.mean(a.square(answers)));
  const session = await sessionOf(graph);
  const first = await session.run({ ...feeds, ...parameterFeeds(network) });
  const next = new Map(
    network.parameters.map(({ name, values }) => {
      const slope = floats(first[`gradient:${name}`]);
      return [name, values.map((value, i) => value - 1e-3 * slope[i])] as const;
    }),
  );
  const second = await session.run({ ...feeds, ...parameterFeeds(network, next) });
  await session.release();
  return [first, second].map((results) => floats(results['loss'])[0]);
}
