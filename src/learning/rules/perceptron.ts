import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import type { Targets } from '../entries';
import { activations } from '../../network/catalogue';
import { trainedLayers } from '../../network/subnetwork';
import { EvaluationBuilder } from '../evaluationBuilder';
import { accuracy, mistakes } from '../measures';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import {
  correct,
  affineIncompatibilities,
  affineLayer,
  drawWeights,
  type AffineLayer,
} from './parts/affineLayer';
import { defineRule, descentSettings, type Method } from './rule';
import { unitIncompatibilities, unitTargets } from './parts/unitTargets';

export const perceptron = defineRule({
  name: 'perceptron',
  synonyms: ['rosenblatt'],
  summary: 'Corrects the weights of threshold units for each sample they classify wrongly.',
  formula: 'w \\leftarrow w + \\eta \\, (t - y) \\, x',
  source: 'Rosenblatt, *The perceptron* (1958); convergence: Novikoff (1962).',
  details:
    'One layer of `step` or `sign` units; a batch moves the weights by its mean correction. Where the classes can be separated ' +
    'by a margin γ and samples are no longer than R, a unit makes at most $(R/\\gamma)^2$ mistakes with batches of 1.',
  parameters: {},
  example: 'rule perceptron',
  uses: descentSettings,
  usual: { optimizer: optimizers.call('sgd', { rate: 1 }), batch: 1 },
  incompatibilities({ network, targets }) {
    const unfit = affineIncompatibilities('perceptron', network, thresholds(), network.outputs[0]);
    if (unfit.length > 0) return unfit;
    return unitIncompatibilities('perceptron', network, trainedLayers(network)[0], targets);
  },
  method: (): Method => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const units = affineLayer(graph, network, lowered);
      const wrong = graph.within({ layer: units.layer.id, role: 'forward' }, () =>
        a.sub(units.output, wanted(graph, units, step.targets, options.targets)),
      );
      step.measure(
        mistakes,
        step.watching(() => wrongSamples(graph, wrong)),
      );
      correct(step, lowered, units, wrong);
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered, targets } = evaluation;
      const a = new Arithmetic(graph);
      const units = affineLayer(graph, network, lowered);
      const wrong = wrongSamples(
        graph,
        a.sub(units.output, wanted(graph, units, targets, options.targets)),
      );
      evaluation.measure(mistakes, wrong);
      evaluation.measure(accuracy, a.sub(sampleCount(graph, targets), wrong));
      drawWeights(evaluation, network, units);
      return evaluation.build();
    },
  }),
});

/** The activations of threshold units. */
const thresholds = (): readonly string[] =>
  [...activations].flatMap(({ name, threshold }) => (threshold ? [name] : []));

/** What the units are to give: their upper level for 1, their lower one for 0. */
function wanted(graph: GraphBuilder, units: AffineLayer, targets: Value, kind: Targets): Value {
  const [{ entry }] = units.layer.activations;
  return unitTargets(graph, targets, kind, units.units, entry.levels);
}

/** How many samples have a unit that errs; `wrong` is [N, units]. */
function wrongSamples(graph: GraphBuilder, wrong: Value): Value {
  const a = new Arithmetic(graph);
  const distances = a.sum(graph.abs(wrong), [1]);
  return a.sum(a.greater(distances, 0));
}

/** Samples in a batch of any size, a scalar. */
function sampleCount(graph: GraphBuilder, targets: Value): Value {
  const a = new Arithmetic(graph);
  const rows = a.sum(targets, [1]);
  return a.sum(a.atLeast(a.mul(rows, 0), 0));
}
