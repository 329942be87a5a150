import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer } from '../../language/parameters';
import { reshaped } from '../../network/layers/flatten';
import type { Network } from '../../network/network';
import type { ParameterSpec } from '../../network/parameters';
import { EvaluationBuilder } from '../evaluationBuilder';
import { changes, freeEnergy, reconstruction } from '../measures';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import {
  affineIncompatibilities,
  affineLayer,
  drawWeights,
  imageRead,
  type AffineLayer,
} from './affineLayer';
import { defineRule, descentSettings } from './rule';

export const cd = defineRule({
  name: 'cd',
  synonyms: ['contrastive_divergence', 'rbm'],
  summary:
    'Contrastive divergence: a restricted Boltzmann machine learns to reconstruct its inputs.',
  formula:
    '\\Delta W \\propto \\langle h v^\\top \\rangle_\\text{data} - \\langle h v^\\top \\rangle_k',
  source:
    'Hinton, *Training products of experts by minimizing contrastive divergence* (2002); *A practical guide* (2010).',
  details:
    'A `dense` layer of `logistic` units is the hidden layer; its inputs, from 0 to 1, are the visible units, which have biases of ' +
    'their own (`LAYER.visible_bias`). Hidden units are sampled from their probabilities, and so are visible units, except ' +
    'in the last reconstruction. Targets are not used.',
  parameters: {
    steps: integer('k: steps of Gibbs sampling.', { minimum: 1, maximum: 100, default: 1 }),
  },
  example: 'rule cd(steps: 1)',
  uses: [...descentSettings],
  usual: { optimizer: optimizers.call('sgd', { rate: 0.1, momentum: 0.5 }) },
  readsUnitInterval: true,
  ignoresTargets: true,
  incompatibilities: ({ network }) => affineIncompatibilities('cd', network, ['logistic']),
  method: ({ steps }) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph, batch } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const hidden = affineLayer(graph, network, lowered);
      const { input: visible, output, weightKey, biasKey, layer } = hidden;
      const spec = visibleBias(hidden);
      const machine = new Machine(graph, hidden, step.parameter(spec.key, spec.shape));
      const draw = (probability: Value, name: string): Value =>
        a.greater(probability, step.uniform(`${layer.id}:${name}`, sizes(probability)));

      const chain = graph.within({ layer: layer.id, role: 'forward' }, () => {
        let [v, h, first] = [visible, output, visible];
        for (let k = 1; k <= steps; k++) {
          const probability = machine.down(draw(h, `hidden${k}`));
          if (k === 1) first = probability;
          v = k < steps ? draw(probability, `visible${k}`) : probability;
          h = machine.up(v);
        }
        return { v, h, first };
      });
      const per = 1 / batch;
      const outer = (h: Value, v: Value) => graph.gemm(h, v, { transA: 1, alpha: per });
      const mean = (x: Value) => a.mul(a.sum(x, [0]), per);
      // The way from the data to what the machine makes of them, downhill.
      const found = graph.within({ layer: layer.id, role: 'gradient' }, () => [
        [weightKey, a.sub(outer(chain.h, chain.v), outer(output, visible))] as const,
        [spec.key, mean(a.sub(chain.v, visible))] as const,
        ...(biasKey === undefined ? [] : [[biasKey, mean(a.sub(chain.h, output))] as const]),
      ]);
      step.measure(
        reconstruction,
        step.watching(() => a.mean(a.square(a.sub(chain.first, visible)))),
      );
      step.measure(
        freeEnergy,
        step.watching(() => machine.freeEnergy(visible)),
        { divisor: batch },
      );
      const keys = found.map(([key]) => key);
      step.measure(changes, step.norms(found.map(([, value]) => value)), { items: keys });
      const gradients = step.penalized(new Map(found), lowered);
      const weights = new Map([...lowered.parameters, [spec.key, machine.visibleBias] as const]);
      step.descend(gradients, weights, new Map([[spec.key, { ...spec, layer: layer.id }]]));
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered } = evaluation;
      const a = new Arithmetic(graph);
      const hidden = affineLayer(graph, network, lowered);
      const spec = visibleBias(hidden);
      const machine = new Machine(graph, hidden, evaluation.parameter(spec.key, spec.shape));
      const again = machine.down(hidden.output);
      const distance = a.sum(a.square(a.sub(hidden.input, again)));
      evaluation.measure(reconstruction, a.mul(distance, 1 / hidden.inputs));
      evaluation.measure(freeEnergy, machine.freeEnergy(hidden.input));
      drawWeights(evaluation, network, hidden);
      drawReconstructions(evaluation, network, hidden, again);
      return evaluation.build();
    },
  }),
});

/** A restricted Boltzmann machine of Bernoulli units. */
class Machine {
  private readonly a: Arithmetic;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly hidden: AffineLayer,
    /** [inputs] */
    readonly visibleBias: Value,
  ) {
    this.a = new Arithmetic(graph);
  }

  /** Probabilities of the hidden units, [N, units], given the visible ones. */
  up(v: Value): Value {
    return this.graph.sigmoid(this.sums(v));
  }

  /** Probabilities of the visible units, [N, inputs], given the hidden ones. */
  down(h: Value): Value {
    const { graph, hidden, visibleBias } = this;
    return graph.sigmoid(graph.gemm(h, hidden.weight, { bias: visibleBias }));
  }

  /** F(v) = −b·v − Σ log(1 + exp(c + W v)), summed over the batch. */
  freeEnergy(v: Value): Value {
    const { a, graph, visibleBias } = this;
    const hidden = a.sum(graph.softplus(this.sums(v)));
    return a.neg(a.add(a.sum(a.mul(a.sum(v, [0]), visibleBias)), hidden));
  }

  private sums(v: Value): Value {
    const { graph, hidden } = this;
    const { weight, bias } = hidden;
    return graph.gemm(v, weight, { ...(bias && { bias }), transB: 1 });
  }
}

/** The bias of the visible units: one that the network itself has no use for. It starts at zero. */
const visibleBias = ({ layer, inputs }: AffineLayer): ParameterSpec & { readonly key: string } => ({
  name: 'visible_bias',
  key: `${layer.id}.visible_bias`,
  shape: [inputs],
  initializer: { name: 'zeros', arguments: {} },
  fanIn: inputs,
  fanOut: inputs,
  penalized: false,
  frozen: false,
});

const sizes = ({ type }: Value): readonly number[] => type.shape.map(Number);

/** Draws samples above what the machine makes of them. */
function drawReconstructions(
  evaluation: EvaluationBuilder,
  network: Network,
  { layer, input }: AffineLayer,
  again: Value,
): void {
  const shape = imageRead(layer, network);
  if (!shape) return;
  const { graph } = evaluation;
  const pair = [input, again].map((rows) => reshaped(graph, rows, shape));
  evaluation.picture(
    'reconstructions',
    `Samples and, below them, their reconstructions by ${layer.id}`,
    graph.concat(pair, { axis: 2 }),
  );
}
