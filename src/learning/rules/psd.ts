import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer, number } from '../../language/parameters';
import type { ParameterSpec } from '../../network/parameters';
import { elements } from '../../shape/elements';
import { EvaluationBuilder } from '../evaluationBuilder';
import { changes, loss, reconstruction } from '../measures';
import { prediction, sparsity } from '../measures/dictionary';
import { optimizers } from '../optimizers';
import { StepBuilder } from '../stepBuilder';
import {
  affineIncompatibilities,
  affineLayer,
  drawWeights,
  type AffineLayer,
} from './parts/affineLayer';
import { drawBelow, drawRows } from './parts/pictures';
import { defineRule, descentSettings } from './rule';
import { sparseness } from './parts/sparseness';
import { meanOuter } from './parts/meanOuter';

export const psd = defineRule({
  name: 'psd',
  synonyms: ['sparse_coding', 'predictive_sparse_decomposition', 'ista'],
  summary:
    'Predictive sparse decomposition: sparse codes are found for each sample, and a layer learns to predict them.',
  formula:
    '\\tfrac12 \\lVert x - D z \\rVert^2 + \\lambda \\lVert z \\rVert_1 + \\tfrac{\\alpha}{2} \\lVert z - g \\tanh(W x + b) \\rVert^2',
  source:
    'Kavukcuoglu, Ranzato and LeCun, *Fast inference in sparse coding algorithms with applications to object recognition* (2008).',
  details:
    'A `dense` layer with `tanh` is the encoder; targets are not used. For each batch, steps of ISTA (Daubechies et al., 2004) find the codes z that ' +
    'minimize the sum, beginning with the prediction; for these codes the dictionary D, the encoder and its gain g follow their gradients. D and g are the ' +
    'rule’s own (`LAYER.dictionary`, its atoms of length 1 in rows, which begin as the encoder’s filters, and `LAYER.gain`). Afterwards the layer gives the codes at once, but for the ' +
    'gain, which a layer above it can learn.',
  parameters: {
    sparsity: number('λ: the weight of sparsity.', { minimum: 0, default: 0.5 }),
    iterations: integer('Steps of ISTA for each batch.', { minimum: 1, maximum: 100, default: 20 }),
    prediction: number('α: the weight of the prediction.', { above: 0, default: 1 }),
  },
  example: 'rule psd(sparsity: 0.5)',
  // The dictionary is brought back to atoms of length 1, which an average of them would not have.
  uses: descentSettings.filter((name) => name !== 'average'),
  usual: { optimizer: optimizers.call('adam', { rate: 0.003 }) },
  ignoresTargets: true,
  incompatibilities: ({ network }) => affineIncompatibilities('psd', network, ['tanh']),
  method: (values) => ({
    build(network, plan, options) {
      const step = new StepBuilder(network, plan, options);
      const { graph, batch } = step;
      const a = new Arithmetic(graph);
      const lowered = step.forward(true);
      const encoder = affineLayer(graph, network, lowered);
      const { input, output, layer, inputs, weightKey, biasKey } = encoder;
      const own = ownParameters(encoder);
      const { key, shape } = own.dictionary;
      const dictionary = begun(graph, step.parameter(key, shape), encoder.weight);
      const ones = new Float32Array(encoder.units).fill(1);
      const gain = step.parameter(own.gain.key, own.gain.shape, true, ones);
      const found = decompose(graph, encoder, { dictionary, gain }, values);
      const { code, residual, missed } = found;

      const gradients = graph.within({ layer: layer.id, role: 'gradient' }, () => {
        const mean = (x: Value) => a.mul(a.sum(x, [0]), 1 / batch);
        const wrong = a.mul(missed, values.prediction);
        const slope = a.sub(1, a.square(output));
        const before = a.mul(a.mul(wrong, gain), slope);
        return new Map([
          [weightKey, meanOuter(graph, before, input, batch)] as const,
          ...(biasKey === undefined ? [] : [[biasKey, mean(before)] as const]),
          [own.dictionary.key, meanOuter(graph, code, residual, batch)] as const,
          [own.gain.key, mean(a.mul(wrong, output))] as const,
        ]);
      });
      step.measure(loss, found.total, { divisor: batch });
      step.measure(reconstruction, found.distance, { divisor: batch * inputs });
      step.measure(
        sparsity,
        step.watching(() => sparseness(graph, code)),
        { divisor: batch },
      );
      step.measure(prediction, found.error, { divisor: batch * encoder.units });
      step.measure(changes, step.norms([...gradients.values()]), { items: [...gradients.keys()] });
      const weights = new Map([
        ...lowered.parameters,
        [own.dictionary.key, dictionary] as const,
        [own.gain.key, gain] as const,
      ]);
      const more = new Map(
        Object.values(own).map(({ key, ...spec }) => [key, { ...spec, layer: layer.id }]),
      );
      const next = step.descend(step.penalized(gradients, lowered), weights, more);
      step.remember(own.dictionary.key, ofLengthOne(graph, next.get(own.dictionary.key)!));
      return step.build();
    },
    evaluate(network, _plan, options) {
      const evaluation = new EvaluationBuilder(network, options);
      const { graph, lowered } = evaluation;
      const a = new Arithmetic(graph);
      const encoder = affineLayer(graph, network, lowered);
      const { input, layer, inputs, units } = encoder;
      const own = ownParameters(encoder);
      const dictionary = evaluation.parameter(own.dictionary.key, own.dictionary.shape);
      const gain = evaluation.parameter(own.gain.key, own.gain.shape);
      const found = decompose(graph, encoder, { dictionary, gain }, values);
      evaluation.measure(loss, found.total);
      evaluation.measure(reconstruction, a.mul(found.distance, 1 / inputs));
      evaluation.measure(sparsity, sparseness(graph, found.code));
      evaluation.measure(prediction, a.mul(found.error, 1 / units));
      const names = ['dictionary', `Dictionary of ${layer.id}`] as const;
      drawRows(evaluation, network, layer, names, dictionary);
      drawWeights(evaluation, network, encoder);
      const caption = `Samples and, below them, what the predictions of ${layer.id} make of them`;
      const pair = [input, graph.gemm(found.predicted, dictionary)] as const;
      drawBelow(evaluation, network, layer, ['reconstructions', caption], pair);
      return evaluation.build();
    },
  }),
});

interface Settings {
  readonly sparsity: number;
  readonly iterations: number;
  readonly prediction: number;
}

/** The codes of a batch, [N, units], and what they cost, summed over it. */
function decompose(
  graph: GraphBuilder,
  { input, output, layer }: AffineLayer,
  { dictionary, gain }: { readonly dictionary: Value; readonly gain: Value },
  { sparsity, iterations, prediction }: Settings,
) {
  const a = new Arithmetic(graph);
  return graph.within({ layer: layer.id, role: 'forward' }, () => {
    const predicted = a.mul(output, gain);
    const overlaps = graph.gemm(dictionary, dictionary, { transB: 1 });
    const pull = a.add(graph.gemm(input, dictionary, { transB: 1 }), a.mul(predicted, prediction));
    // No eigenvalue is greater than the greatest sum of magnitudes in a row (Gershgorin, 1931).
    const rows = a.sum(graph.abs(overlaps), [1]);
    const steepest = a.add(graph.reduceMax(rows, { axes: [0], keepdims: 0 }), prediction);
    const size = a.div(1, steepest);
    const threshold = a.mul(size, sparsity);
    let code = predicted;
    for (let i = 0; i < iterations; i++) {
      const slope = a.sub(a.add(graph.gemm(code, overlaps), a.mul(code, prediction)), pull);
      code = shrunk(graph, a.sub(code, a.mul(slope, size)), threshold);
    }
    const residual = a.sub(graph.gemm(code, dictionary), input);
    const missed = a.sub(predicted, code);
    const [distance, error] = [a.sum(a.square(residual)), a.sum(a.square(missed))];
    const magnitude = a.sum(graph.abs(code));
    const total = a.add(
      a.add(a.mul(distance, 0.5), a.mul(magnitude, sparsity)),
      a.mul(error, prediction / 2),
    );
    return { predicted, code, residual, missed, distance, error, total };
  });
}

/** Towards zero by a threshold: the proximal step of its L1 norm. */
function shrunk(graph: GraphBuilder, x: Value, threshold: Value): Value {
  const above = graph.relu(graph.sub(x, threshold));
  const below = graph.relu(graph.sub(graph.neg(x), threshold));
  return graph.sub(above, below);
}

function ofLengthOne(graph: GraphBuilder, rows: Value): Value {
  const a = new Arithmetic(graph);
  return a.div(rows, graph.sqrt(a.sum(a.square(rows), [1], true)));
}

/** The dictionary; atoms that are still zero begin as the encoder's filters. */
function begun(graph: GraphBuilder, dictionary: Value, filters: Value): Value {
  const a = new Arithmetic(graph);
  const isZero = a.equal(a.sum(a.square(dictionary), [1], true), 0);
  return a.add(dictionary, a.mul(ofLengthOne(graph, filters), isZero));
}

interface OwnParameter extends ParameterSpec {
  readonly key: string;
}

/** Parameters the network itself has no use for. */
function ownParameters({ layer, inputs, units }: AffineLayer) {
  const spec = (name: string, shape: readonly number[]): OwnParameter => ({
    ...{ name, shape, key: `${layer.id}.${name}`, initializer: { name: 'zeros', arguments: {} } },
    ...{ fanIn: elements(shape.slice(1)), fanOut: units, penalized: false, frozen: false },
  });
  return { dictionary: spec('dictionary', [units, inputs]), gain: spec('gain', [units]) };
}
