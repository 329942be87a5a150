import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chain, networkOf, resolve } from './support';

const ids = (text: string) => networkOf(text).layers.map(({ id }) => id);
const inputsOf = (text: string) =>
  Object.fromEntries(networkOf(text).layers.map(({ id, inputs }) => [id, inputs.join()]));

describe('resolving a network', () => {
  it('numbers layers without a label by operator, clear of labels', () => {
    const text = chain(
      'x[4]',
      'dense(3)',
      'dense_2: dense(3)',
      'dense(3) tanh',
      'output: dense(2)',
    );
    assert.deepEqual(ids(text), ['dense_1', 'dense_2', 'dense_3', 'output']);
  });

  it('chains to the layer above, or to what `from` names', () => {
    const text = chain(
      'x[4]',
      'A: dense(3)',
      'B: dense(3) from input',
      'C: add from A, B',
      'output: dense(2) from C',
    );
    const inputs = { A: 'input', B: 'input', C: 'A,B', output: 'C' };
    assert.deepEqual(inputsOf(text), inputs);
  });

  it('reads the input under its own name', () => {
    const text = chain('x[4]', 'A: dense(3)', 'B: dense(3) from x', 'output: add from A, B');
    assert.equal(inputsOf(text).B, 'input');
  });

  it('divides the data’s columns among several inputs in their order', () => {
    const { input, layers } = networkOf(
      chain(
        'x[4]',
        'A: dense(3)',
        'input y[2, 3]',
        'B: rnn(5)',
        'concat from A, B, x',
        'output: dense(2)',
      ),
    );
    assert.deepEqual([input.name, input.shape], ['input', [10]]);
    assert.deepEqual(
      layers.map(({ id, inputs, shape }) => [id, inputs.join(), shape.join()]),
      [
        ['x', 'input', '4'],
        ['A', 'x', '3'],
        ['y', 'input', '2,3'],
        ['B', 'y', '5'],
        ['concat_1', 'A,B,x', '12'],
        ['output', 'concat_1', '2'],
      ],
    );
  });

  it('starts all branches at the layer above; an empty one is the identity', () => {
    const text = chain(
      'x[4]',
      'A: dense(4)',
      'S: add { { B: dense(4) relu } { } } relu',
      'output: dense(2)',
    );
    assert.deepEqual(inputsOf(text), { A: 'input', B: 'A', S: 'B,A', output: 'S' });
    assert.deepEqual(networkOf(text).layers[1].groups, ['S']);
  });

  it('continues below a head with the layer above the head', () => {
    const text = chain(
      'x[4]',
      'A: dense(4)',
      'output aux weight 0.3: dense(2) softmax',
      'output main: dense(2) softmax',
    );
    assert.deepEqual(inputsOf(text), { A: 'input', aux: 'A', main: 'A' });
    const { outputs } = networkOf(text);
    assert.deepEqual(
      outputs.map(({ output }) => output),
      [
        { name: 'main', weight: 1 },
        { name: 'aux', weight: 0.3 },
      ],
    );
  });

  it('keeps the names inside a block apart from those outside', () => {
    const text = [
      'let width = 3',
      'block pairOf(n) { A: dense(n) tanh; B: dense(n * 2) from input; add { { dense(4) } { dense(width + 1) from A } } }',
      chain('x[4]', 'A: dense(5)', 'pairOf(7)', 'P: pairOf(n: 8)', 'output: dense(2) from P'),
    ].join('\n');
    const { network, diagnostics } = resolve(text);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      [],
    );
    const shapes = Object.fromEntries(network!.layers.map(({ id, shape }) => [id, shape.join()]));
    assert.deepEqual(shapes, {
      A: '5',
      'pairOf_1.A': '7',
      'pairOf_1.B': '14',
      'pairOf_1.dense_1': '4',
      'pairOf_1.dense_2': '4',
      'pairOf_1.add_1': '4',
      'P.A': '8',
      'P.B': '16',
      'P.dense_1': '4',
      'P.dense_2': '4',
      'P.add_1': '4',
      output: '2',
    });
    assert.deepEqual(network!.layers.find(({ id }) => id === 'P.B')!.inputs, ['pairOf_1.add_1']);
  });

  it('numbers labels inside a repeat by turn and sees the labels around it', () => {
    const text = chain(
      'x[4]',
      'A: dense(4)',
      'repeat 2 { B: dense(4); add from A, B }',
      'output: dense(2)',
    );
    assert.deepEqual(inputsOf(text), {
      A: 'input',
      B_1: 'A',
      add_1: 'A,B_1',
      B_2: 'add_1',
      add_2: 'A,B_2',
      output: 'add_2',
    });
  });

  it('takes an activation as a layer of its own', () => {
    const text = chain('x[4]', 'dense(4)', 'relu', 'output: softmax');
    const { layers } = networkOf(text);
    assert.deepEqual(
      layers.map(({ id, activations }) => [id, activations.map(({ entry }) => entry.name).join()]),
      [
        ['dense_1', ''],
        ['relu_1', 'relu'],
        ['output', 'softmax'],
      ],
    );
  });

  it('initializes as the activation needs, unless told otherwise', () => {
    const text = chain(
      'x[4]',
      'A: dense(4) relu',
      'B: dense(4) tanh',
      'C: dense(4) selu',
      'D: dense(4, init: normal(0.1)) relu',
      'output: dense(2)',
    );
    const initializers = networkOf(text).layers.map(({ parameters }) =>
      parameters.map(({ initializer }) => initializer.name).join(),
    );
    assert.deepEqual(initializers, [
      'he,zeros',
      'glorot,zeros',
      'lecun,zeros',
      'normal,zeros',
      'glorot,zeros',
    ]);
  });

  it('penalizes weights and not biases, and freezes both', () => {
    const text = chain(
      'x[4]',
      'A: dense(4, regularize: l2(0.01), frozen: true)',
      'output: dense(2)',
    );
    const [weight, bias] = networkOf(text).layers[0].parameters;
    assert.deepEqual(weight.regularizer, { name: 'l2', arguments: { lambda: 0.01 } });
    assert.equal(bias.regularizer, undefined);
    assert.deepEqual([weight.frozen, bias.frozen], [true, true]);
  });
});
