import { Arithmetic } from '../../graph/arithmetic';
import type { Value } from '../../graph/graph';
import { sliceAxis } from '../../graph/layout';
import { integer } from '../../language/parameters';
import type { LoweredNetwork } from '../../network/lower';
import { trainedLayers } from '../../network/subnetwork';
import { Random } from '../../random/random';
import { elements } from '../../shape/elements';
import { EvaluationBuilder } from '../evaluationBuilder';
import { changes, meanFieldChange, reconstruction } from '../measures';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import { DeepMachine } from './parts/deepMachine';
import { chainIncompatibilities, drawImages, drawnIn, dreams } from './parts/logisticChain';
import { defineRule, descentSettings, type Method } from './rule';
import { meanOuter } from './parts/meanOuter';

const parameters = {
  pretraining: integer('Epochs for each layer before all learn together; 0: none.', {
    minimum: 0,
    maximum: 100_000,
    default: 5,
  }),
  iterations: integer('Mean-field updates of all layers, given a sample.', {
    minimum: 1,
    maximum: 100,
    default: 10,
  }),
  chains: integer('Markov chains that go on from step to step.', {
    minimum: 1,
    maximum: 10_000,
    default: 50,
  }),
  steps: integer('Steps of Gibbs sampling of each chain in a training step.', {
    minimum: 1,
    maximum: 100,
    default: 5,
  }),
};

interface Settings {
  readonly iterations: number;
  readonly chains: number;
  readonly steps: number;
}

export const dbm = defineRule({
  name: 'dbm',
  synonyms: ['deep_boltzmann_machine', 'boltzmann'],
  summary:
    'Deep Boltzmann machine: layers of units that hear from above and below learn the distribution of the inputs.',
  formula:
    '\\Delta W_l \\propto \\langle \\mu_l \\mu_{l-1}^\\top \\rangle_\\text{data} - \\langle h_l h_{l-1}^\\top \\rangle_\\text{chains}',
  source: 'Salakhutdinov and Hinton, *Deep Boltzmann machines* (2009).',
  details:
    'At least two `dense` layers of `logistic` units, one above the other; inputs are from 0 to 1, with biases of their own ' +
    '(`LAYER.visible_bias` of the lowest). Given a sample, each layer is updated by the mean-field equation ' +
    '$\\mu_l = \\sigma(W_l \\mu_{l-1} + W_{l+1}^\\top \\mu_{l+1} + b_l)$, one after the other, `iterations` times. What the machine ' +
    'itself holds probable comes from persistent chains. Before, each layer is trained by contrastive divergence, with its weights ' +
    'doubled on the side where a further layer will join in. Targets are not used.',
  parameters,
  example: 'rule dbm(pretraining: 5)',
  uses: [...descentSettings],
  usual: { optimizer: optimizers.call('sgd', { rate: 0.05, momentum: 0.5 }) },
  readsUnitInterval: true,
  ignoresTargets: true,
  incompatibilities: ({ network }) => chainIncompatibilities('dbm', network, 2),
  method: (values) => together(values),
  phases(network, plan, { pretraining, ...values }) {
    const layers = pretraining > 0 ? trainedLayers(network) : [];
    return [
      ...layers.map(({ id }, l) => ({
        kind: 'steps' as const,
        name: id,
        network,
        plan: { ...plan, epochs: pretraining },
        method: alone(l),
      })),
      { kind: 'steps', name: 'together', network, plan, method: together(values) },
    ];
  },
});

/** All layers: mean field on the data, chains for the machine itself. */
const together = ({ iterations, chains, steps }: Settings): Method => ({
  build(network, plan, options) {
    const step = new StepBuilder(network, plan, options);
    const { graph, batch } = step;
    const a = new Arithmetic(graph);
    const lowered = step.forward(true);
    const machine = new DeepMachine(graph, network, lowered, (key, shape) =>
      step.parameter(key, shape),
    );
    const { visible, layers } = machine;
    const draw = drawnIn(step);
    const data = machine.meanField(visible, iterations);

    // Gibbs sampling: layers that do not touch each other are drawn at once.
    const states: Value[] = [];
    for (const { l, key, shape } of machine.chained(chains)) {
      const start = new Random(plan.seed, key).fillUniform(new Float32Array(elements(shape)));
      states[l] = step.remembered(key, shape, start.map(Math.round));
    }
    for (let k = 1; k <= steps; k++)
      for (const parity of [1, 0])
        for (let l = parity; l <= layers.length; l += 2)
          states[l] = graph.within(machine.origin(l), () =>
            draw(machine.given(l, states), `${machine.name(l)}${k}`),
          );
    for (const { l, key } of machine.chained(chains)) step.remember(key, states[l]);

    const slopes = new Map<string, Value>();
    const mean = (x: Value, count: number) => a.mul(a.sum(x, [0]), 1 / count);
    const outer = (x: readonly Value[], l: number, count: number) =>
      meanOuter(graph, x[l], x[l - 1], count);
    layers.forEach(({ layer, weightKey, biasKey }, i) =>
      graph.within({ layer: layer.id, role: 'gradient' }, () => {
        const l = i + 1;
        slopes.set(weightKey, a.sub(outer(states, l, chains), outer(data.means, l, batch)));
        if (biasKey !== undefined)
          slopes.set(biasKey, a.sub(mean(states[l], chains), mean(data.means[l], batch)));
      }),
    );
    slopes.set(machine.spec.key, a.sub(mean(states[0], chains), mean(visible, batch)));
    return finished(step, lowered, machine, slopes, () => {
      step.measure(
        reconstruction,
        step.watching(() => a.mean(a.square(a.sub(visible, machine.given(0, data.means))))),
      );
      step.measure(
        meanFieldChange,
        step.watching(() => a.mean(data.change)),
      );
    });
  },
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered } = evaluation;
    const a = new Arithmetic(graph);
    const parameter = (key: string, shape: readonly number[]) => evaluation.parameter(key, shape);
    const machine = new DeepMachine(graph, network, lowered, parameter);
    const { visible, layers } = machine;
    const { means, change } = machine.meanField(visible, iterations);
    const again = machine.given(0, means);
    const distance = a.sum(a.square(a.sub(visible, again)));
    evaluation.measure(reconstruction, a.mul(distance, 1 / layers[0].inputs));
    evaluation.measure(meanFieldChange, a.sum(a.mean(change, [1])));
    const [{ layer: lowest }] = layers;
    const caption = 'Samples and, below them, their reconstructions';
    drawImages(evaluation, network, lowest, 'reconstructions', caption, [visible, again]);
    const states: Value[] = [];
    for (const { l, key, shape } of machine.chained(chains))
      states[l] = sliceAxis(graph, parameter(key, shape), 0, 0, Math.min(chains, dreams));
    const above = [states[0], machine.given(1, states)];
    drawImages(evaluation, network, lowest, 'fantasies', 'What the chains have come to', [
      machine.given(0, above),
    ]);
    return evaluation.build();
  },
});

/**
 * Layer `index` as a machine of its own, by contrastive divergence in one step. Its units hear from one side only; doubled weights
 * stand for the other one.
 */
const alone = (index: number): Method => ({
  build(network, plan, options) {
    const step = new StepBuilder(network, plan, options);
    const { graph, batch } = step;
    const a = new Arithmetic(graph);
    const lowered = step.forward(true);
    const machine = new DeepMachine(graph, network, lowered, (key, shape) =>
      step.parameter(key, shape),
    );
    const { layer, weightKey, biasKey } = machine.layers[index];
    const found = graph.within({ layer: layer.id, role: 'forward' }, () => {
      const data = machine.raised(index);
      const hidden = machine.up(index, data);
      const again = machine.down(index, drawnIn(step)(hidden, `${layer.id}:hidden`));
      return { data, hidden, again, last: machine.up(index, again) };
    });
    const { data, hidden, again, last } = found;
    const mean = (x: Value) => a.mul(a.sum(x, [0]), 1 / batch);
    const outer = (h: Value, v: Value) => meanOuter(graph, h, v, batch);
    const slopes = graph.within(
      { layer: layer.id, role: 'gradient' },
      () =>
        new Map([
          [weightKey, a.sub(outer(last, again), outer(hidden, data))] as const,
          ...(biasKey === undefined ? [] : [[biasKey, mean(a.sub(last, hidden))] as const]),
          ...(index > 0 ? [] : [[machine.spec.key, mean(a.sub(again, data))] as const]),
        ]),
    );
    return finished(step, lowered, machine, slopes, () =>
      step.measure(
        reconstruction,
        step.watching(() => a.mean(a.square(a.sub(data, again)))),
      ),
    );
  },
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered } = evaluation;
    const a = new Arithmetic(graph);
    const machine = new DeepMachine(graph, network, lowered, (key, shape) =>
      evaluation.parameter(key, shape),
    );
    const data = machine.raised(index);
    const again = machine.down(index, machine.up(index, data));
    const distance = a.sum(a.square(a.sub(data, again)));
    evaluation.measure(reconstruction, a.mul(distance, 1 / machine.layers[index].inputs));
    return evaluation.build();
  },
});

/** Tells what a step has found, and moves the parameters. */
function finished(
  step: StepBuilder,
  lowered: LoweredNetwork,
  { spec, visibleBias }: DeepMachine,
  slopes: ReadonlyMap<string, Value>,
  tell: () => void,
) {
  tell();
  step.measure(changes, step.norms([...slopes.values()]), { items: [...slopes.keys()] });
  const weights = new Map([...lowered.parameters, [spec.key, visibleBias] as const]);
  step.descend(step.penalized(slopes, lowered), weights, new Map([[spec.key, spec]]));
  return step.build();
}
