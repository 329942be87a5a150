import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { chain, resolve } from './support';

interface Case {
  readonly text: string;
  readonly code: string;
  /** What the user is pointed at. */
  readonly at: string;
  readonly says: RegExp;
  readonly fix?: string;
}

const head = 'output: dense(2) softmax';

const cases: Readonly<Record<string, Case>> = {
  'an unknown layer': {
    text: chain('x[4]', 'conf(3)', head),
    code: 'unknown-layer',
    at: 'conf',
    says: /unknown layer `conf`; did you mean `conv`/,
    fix: 'conv',
  },
  'a misspelt block': {
    text: `block inception(n) { dense(n) }\n${chain('x[4]', 'incepton(3)', head)}`,
    code: 'unknown-layer',
    at: 'incepton',
    says: /did you mean `inception`/,
    fix: 'inception',
  },
  'an unknown activation': {
    text: chain('x[4]', 'dense(3) rely', head),
    code: 'unknown-activation',
    at: 'rely',
    says: /did you mean `relu`/,
    fix: 'relu',
  },
  'a layer in the place of an activation': {
    text: chain('x[4]', 'dense(3) prelu', head),
    code: 'unknown-activation',
    at: 'prelu',
    says: /`prelu` is a layer.*line of its own/,
  },
  'an image where a sequence is read': {
    text: chain('image[1, 8, 8]', 'lstm(6)', head),
    code: 'shape-mismatch',
    at: 'lstm(6)',
    says: /`lstm` needs sequences \[steps, features\].*found \[1, 8, 8\]/,
  },
  'a connection table for other maps': {
    text: chain('image[6, 8, 8]', 'conv(15, kernel: 3, connections: lenet5)', head),
    code: 'shape-mismatch',
    at: 'conv(15, kernel: 3, connections: lenet5)',
    says: /the connection table has 16 rows for 15 maps/,
  },
  'a connection to a channel that is not there': {
    text: chain('image[2, 8, 8]', 'conv(2, kernel: 3, connections: [[0], [1, 2]])', head),
    code: 'shape-mismatch',
    at: 'conv(2, kernel: 3, connections: [[0], [1, 2]])',
    says: /map 1 would read channel 2 of 2 \(expected channels from 0 to 1/,
  },
  'a connection table that is none': {
    text: chain('image[2, 8, 8]', 'conv(2, kernel: 3, connections: [0, 1])', head),
    code: 'wrong-type',
    at: '0',
    says: /`connections` of `conv` must be `lenet5` or a list of lists, such as `\[\[0, 1\], \[1, 2\]\]`/,
  },
  'pieces that do not divide': {
    text: chain('x[4]', 'dense(7)', 'maxout(2)', head),
    code: 'shape-mismatch',
    at: 'maxout(2)',
    says: /groups of 2 do not divide 7 units.*dense \[7\]/,
  },
  'a transposed convolution of nothing': {
    text: chain('image[1, 2, 2]', 'transposedconv(1, kernel: 2, padding: 2)', head),
    code: 'shape-mismatch',
    at: 'transposedconv(1, kernel: 2, padding: 2)',
    says: /cuts everything off: \[1, -1, -1\]/,
  },
  'a neighbourhood without a middle': {
    text: chain('image[8, 2, 2]', 'lrn(4)', head),
    code: 'shape-mismatch',
    at: 'lrn(4)',
    says: /4 maps has no map in its middle/,
  },
  'an axis that is not there': {
    text: chain('x[4]', 'layernorm(axis: 2)', head),
    code: 'shape-mismatch',
    at: 'layernorm(axis: 2)',
    says: /has no axis 2/,
  },
  'an unknown label': {
    text: chain('x[4]', 'Hidden: dense(3)', 'dense(3) from Hiden', head),
    code: 'unknown-label',
    at: 'Hiden',
    says: /above this line: .* did you mean `Hidden`/,
    fix: 'Hidden',
  },
  'a label used twice': {
    text: chain('x[4]', 'A: dense(3)', 'A: dense(2)', head),
    code: 'duplicate-label',
    at: 'A',
    says: /`A` is taken/,
  },
  'a second output without a name': {
    text: chain('x[4]', head, 'output: dense(9) softmax'),
    code: 'duplicate-label',
    at: 'dense(9)',
    says: /output NAME/,
  },
  'a window larger than its image': {
    text: chain('image[1, 8, 8]', 'C1: conv(6, kernel: 5) tanh', 'conv(6, kernel: [5, 3])', head),
    code: 'shape-mismatch',
    at: 'conv(6, kernel: [5, 3])',
    says: /5×3 window.*expected at least \[6, 5, 3\].*found \[6, 4, 4\].*image \[1, 8, 8\] → C1 conv tanh \[6, 4, 4\]/,
  },
  'a convolution of a vector': {
    text: chain('image[1, 8, 8]', 'flatten', 'conv(6, kernel: 3)', head),
    code: 'shape-mismatch',
    at: 'conv(6, kernel: 3)',
    says: /expected \[channels, height, width\], found \[64\].*image \[1, 8, 8\] → flatten \[64\]/,
  },
  'branches that do not add up': {
    text: chain('x[4]', 'add { { dense(3) } { } }', head),
    code: 'shape-mismatch',
    at: 'add',
    says: /one shape \(expected \[3\], found \[3\] and \[4\]\).*x \[4\] → dense \[3\]; x \[4\]/,
  },
  'branches that do not fit side by side': {
    text: chain('image[2, 8, 8]', 'concat { { maxpool(2) } { } }', head),
    code: 'shape-mismatch',
    at: 'concat',
    says: /first axis only \(expected \[any, 4, 4\], found \[2, 4, 4\] and \[2, 8, 8\]\)/,
  },
  'groups that do not divide the channels': {
    text: chain('image[3, 8, 8]', 'conv(4, kernel: 3, groups: 2)', head),
    code: 'shape-mismatch',
    at: 'conv(4, kernel: 3, groups: 2)',
    says: /2 groups do not divide 3 channels/,
  },
  'a reshape to another size': {
    text: chain('image[3, 8, 8]', 'reshape([3, 60])', head),
    code: 'shape-mismatch',
    at: 'reshape([3, 60])',
    says: /192 elements.*180/,
  },
  'a tensor too large for any runtime': {
    text: chain('x[100000]', 'dense(100000)', head),
    code: 'too-large',
    at: 'dense(100000)',
    says: /weight of `dense_1`.*\[100000, 100000\]: 10,000,000,000 numbers/,
  },
  'a repeat without end': {
    text: chain('x[4]', 'repeat 1e9 { dense(4) }', head),
    code: 'too-large',
    at: '1e9',
    says: /at most 10,000 layers/,
  },
  'a fraction of a repetition': {
    text: chain('x[4]', 'repeat 1.5 { dense(4) }', head),
    code: 'out-of-range',
    at: '1.5',
    says: /whole number of at least 1, found `1.5`/,
  },
  'a block that contains itself': {
    text: `block a() { b() }\nblock b() { a() }\n${chain('x[4]', 'a()', head)}`,
    code: 'recursive-block',
    at: 'a',
    says: /a → b → a/,
  },
  'a missing block argument': {
    text: `block a(n, m) { dense(n) }\n${chain('x[4]', 'a(3)', head)}`,
    code: 'missing-argument',
    at: 'a(3)',
    says: /a value is missing for `m`: `a` takes \(n, m\)/,
  },
  'a block argument too many': {
    text: `block a(n) { dense(n) }\n${chain('x[4]', 'a(3, 17)', head)}`,
    code: 'too-many-arguments',
    at: '17',
    says: /takes \(n\)/,
  },
  'a network without an input': {
    text: 'network Net { dense(4); output: dense(2) }',
    code: 'no-input',
    at: 'dense(4)',
    says: /nothing above `dense` to read; start with `input/,
  },
  'a network without an output': {
    text: chain('x[4]', 'dense(3)'),
    code: 'no-output',
    at: 'Net',
    says: /`Net` has no output/,
  },
  'a second input in a repeat': {
    text: chain('x[4]', 'repeat 2 { input y[3]; dense(2) }', head),
    code: 'duplicate-input',
    at: 'input y[3]',
    says: /already has the input `x`; further inputs go beside it/,
  },
  'two inputs of one name': {
    text: chain('x[4]', 'A: dense(2)', 'input x[3]', 'concat from A, x', head),
    code: 'duplicate-label',
    at: 'x',
    says: /the name `x` is taken/,
  },
  'two inputs, one of no size': {
    text: chain('x[4]', 'A: dense(2)', 'input y[0]', 'concat from A, y', head),
    code: 'out-of-range',
    at: '0',
    says: /at least 1/,
  },
  'an input of no size': {
    text: chain('x[4, 0]', head),
    code: 'out-of-range',
    at: '0',
    says: /length must be a whole number of at least 1/,
  },
  'a layer that joins but has nothing to join': {
    text: chain('x[4]', 'add', head),
    code: 'shape-mismatch',
    at: 'add',
    says: /`add from A, B`/,
  },
  'a head without weight': {
    text: chain('x[4]', 'output main weight 0: dense(2) softmax'),
    code: 'out-of-range',
    at: '0',
    says: /weight of a head must be above 0/,
  },
  'a start of biases that are left out': {
    text: chain('x[4]', 'dense(3, bias: false, bias_init: 1)', head),
    code: 'unused-argument',
    at: 'dense(3, bias: false, bias_init: 1)',
    says: /no effect with `bias: false`/,
  },
  'padding wider than the window': {
    text: chain('image[1, 8, 8]', 'maxpool(2, padding: 2)', head),
    code: 'shape-mismatch',
    at: 'maxpool(2, padding: 2)',
    says: /windows that lie outside the image/,
  },
};

describe('mistakes in a network', () => {
  for (const [name, { text, code, at, says, fix }] of Object.entries(cases)) {
    it(`reports ${name}, once and in its place`, () => {
      const { network, limit, ...resolved } = resolve(text);
      const diagnostics = [...resolved.diagnostics, ...(limit ? [limit.toDiagnostic()] : [])];
      assert.equal(network, undefined);
      assert.deepEqual(
        diagnostics.map((diagnostic) => [
          diagnostic.code,
          text.slice(diagnostic.location.start, diagnostic.location.end),
        ]),
        [[code, at]],
      );
      assert.match(diagnostics[0].message, says);
      assert.equal(diagnostics[0].fix?.replacement, fix);
    });
  }

  it('warns of a layer that no output depends on and leaves it out', () => {
    const { network, diagnostics } = resolve(
      chain('x[4]', 'A: dense(3)', 'B: dense(2) from A', `${head} from A`),
    );
    assert.deepEqual(
      diagnostics.map(({ severity, code }) => [severity, code]),
      [['warning', 'unused-layer']],
    );
    assert.deepEqual(
      network!.layers.map(({ id }) => id),
      ['A', 'output'],
    );
  });

  it('keeps a branch that ends in a penalty', () => {
    const { network, diagnostics } = resolve(
      chain('x[4]', 'A: dense(3)', 'B: dense(2) logistic', 'P: sparsity(kl)', `${head} from A`),
    );
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      network!.layers.map(({ id }) => id),
      ['A', 'B', 'P', 'output'],
    );
  });

  it('reports a mistake in a block once, however often the block is used', () => {
    const { diagnostics } = resolve(
      `block a(n) { conv(n, kernel: 3) }\n${chain('x[4]', 'a(1) from x', 'a(2) from x', head)}`,
    );
    assert.equal(diagnostics.length, 1);
  });

  it('reports every wrong argument and still resolves the layers that can be', () => {
    const { layers, diagnostics } = resolve(
      chain('x[4]', 'A: dense(3)', 'dense(0, init: hee)', 'B: dense(2) from A'),
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['out-of-range', 'unknown-initializer'],
    );
    assert.deepEqual(
      layers.map(({ id }) => id),
      ['A', 'B'],
    );
  });
});
