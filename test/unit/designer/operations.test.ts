import assert from 'node:assert/strict';
import type { Operation } from '../../../src/designer/operations';
import { edited, network } from './support';

const plain = `  input image[1, 28, 28]
  C1: conv(6, kernel: 5) tanh  # six maps
  # smaller
  avg_pool(2)

  dense(84) tanh
  output: dense(10) softmax`;

const inline = `  input x[4]
  add { { dense(4) relu; dense(4) } { } }
  output: dense(2)`;

/** What an operation makes of the lines of a network. */
const cases: [name: string, before: string, operation: Operation, after: string][] = [
  [
    'a layer goes behind another on a line of its own, and leaves its comment where it is',
    plain,
    { kind: 'insert', at: { chain: [], index: 2 }, text: 'dropout(0.2)' },
    plain.replace('# six maps\n', '# six maps\n  dropout(0.2)\n'),
  ],
  [
    'a layer goes in front of the first line with the comment above it',
    `  # what it sees\n  input x[4]\n  output: dense(2)`,
    { kind: 'insert', at: { chain: [], index: 0 }, text: 'flatten' },
    `  flatten\n  # what it sees\n  input x[4]\n  output: dense(2)`,
  ],
  [
    'between `;` it goes between `;`',
    inline,
    { kind: 'insert', at: { chain: [1, 0], index: 1 }, text: 'dropout(0.5)' },
    inline.replace('relu;', 'relu; dropout(0.5);'),
  ],
  [
    'behind the last layer of a branch on one line',
    inline,
    { kind: 'insert', at: { chain: [1, 0], index: 2 }, text: 'dropout(0.5)' },
    inline.replace('dense(4) }', 'dense(4); dropout(0.5) }'),
  ],
  [
    'into an empty branch',
    inline,
    { kind: 'insert', at: { chain: [1, 1], index: 0 }, text: 'dense(4)' },
    inline.replace('{ } }', '{ dense(4) } }'),
  ],
  [
    'several lines go between `;` on one',
    inline,
    { kind: 'insert', at: { chain: [1, 0], index: 1 }, text: 'repeat 2 {\n  dense(4)\n}' },
    inline.replace('relu;', 'relu; repeat 2 { dense(4) };'),
  ],
  [
    'a layer is deleted with the comment on its line, and the one above it stays',
    plain,
    { kind: 'remove', group: { first: [2], count: 1 } },
    plain.replace('  avg_pool(2)\n', ''),
  ],
  [
    'what read a deleted layer reads what that read, which gets a name for it',
    `  input x[4]\n  dense(4)\n  A: dense(4)\n  dense(4)\n  add from A, B\n  output: dense(2) from A`.replace(
      'dense(4)\n  add',
      'B: dense(4)\n  add',
    ),
    { kind: 'remove', group: { first: [2], count: 1 } },
    `  input x[4]\n  dense1: dense(4)\n  B: dense(4)\n  add from dense1, B\n  output: dense(2) from dense1`,
  ],
  [
    'a layer goes out of a branch on one line',
    inline,
    { kind: 'remove', group: { first: [1, 0, 0], count: 1 } },
    inline.replace('dense(4) relu; ', ''),
  ],
  [
    'the last layer goes out of a branch on one line',
    inline,
    { kind: 'remove', group: { first: [1, 0, 1], count: 1 } },
    inline.replace('; dense(4) }', ' }'),
  ],
  [
    'all layers go out of a branch on one line',
    inline,
    { kind: 'remove', group: { first: [1, 0, 0], count: 2 } },
    inline.replace('{ dense(4) relu; dense(4) }', '{ }'),
  ],
  [
    'a copy stands behind the original with a name of its own',
    plain,
    { kind: 'duplicate', group: { first: [1], count: 1 } },
    plain.replace('# six maps\n', '# six maps\n  C2: conv(6, kernel: 5) tanh  # six maps\n'),
  ],
  [
    'copies read one another',
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  add from A, B\n  output: dense(2)`,
    { kind: 'duplicate', group: { first: [1], count: 3 } },
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  add from A, B\n  A2: dense(4)\n  B2: dense(4)\n  add from A2, B2\n  output: dense(2)`,
  ],
  [
    'a layer moves with its comments',
    plain,
    { kind: 'move', group: { first: [2], count: 1 }, to: { chain: [], index: 4 } },
    `  input image[1, 28, 28]
  C1: conv(6, kernel: 5) tanh  # six maps

  dense(84) tanh
  # smaller
  avg_pool(2)
  output: dense(10) softmax`,
  ],
  [
    'a layer moves into a branch on one line',
    inline.replace('  output', '  dense(3)\n  output'),
    { kind: 'move', group: { first: [2], count: 1 }, to: { chain: [1, 0], index: 0 } },
    inline.replace('{ dense(4) relu', '{ dense(3); dense(4) relu'),
  ],
  [
    'a layer reads another one, which gets a name for it',
    plain,
    { kind: 'connect', from: [2], to: [4] },
    plain
      .replace('  avg_pool', '  avg_pool1: avg_pool')
      .replace('softmax', 'softmax from avg_pool1'),
  ],
  [
    'a join reads one more layer',
    `  input x[4]\n  A: dense(4)\n  dense(4)\n  add from A, input\n  output: dense(2)`,
    { kind: 'connect', from: [2], to: [3] },
    `  input x[4]\n  A: dense(4)\n  dense1: dense(4)\n  add from A, input, dense1\n  output: dense(2)`,
  ],
  [
    'what reads the line above it again says no more what it reads',
    `  input x[4]\n  A: dense(4)\n  dense(4) from input\n  output: dense(2)`,
    { kind: 'connect', from: [1], to: [2] },
    `  input x[4]\n  A: dense(4)\n  dense(4)\n  output: dense(2)`,
  ],
  [
    'a join reads one layer less',
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  add from A, B, input\n  output: dense(2)`,
    { kind: 'disconnect', from: [2], to: [3] },
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  add from A, input\n  output: dense(2)`,
  ],
  [
    'a layer goes between a line and the one below it',
    plain,
    { kind: 'insertBetween', from: [1], to: [2], text: 'batch_norm' },
    plain.replace('  # smaller', '  batch_norm\n  # smaller'),
  ],
  [
    'a layer goes between one and a join that reads it by name',
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  add from A, B\n  output: dense(2)`,
    { kind: 'insertBetween', from: [1], to: [3], text: 'dropout(0.2)' },
    `  input x[4]\n  A: dense(4)\n  B: dense(4)\n  dropout1: dropout(0.2) from A\n  add from dropout1, B\n  output: dense(2)`,
  ],
  [
    'a layer goes between the end of a branch and its join',
    inline,
    { kind: 'insertBetween', from: [1, 0, 1], to: [1], text: 'dropout(0.2)' },
    inline.replace('dense(4) }', 'dense(4); dropout(0.2) }'),
  ],
  [
    'a layer goes into the empty branch between a line and a join',
    inline,
    { kind: 'insertBetween', from: [0], to: [1], text: 'dropout(0.2)' },
    inline.replace('{ } }', '{ dropout(0.2) } }'),
  ],
  [
    'lines go into a repeat',
    plain,
    { kind: 'wrap', group: { first: [1], count: 2 }, in: 'repeat' },
    `  input image[1, 28, 28]
  repeat 2 {
    C1: conv(6, kernel: 5) tanh  # six maps
    # smaller
    avg_pool(2)
  }

  dense(84) tanh
  output: dense(10) softmax`,
  ],
  [
    'a line becomes a branch beside what stands above',
    plain,
    { kind: 'wrap', group: { first: [3], count: 1 }, in: 'concat' },
    plain.replace('  dense(84) tanh', '  concat {\n    { dense(84) tanh }\n    { }\n  }'),
  ],
  [
    'a repeat gives its lines back',
    `  input x[4]\n  repeat 3 {\n    dense(4) relu  # hidden\n    dropout(0.2)\n  }\n  output: dense(2)`,
    { kind: 'unwrap', at: [1] },
    `  input x[4]\n  dense(4) relu  # hidden\n  dropout(0.2)\n  output: dense(2)`,
  ],
  [
    'an argument changes where it stands',
    plain,
    { kind: 'setArgument', at: [1], parameter: 'kernel', value: '3' },
    plain.replace('kernel: 5', 'kernel: 3'),
  ],
  [
    'an argument without a name changes where it stands',
    plain,
    { kind: 'setArgument', at: [1], parameter: 'filters', value: '8' },
    plain.replace('conv(6', 'conv(8'),
  ],
  [
    'a new argument goes behind the others',
    plain,
    { kind: 'setArgument', at: [1], parameter: 'padding', value: '2' },
    plain.replace('kernel: 5', 'kernel: 5, padding: 2'),
  ],
  [
    'an argument that has its default again goes',
    plain,
    { kind: 'setArgument', at: [1], parameter: 'kernel' },
    plain.replace(', kernel: 5', ''),
  ],
  [
    'a word gets brackets with its first argument',
    `  input x[4]\n  dense(4) leaky_relu\n  output: dense(2)`,
    { kind: 'setArgument', at: [1], activation: 0, parameter: 'slope', value: '0.2' },
    `  input x[4]\n  dense(4) leaky_relu(0.2)\n  output: dense(2)`,
  ],
  [
    'an activation is another one',
    plain,
    { kind: 'setActivations', at: [1], text: 'relu' },
    plain.replace('tanh  #', 'relu  #'),
  ],
  [
    'a layer gets an activation in front of what it reads',
    `  input x[4]\n  A: dense(4)\n  dense(4) from A\n  output: dense(2)`,
    { kind: 'setActivations', at: [2], text: 'relu' },
    `  input x[4]\n  A: dense(4)\n  dense(4) relu from A\n  output: dense(2)`,
  ],
  [
    'a layer loses its activation',
    plain,
    { kind: 'setActivations', at: [1], text: '' },
    plain.replace(' tanh  #', '  #'),
  ],
  [
    'a name changes where it stands and where it is read',
    `  input x[4]\n  A: dense(4)\n  dense(4)\n  add from A, input\n  output: dense(2)`,
    { kind: 'setLabel', at: [1], label: 'first' },
    `  input x[4]\n  first: dense(4)\n  dense(4)\n  add from first, input\n  output: dense(2)`,
  ],
  [
    'a name is written in front of a layer',
    plain,
    { kind: 'setLabel', at: [3], label: 'F6' },
    plain.replace('dense(84)', 'F6: dense(84)'),
  ],
  [
    'an input has other sizes',
    plain,
    { kind: 'setShape', at: [0], text: '3, 32, 32' },
    plain.replace('1, 28, 28', '3, 32, 32'),
  ],
  [
    'a layer that is read by its number gets it as a name when others come',
    `  input x[4]\n  dense(4)\n  dense(4)\n  add from dense_1, dense_2\n  output: dense(2)`,
    { kind: 'insert', at: { chain: [], index: 1 }, text: 'dense(4)' },
    `  input x[4]\n  dense(4)\n  dense_1: dense(4)\n  dense_2: dense(4)\n  add from dense_1, dense_2\n  output: dense(2)`,
  ],
];

describe('operations of the designer', () => {
  for (const [name, before, operation, after] of cases) {
    it(name, () => assert.equal(edited(network(before), operation), network(after)));
  }

  it('a name changes in what the notebook says elsewhere of the layer', () => {
    const inspected = (name: string) =>
      `${network(plain.replace('C1', name))}inspect N {\n  features ${name} on digits.test[7]\n}\n`;
    assert.equal(
      edited(inspected('C1'), { kind: 'setLabel', at: [1], label: 'first' }),
      inspected('first'),
    );
  });

  it('lines become a block above the network, with its comments', () => {
    const before = `# The net.\n${network(plain)}`;
    assert.equal(
      edited(before, { kind: 'extractBlock', group: { first: [1], count: 2 }, name: 'stage' }),
      `block stage {
  C1: conv(6, kernel: 5) tanh  # six maps
  # smaller
  avg_pool(2)
}

# The net.
network N {
  input image[1, 28, 28]
  stage

  dense(84) tanh
  output: dense(10) softmax
}
`,
    );
  });

  it('what a block takes goes on to the block made of its lines', () => {
    const before = `block N(maps, k) {\n  conv(maps, kernel: k)\n  conv(maps + 1, kernel: 3) relu\n}\n`;
    assert.equal(
      edited(
        before,
        { kind: 'extractBlock', group: { first: [1], count: 1 }, name: 'second' },
        'block',
      ),
      `block second(maps) {\n  conv(maps + 1, kernel: 3) relu\n}\n\nblock N(maps, k) {\n  conv(maps, kernel: k)\n  second(maps)\n}\n`,
    );
  });

  it('a block stands in place of the line that used it, its activation behind it', () => {
    const block = `block unit(maps, act) {
  # twice
  A: conv(maps * 2, kernel: 3, padding: 1) act
  conv(maps, kernel: 3, padding: 1)
  add from A, input
}

`;
    const before = `${block}network N {
  input image[4, 8, 8]
  A: unit(2 + 2, relu) tanh  # here
  output: dense(2) from A
}
`;
    assert.equal(
      edited(before, { kind: 'inlineBlock', at: [1] }),
      `${block}network N {
  input image[4, 8, 8]
  A2: conv((2 + 2) * 2, kernel: 3, padding: 1) relu
  conv(2 + 2, kernel: 3, padding: 1)
  add from A2, image
  A: tanh  # here
  output: dense(2) from A
}
`,
    );
  });
});
