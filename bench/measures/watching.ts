import { setTimeout as sleep } from 'node:timers/promises';
import { openOn } from '../../src/compute/devices/openStep';
import type { StepExecutor } from '../../src/compute/devices/executor';
import { GraphBuilder, type Graph } from '../../src/graph/builder';
import type { Value } from '../../src/graph/graph';
import { removeDeadCode } from '../../src/graph/passes/removeDeadCode';
import { rebuildGraph } from '../../src/graph/passes/rebuild';
import { Arithmetic } from '../../src/graph/arithmetic';
import { sliceAxis } from '../../src/graph/layout';
import { product, range } from '../../src/graph/shapes';
import { average } from '../../src/learning/statistics';
import type { TrainingStep } from '../../src/learning/step';
import { median, significant } from '../statistics';
import { fillBatch } from '../workloads';
import type { Measure } from './measure';

const turns = 60;
/** Milliseconds of one variant in one turn, and of rest between, until idle threads stop spinning. */
const turn = 40;
const rest = 10;

/**
 * What watching adds to a step: the magnitudes of all gradients, as every training watches them, and the statistics of all
 * activations besides; beside the step that watches nothing, in turns.
 */
export const watching: Measure = {
  workloads: ['mlp', 'lenet5', 'vgg'],
  async run(workload, { runtime }) {
    const variants = [unwatched(workload.step), workload.step, withActivations(workload.step)];
    const executors: StepExecutor[] = [];
    try {
      for (const step of variants) {
        const executor = await openOn({ runtime, step, state: workload.state }, 'cpu');
        fillBatch(workload, executor);
        executors.push(executor);
      }
      const once = median(await times(executors[0], 5));
      const count = Math.max(1, Math.round(turn / once));
      const found = executors.map((): number[] => []);
      for (let i = 0; i < turns; i++) {
        for (const [variant, executor] of executors.entries()) {
          await times(executor, 1);
          found[variant].push(median(await times(executor, count)));
          await sleep(rest);
        }
      }
      const [without, gradients, activations] = found;
      return {
        watching: {
          unwatched: significant(median(without)),
          gradients: added(gradients, without),
          activations: added(activations, gradients),
        },
      };
    } finally {
      for (const executor of executors) await executor.dispose();
    }
  },
};

/** By what fraction turns take longer than those beside them: the machine's mood changes in seconds. */
const added = (turns: readonly number[], beside: readonly number[]): number =>
  significant(median(turns.map((time, i) => time / beside[i])) - 1);

async function times(executor: StepExecutor, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await executor.step(0, i + 1);
    found.push(performance.now() - start);
  }
  return found;
}

/** The step with zeros for the magnitudes of its gradients. */
function unwatched(step: TrainingStep): TrainingStep {
  const builder = new GraphBuilder();
  const { output: gradients, items } = step.measures.find(({ name }) => name === 'gradients')!;
  const count = items!.length;
  const zeros = builder.constant(new Float32Array(count), [count]);
  const { graph } = step;
  const outputs = graph.outputs.map((output) =>
    output.name === gradients ? { ...output, value: zeros } : output,
  );
  const constants = [...graph.constants, zeros];
  return { ...step, graph: removeDeadCode({ ...graph, outputs, constants }) };
}

/** The step with mean, deviation and zeros of every layer's output. */
function withActivations(step: TrainingStep): TrainingStep {
  const { graph } = step;
  const builder = new GraphBuilder();
  for (const [layer, value] of layerOutputs(graph)) {
    for (const [name, moment] of Object.entries(moments(builder, value)))
      builder.output(`${layer}:${name}`, moment);
  }
  const added = builder.build();
  const merged: Graph = {
    inputs: graph.inputs,
    outputs: [...graph.outputs, ...added.outputs],
    nodes: [...graph.nodes, ...added.nodes],
    constants: [...graph.constants, ...added.constants],
  };
  return { ...step, graph: rebuildGraph(merged, () => undefined) }; // gives every value a name of its own
}

/** In how many samples zeros are counted: it takes three passes over what is counted. */
const watchedSamples = 16;

/**
 * Mean and standard deviation over all elements, and the fraction of exact zeros in some samples, as scalars. The deviation is
 * √(E[x²] − E[x]²): that reads the tensor once and is right to about 0.03 % of the mean.
 */
function moments(graph: GraphBuilder, x: Value): { mean: Value; deviation: Value; zeros: Value } {
  const a = new Arithmetic(graph);
  const { shape } = x.type;
  const mean = average(graph, x);
  const norm = graph.reduceL2(x, { axes: range(0, shape.length), keepdims: 0 });
  const root = a.mul(norm, 1 / Math.sqrt(Number(product(shape))));
  const variance = a.sub(a.square(root), a.square(mean));
  const counted = sliceAxis(graph, x, 0, 0, Math.min(Number(shape[0]), watchedSamples));
  const isZero = graph.equal(counted, 0);
  return {
    mean,
    deviation: graph.sqrt(a.max(variance, 0)),
    zeros: average(graph, graph.cast(isZero, { to: 1 })),
  };
}

/** What the last node of each layer's forward pass gives. */
function layerOutputs({ nodes }: Graph): ReadonlyMap<string, Value> {
  const outputs = new Map<string, Value>();
  for (const { origin, outputs: values } of nodes) {
    if (origin?.role === 'forward' && origin.layer !== undefined)
      outputs.set(origin.layer, values[0]);
  }
  return outputs;
}
