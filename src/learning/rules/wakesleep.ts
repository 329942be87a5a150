import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { boolean, integer } from '../../language/parameters';
import { trainedLayers } from '../../network/subnetwork';
import { elements } from '../../shape/elements';
import { counted } from '../../text/numbers';
import { EvaluationBuilder } from '../evaluationBuilder';
import { LearningError } from '../learningError';
import { accuracy, changes, reconstruction, sleepError, wakeError } from '../measures';
import { correctCount } from '../objective';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import { chainOf, HelmholtzMachine } from './parts/helmholtzMachine';
import {
  chainIncompatibilities,
  drawImages,
  drawnIn,
  dreams,
  upward,
  type LogisticLayer,
} from './parts/logisticChain';
import { defineRule, descentSettings, type RuleSubject } from './rule';
import { meanOuter } from './parts/meanOuter';

export const wakesleep = defineRule({
  name: 'wakesleep',
  synonyms: ['wake_sleep', 'up_down', 'helmholtz'],
  summary:
    'Wake-sleep: layers learn to recognize what they dream, and to dream what they recognize.',
  formula:
    '\\Delta G \\propto (y - \\sigma(G h)) \\, h^\\top \\text{ awake}, \\quad \\Delta W \\propto (h - \\sigma(W y)) \\, y^\\top \\text{ asleep}',
  source:
    'Hinton, Dayan, Frey and Neal, *The wake-sleep algorithm for unsupervised neural networks* (1995); Hinton, Osindero and Teh, *A fast learning algorithm for deep belief nets* (2006).',
  details:
    'For `dense` layers of `logistic` units, one above the other, whose weights W recognize. Each has generative weights G as well ' +
    '(`LAYER.generative_weight`, `LAYER.visible_bias`), with which it predicts what it reads. Awake, units are drawn from a ' +
    'sample upwards and G learns by the delta rule; asleep, they are drawn from the top downwards and W learns. Inputs are from 0 ' +
    'to 1; in a dream they are the probabilities. With `top` the two top layers are an associative memory with the weights of the ' +
    'top layer, which learns by contrastive divergence between the two phases: the up-down algorithm of deep belief nets. ' +
    'With `labels` the units of the softmax head belong to it as well: the memory learns samples with their classes, dreams of each ' +
    'class, and takes a sample for the class that it finds most probable. Else targets are not used.',
  parameters: {
    top: integer('Steps of Gibbs sampling in the associative memory at the top; 0: none.', {
      minimum: 0,
      maximum: 100,
      default: 0,
    }),
    labels: boolean('Whether the memory has label units: those of the softmax head.', {
      default: false,
    }),
  },
  example: 'rule wakesleep(top: 1)',
  uses: [...descentSettings],
  usual: { optimizer: optimizers.call('sgd', { rate: 0.1, momentum: 0.5 }) },
  readsUnitInterval: true,
  ignoresTargets: true,
  incompatibilities,
  method: (values) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph, batch } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const machine = new HelmholtzMachine(graph, network, lowered, values, (key, shape) =>
        step.parameter(key, shape),
      );
      const { directed, memory, prior } = machine;
      const draw = drawnIn(step);
      const mean = (x: Value) => a.mul(a.sum(x, [0]), 1 / batch);
      const outer = (x: Value, y: Value) => meanOuter(graph, x, y, batch);
      const within = <T>({ layer: { id } }: LogisticLayer, add: () => T): T =>
        graph.within({ layer: id, role: 'forward' }, add);
      // Which way parameters are to go, downhill: predicted less drawn.
      const slopes = new Map<string, Value>();
      const missed = { awake: [] as Value[], asleep: [] as Value[] };

      // Awake: units are drawn from the sample upwards, and each layer predicts the one below it.
      let units = machine.visible;
      for (const each of directed)
        within(each, () => {
          const drawn = draw(upward(graph, each, units), `${each.layer.id}:wake`);
          const wrong = a.sub(each.predict(drawn), units);
          missed.awake.push(wrong);
          slopes.set(each.generative.key, outer(drawn, wrong));
          slopes.set(each.visibleBias.key, mean(wrong));
          units = drawn;
        });

      // At the top: Gibbs sampling in the memory, or units that are on by themselves.
      if (memory)
        within(memory, () => {
          const { id } = memory.layer;
          const targets = memory.labels && step.targets;
          const [first, up] = [units, memory.recognize(units, targets)];
          let [again, labels] = [up, targets];
          for (let k = 1; k <= values.top; k++) {
            const hidden = draw(again, `${id}:hidden${k}`);
            units = draw(memory.predict(hidden), `${id}:visible${k}`);
            labels = memory.name?.(hidden);
            again = memory.recognize(units, labels);
          }
          slopes.set(memory.weightKey, a.sub(outer(again, units), outer(up, first)));
          if (memory.biasKey !== undefined) slopes.set(memory.biasKey, mean(a.sub(again, up)));
          slopes.set(memory.visibleBias.key, mean(a.sub(units, first)));
          if (memory.labels) {
            const { weightKey, biasKey } = memory.labels;
            slopes.set(weightKey, a.sub(outer(labels!, again), outer(targets!, up)));
            if (biasKey !== undefined) slopes.set(biasKey, mean(a.sub(labels!, targets!)));
          }
          const dream = step.remembered(memory.dream, memory.dreamShape, memory.startOf(plan.seed));
          const wanted = memory.labels && inTurn(graph, memory.labels.units);
          const hidden = draw(memory.recognize(dream, wanted), `${id}:dream_hidden`);
          step.remember(memory.dream, draw(memory.predict(hidden), `${id}:dream_visible`));
        });
      if (prior) {
        const on = graph.sigmoid(machine.value(prior));
        slopes.set(prior.key, mean(a.sub(on, units)));
        units = draw(on, `${prior.layer}:sleep`, [batch, prior.shape[0]]);
      }

      // Asleep: units are drawn from there downwards, and each layer recognizes what it has made.
      for (const [l, each] of [...directed.entries()].reverse())
        within(each, () => {
          const predicted = each.predict(units);
          const below = l > 0 ? draw(predicted, `${directed[l - 1].layer.id}:sleep`) : predicted;
          const wrong = a.sub(upward(graph, each, below), units);
          missed.asleep.push(wrong);
          slopes.set(each.weightKey, outer(wrong, below));
          if (each.biasKey !== undefined) slopes.set(each.biasKey, mean(wrong));
          units = below;
        });

      step.measure(
        wakeError,
        step.watching(() => meanSquare(a, missed.awake)),
      );
      step.measure(
        sleepError,
        step.watching(() => meanSquare(a, missed.asleep)),
      );
      step.measure(changes, step.norms([...slopes.values()]), { items: [...slopes.keys()] });
      const weights = new Map([...lowered.parameters, ...machine.values]);
      step.descend(step.penalized(slopes, lowered), weights, machine.specs);
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered } = evaluation;
      const a = new Arithmetic(graph);
      const parameter = (key: string, shape: readonly number[]) => evaluation.parameter(key, shape);
      const machine = new HelmholtzMachine(graph, network, lowered, values, parameter);
      const { visible, directed, memory } = machine;
      // Labels are no part of what a sample is reconstructed from.
      const layers = memory?.labels ? directed : machine.layers;
      const rise = (through: typeof layers) =>
        through.reduce((units, each) => upward(graph, each, units), visible);
      const again = layers.reduceRight((units, each) => each.predict(units), rise(layers));
      const distance = a.sum(a.square(a.sub(visible, again)));
      evaluation.measure(reconstruction, a.mul(distance, 1 / layers[0].inputs));
      if (memory?.labels) {
        const scores = { ...lowered.outputs[0], output: machine.classScores(rise(directed)) };
        evaluation.measure(accuracy, correctCount(graph, scores, evaluation.targets));
      }
      const [{ layer: lowest }, { layer: last }] = [layers[0], layers.at(-1)!];
      const caption = `Samples and, below them, their reconstructions from ${last.id}`;
      drawImages(evaluation, network, lowest, 'reconstructions', caption, [visible, again]);
      const fantasies = machine.fantasies(parameter);
      drawImages(evaluation, network, lowest, 'fantasies', `What ${network.name} dreams of`, [
        fantasies,
      ]);
      return evaluation.build();
    },
  }),
});

function incompatibilities(
  { network, targets }: RuleSubject,
  { top, labels }: { readonly top: number; readonly labels: boolean },
): readonly LearningError[] {
  const called = `wakesleep${top > 0 ? `(top: ${top})` : ''}`;
  const [head] = network.outputs;
  const chain = chainOf(network, labels);
  const refuse = (message: string) => [new LearningError('rule-layer', message, head)];
  if (labels && top === 0)
    return refuse(
      '`labels` of `wakesleep` belong to a memory; write `wakesleep(top: 1, labels: true)`',
    );
  const ends =
    head.entry.affine &&
    !head.shared &&
    head.activations.map(({ entry }) => entry.name).join() === 'softmax';
  if (
    labels &&
    !(ends && trainedLayers(network).includes(head) && head.inputs.join() === chain.at(-1)?.id)
  )
    return refuse(
      `the label units of \`wakesleep\` are those of a head that learns and reads the top layer; end the network with \`output: dense(${targets?.count ?? 10}) softmax\``,
    );
  if (labels && targets?.kind === 'values')
    return refuse('`labels` of `wakesleep` need classes, but this data has numeric values');
  if (labels && targets && targets.count !== head.shape[0])
    return [
      new LearningError(
        'head-size',
        `the data has ${targets.count} classes, but \`${head.id}\` has ${counted(head.shape[0], 'unit')}; give it ${targets.count}`,
        head,
      ),
    ];
  return chainIncompatibilities(called, network, top > 0 ? 2 : 1, chain);
}

/** One class after the other for dreams: [dreams, classes]. */
function inTurn(graph: GraphBuilder, classes: number): Value {
  const wanted = new Float32Array(dreams * classes);
  for (let i = 0; i < dreams; i++) wanted[i * classes + (i % classes)] = 1;
  return graph.constant(wanted, [dreams, classes]);
}

/** The mean square of all numbers of some tensors. */
function meanSquare(a: Arithmetic, tensors: readonly Value[]): Value {
  const count = tensors.reduce((sum, { type }) => sum + elements(type.shape.map(Number)), 0);
  const sums = tensors.map((each) => a.sum(a.square(each)));
  return a.mul(
    sums.reduce((sum, each) => a.add(sum, each)),
    1 / count,
  );
}
