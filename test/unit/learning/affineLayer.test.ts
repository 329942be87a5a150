import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { perceptron } from '../../../src/learning/rules/perceptron';
import { affineLayer, imageRead } from '../../../src/learning/rules/parts/affineLayer';
import { EvaluationBuilder } from '../../../src/learning/evaluationBuilder';
import { activations, layers } from '../../../src/network/catalogue';
import { bias, defineActivation, defineLayer, weight } from '../../../src/network/define';
import { elements } from '../../../src/shape/elements';
import { trainedLayers } from '../../../src/network/subnetwork';
import { chain, networkOf } from '../network/support';

const targets = { kind: 'classes', count: 3 } as const;

/** A layer that lists its bias first. */
const toyLayer = defineLayer({
  name: 'toy_units',
  summary: 'Three units.',
  parameters: {},
  example: 'toy_units',
  affine: true,
  infer: (_, [shape]) => ({
    shape: [3],
    parameters: [bias(3), weight([3, elements(shape)], elements(shape), 3)],
    cost: { multiplyAdds: 3 * elements(shape) },
  }),
  build: ({ graph, inputs: [x], parameter }) =>
    graph.gemm(x, parameter('weight'), { bias: parameter('bias'), transB: 1 }),
});
const toyThreshold = defineActivation({
  name: 'toy_threshold',
  summary: 'A threshold at one.',
  parameters: {},
  example: 'dense(1) toy_threshold',
  threshold: true,
  levels: [0, 1],
  build: (graph, x) => graph.cast(graph.greaterOrEqual(x, 1), { to: 1 }),
});

describe('rules for one layer of units', () => {
  const undo: (() => void)[] = [];
  before(() => {
    undo.push(layers.add(toyLayer), activations.add(toyThreshold));
  });
  after(() => undo.forEach((each) => each()));

  const objections = (head: string): readonly string[] => {
    const network = networkOf(chain('x[4]', head));
    const plan = { loss: { name: 'mse', arguments: {} } };
    return perceptron
      .incompatibilities({ network, plan, targets }, {})
      .map(({ message }) => message);
  };

  it('take every layer that says it is W x + b, and every threshold', () => {
    assert.deepEqual(objections('output: toy_units toy_threshold'), []);
    assert.match(objections('output: rbf(3) step').join(), /such as `dense` or `toy_units`/);
    assert.match(
      objections('output: toy_units tanh').join(),
      /needs .*`toy_threshold`.* after `output`, not `tanh`/,
    );
  });

  it('find weights and biases by their names', () => {
    const network = networkOf(chain('x[4]', 'output: toy_units step'));
    const { graph, lowered } = new EvaluationBuilder(network, { targets });
    const units = affineLayer(graph, network, lowered);
    assert.deepEqual([units.weightKey, units.biasKey], ['output.weight', 'output.bias']);
    assert.deepEqual([units.weight.type.shape, units.bias?.type.shape], [[3, 4], [3]]);
  });

  const images: readonly (readonly [lines: string, shape: string | undefined])[] = [
    ['x[1, 4, 6]; dense(3)', '1,4,6'],
    ['x[3, 2, 2]; flatten; dense(3)', '3,2,2'],
    ['x[2, 4, 6]; dense(3)', undefined],
    ['x[24]; dense(3)', undefined],
    ['x[24]; reshape([1, 4, 6]); dense(3)', '1,4,6'],
    ['x[1, 4, 6]; reshape([24]); dense(3)', '1,4,6'],
    ['x[1, 4, 6]; flatten tanh; dense(3)', undefined],
    ['x[1, 4, 6]; conv(1, kernel: 1, frozen: true); flatten; dense(3)', '1,4,6'],
    ['x[4]; input y[1, 2, 2]; F: flatten from y; concat from x, F; dense(3)', undefined],
  ];
  for (const [lines, shape] of images) {
    it(`draw weights as ${shape ?? 'nothing'} in ${lines}`, () => {
      const body = `input ${lines.replace(/dense/, 'output: dense')}`.replaceAll('; ', '\n  ');
      const network = networkOf(`network Net {\n  ${body}\n}`);
      assert.equal(imageRead(trainedLayers(network)[0], network)?.join(), shape);
    });
  }
});
