import { Arithmetic } from '../../src/graph/arithmetic';
import { affineIncompatibilities, affineLayer } from '../../src/learning/rules/parts/affineLayer';
import { EvaluationBuilder } from '../../src/learning/evaluationBuilder';
import { accuracy } from '../../src/learning/measures';
import { defineMeasure } from '../../src/learning/measures/measure';
import { measures } from '../../src/learning/measures';
import { correctCount } from '../../src/learning/objective';
import { defineRule, type Method, type Pass, stepSettings } from '../../src/learning/rules/rule';
import { rules } from '../../src/learning/rules/rules';
import { StepBuilder } from '../../src/learning/stepBuilder';

/**
 * A learning rule that the product does not have, in one file, with a measure, a picture and a pass of its own: each unit moves
 * towards the mean of the samples of its class, which a first pass has summed.
 */

const distance = defineMeasure({
  name: 'distance',
  label: 'distance to the class',
  goal: 'lower',
  fold: 'mean',
  summary: 'The mean squared distance between a sample and the weights of its class.',
  example: 'stop early(metric: distance)',
});

const spread = defineMeasure({
  name: 'class_sums',
  label: 'sum of the samples of each class',
  goal: 'none',
  fold: 'sum',
  summary: 'What the first pass sums.',
  example: 'rule centroid',
});

const length = defineMeasure({
  name: 'samples_length',
  label: 'length of the mean sample',
  goal: 'none',
  fold: 'mean',
  summary: 'What the first pass tells.',
  example: 'rule centroid',
});

const pass: Pass = {
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered, targets } = evaluation;
    const { input } = affineLayer(graph, network, lowered);
    evaluation.measure(spread, graph.gemm(targets, input, { transA: 1 }));
    return evaluation.build();
  },
  finish({ sums, samples }) {
    const all = sums.get(spread.name)!;
    const classes = 10;
    const width = all.length / classes;
    const weight = Float32Array.from(all, (sum) => (sum * classes) / samples);
    let squares = 0;
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += all[k * width + i];
      squares += (sum / samples) ** 2;
    }
    return {
      parameters: new Map([['output.weight', { shape: [classes, width], data: weight }]]),
      measures: [{ entry: length, value: Math.sqrt(squares) }],
    };
  },
};

const method: Method = {
  build(network, plan, options) {
    const step = new StepBuilder(network, plan, options);
    const { graph, batch } = step;
    const a = new Arithmetic(graph);
    const lowered = step.forward(true);
    const { input, weight, weightKey } = affineLayer(graph, network, lowered);
    const own = graph.matMul(step.targets, weight);
    const away = a.sub(own, input);
    step.measure(distance, a.mul(a.sum(a.square(away)), 1), { divisor: batch });
    const gradient = a.mul(graph.gemm(step.targets, away, { transA: 1 }), 1 / batch);
    step.descend(new Map([[weightKey, gradient]]), lowered.parameters);
    return step.build();
  },
  evaluate(network, _plan, options) {
    const evaluation = new EvaluationBuilder(network, options);
    const { graph, lowered, targets } = evaluation;
    const a = new Arithmetic(graph);
    const units = affineLayer(graph, network, lowered);
    const own = graph.matMul(targets, units.weight);
    evaluation.measure(distance, a.sum(a.square(a.sub(own, units.input))));
    evaluation.measure(accuracy, correctCount(graph, lowered.outputs[0], targets));
    const images = graph.reshape(units.weight, [10, 1, 28, 28]);
    evaluation.picture('centroids', 'Mean of each class', images);
    return evaluation.build();
  },
};

const centroid = defineRule({
  name: 'centroid',
  summary: 'Moves the weights of each class towards its samples.',
  formula: 'w_k \\leftarrow w_k + \\eta \\, (x - w_k)',
  source: 'The nearest-mean classifier.',
  parameters: {},
  example: 'rule centroid',
  uses: [...stepSettings, 'optimizer', 'schedule'],
  incompatibilities: ({ network }) => affineIncompatibilities('centroid', network, ['']),
  method: () => method,
  phases: (network, plan) => [
    { kind: 'pass', name: 'sums', network, plan, pass },
    { kind: 'steps', name: 'move', network, plan, method },
  ],
});

const words = [measures.add(distance), rules.add(centroid)];

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
