import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import { pullBack } from '../../graph/gradients';
import type { Value } from '../../graph/graph';
import { range } from '../../graph/shapes';
import { integer, number } from '../../language/parameters';
import { fields, type Fields, sCell } from '../../network/layers/neocognitron';
import type { LoweredNetwork } from '../../network/lower';
import { parameterKey, type Layer, type Network } from '../../network/network';
import { trainedLayers } from '../../network/subnetwork';
import { elements } from '../../shape/elements';
import { EvaluationBuilder } from '../evaluationBuilder';
import { representatives, response } from '../measures/cells';
import { StepBuilder } from '../stepBuilder';
import { layerIncompatibilities, oneLayerIncompatibilities } from './parts/affineLayer';
import { drawBelow } from './parts/pictures';
import { defineRule } from './rule';

export const hebbian = defineRule({
  name: 'hebbian',
  synonyms: ['hebb', 'competitive', 'competitive_hebbian', 'neocognitron'],
  summary:
    'Cells that respond more than all around them learn what they read: learning without a teacher.',
  formula:
    '\\Delta a_\\nu = q\\, c_\\nu\\, x_{\\hat n + \\nu}, \\quad \\Delta b = q\\, v_{\\hat n}',
  source:
    'Fukushima, *Neocognitron: a self-organizing neural network model for a mechanism of pattern recognition unaffected by shift in position* (1980).',
  details:
    'One `s_cell` layer a phase, from the input on; targets are not used. Of a sample, a cell is a candidate if it responds, and none up to `radius` places ' +
    'away does more, in any plane; the strongest candidate of a plane is its representative $\\hat n$, of equal ones the first. What it reads, $x$, weighted by $c$ as in the ' +
    'mean $v$, adds to the excitatory weights $a$ that all cells of the plane share, and $v$ to the inhibition $b$. Both only grow, and negative ' +
    'weights $a$ begin as 0: after some samples a plane responds to one feature, and leaves others to planes that have not learned yet. Those need a small ' +
    '`inhibition` to respond at all. In a batch of several samples, all choose by the same weights, and their changes add up.',
  parameters: {
    amount: number('q: how much a sample reinforces.', { above: 0, default: 16 }),
    radius: integer('Places up to which cells compete, across planes.', {
      minimum: 0,
      maximum: 100,
      default: 2,
    }),
  },
  example: 'rule hebbian(amount: 16)',
  uses: ['epochs', 'batch', 'stop'],
  usual: { batch: 1 },
  ignoresTargets: true,
  readsUnitInterval: true,
  incompatibilities({ network }) {
    const [layer] = trainedLayers(network);
    return (
      oneLayerIncompatibilities('hebbian', network, layer) ??
      layerIncompatibilities('hebbian', layer, ({ name }) => name === sCell.name, [''])
    );
  },
  method: ({ amount, radius }) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph, batch } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const cells = competition(graph, network, lowered, radius);
      const { chosen, weight, inhibition, weightKey, inhibitionKey, read } = cells;
      graph.within({ layer: cells.layer.id, role: 'update' }, () => {
        // What representatives read, summed up for each plane.
        const seen = pullBack(graph, cells.excitation, chosen, [weight], {
          fixed: [cells.input],
        }).get(weight)!;
        const learned = a.mul(a.mul(seen, read.weights()), amount);
        step.remember(weightKey, a.add(graph.relu(weight), learned));
        const energy = a.sum(a.mul(chosen, read.mean()), [0, 2, 3]);
        step.remember(inhibitionKey, a.add(graph.abs(inhibition), a.mul(energy, amount)));
      });
      step.measure(representatives, a.sum(chosen), { divisor: batch });
      step.measure(
        response,
        step.watching(() => cells.strongest()),
        { divisor: batch },
      );
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered } = evaluation;
      const cells = competition(graph, network, lowered, radius);
      const { layer, chosen, input } = cells;
      evaluation.measure(response, cells.strongest());
      evaluation.measure(representatives, new Arithmetic(graph).sum(chosen));
      const planes = relative(graph, cells.weight);
      drawPlanes(evaluation, layer, planes);
      const made = pullBack(graph, cells.read.excitation(planes), chosen, [input]).get(input)!;
      const caption = `Samples and, below them, what the representatives of ${layer.id} look for, at their places`;
      drawBelow(evaluation, network, layer, ['winners', caption], [input, made]);
      return evaluation.build();
    },
  }),
});

/** The layer that learns, and which of its cells are to: `chosen` is 1 there, [N, planes, …]. */
function competition(
  graph: GraphBuilder,
  network: Network,
  lowered: LoweredNetwork,
  radius: number,
) {
  const a = new Arithmetic(graph);
  const [layer] = trainedLayers(network);
  const input = lowered.layers.get(layer.inputs[0])?.output ?? lowered.input;
  const output = lowered.layers.get(layer.id)!.preActivation;
  const [weightKey, inhibitionKey] = layer.parameters.map((spec) => parameterKey(layer, spec));
  const [weight, inhibition] = [weightKey, inhibitionKey].map((key) =>
    lowered.parameters.get(key)!,
  );
  return graph.within({ layer: layer.id, role: 'forward' }, () => {
    const values = layer.arguments as unknown as Fields;
    const read = fields(graph, input, values, layer.inputShapes);
    return {
      ...{ layer, input, weight, weightKey, inhibition, inhibitionKey, read },
      excitation: read.excitation(weight),
      chosen: representativesOf(graph, output, layer, radius),
      /** Summed over the samples of a batch. */
      strongest: () => a.sum(graph.reduceMax(output, { axes: [1, 2, 3], keepdims: 0 })),
    };
  });
}

/** 1 at the greatest output of each plane that none around it, in any plane, exceeds; the rest is 0. */
function representativesOf(
  graph: GraphBuilder,
  output: Value,
  { shape }: Layer,
  radius: number,
): Value {
  const a = new Arithmetic(graph);
  const [, ...places] = shape;
  const across = graph.reduceMax(output, { axes: [1], keepdims: 1 });
  const side = 2 * radius + 1;
  const around =
    radius === 0
      ? across
      : graph.maxPool(across, {
          kernel_shape: [side, side],
          pads: [radius, radius, radius, radius],
        });
  const candidates = a.mul(a.equal(output, around), a.greater(output, 0));
  const strongest = (x: Value) => a.equal(x, graph.reduceMax(x, { axes: [2, 3], keepdims: 1 }));
  // Of equal ones the first: the one with most places behind it.
  const count = elements(places);
  const behind = Float32Array.from(range(0, count), (i) => count - i);
  const equal = strongest(a.mul(output, candidates));
  const first = strongest(a.mul(equal, graph.constant(behind, [1, 1, ...places])));
  return a.mul(candidates, first);
}

/**
 * Weights by the greatest of their plane. They grow with every sample that a plane wins, and its inhibition with them: what it looks
 * for is in their proportion.
 */
function relative(graph: GraphBuilder, weight: Value): Value {
  const a = new Arithmetic(graph);
  const greatest = graph.reduceMax(graph.abs(weight), { axes: [1, 2, 3], keepdims: 1 });
  return a.div(weight, a.max(greatest, 1e-12));
}

/** Draws the weights of planes, of each those for the planes it reads side by side. */
function drawPlanes(evaluation: EvaluationBuilder, layer: Layer, weight: Value): void {
  const { graph } = evaluation;
  const [planes, channels, height, width] = weight.type.shape.map(Number);
  const sideBySide = graph.transpose(weight, { perm: [0, 2, 1, 3] });
  const images = graph.reshape(sideBySide, [planes, 1, height, channels * width]);
  const caption = `Weights of ${layer.id}, of each plane by its greatest`;
  evaluation.picture('weights', caption, images);
}
