import assert from 'node:assert/strict';
import { highlightsAt } from '../../../src/language/services/references';
import { prepareRename, rename } from '../../../src/language/services/rename';
import { applied } from '../../../src/language/textEdit';
import { analyze } from '../../../src/program/analyze';
import { namedNotebook, symbolIndex } from '../../../src/program/symbols';

/** Cells are separated by a line `---`; `|` marks the cursor, at the start of what is asked about. */
function marked(text: string) {
  const all = text.split('\n---\n');
  const cell = all.findIndex((source) => source.includes('|'));
  const offset = all[cell].indexOf('|');
  const sources = all.map((source) => source.replace('|', ''));
  return { sources, cell, offset, program: analyze(sources) };
}

/** Every place that names the same as the cursor in `‹›`, the definition in `«»`. */
function shown(text: string): string {
  const { sources, cell, offset, program } = marked(text);
  const index = symbolIndex(program);
  const found = index.at(cell, offset);
  const edits = (found ? index.of(found.definition) : []).map(({ location, isDefinition }) => {
    const name = sources[location.cell].slice(location.start, location.end);
    return { location, text: isDefinition ? `«${name}»` : `‹${name}›` };
  });
  return applied(sources, edits).join('\n---\n');
}

const net = (...lines: readonly string[]) =>
  `network N {\ninput x[4]\n${lines.join('\n')}\noutput: dense(2)\n}`;

describe('a name refers', () => {
  /** What is named, the text with marks, from which the question is made too. */
  const rows: readonly (readonly [what: string, text: string])[] = [
    [
      'to a network in actions of all cells',
      'network «N» { input x[4]; output: dense(2) }\n---\ntrain ‹N› on d\nfind rate of ‹N› on d\n---\nexport ‹N› to "n.onnx"',
    ],
    [
      'to data, not to a network of the same name',
      'data «a» { source digits }\nnetwork a { input x[4]; output: dense(2) }\n---\ntrain a on ‹a›\ninspect a { features output on ‹a›.test[1] }',
    ],
    [
      'to a value in expressions, lists, arguments and shapes',
      'let «w» = 4\nlet v = [‹w›, ‹w› ^ 2]\nnetwork N { input x[‹w›]; repeat ‹w› { dense(2 * ‹w›) }; output: dense(v[‹w› - 3]) }',
    ],
    [
      'to a value that holds an activation, as an activation and as a layer',
      `let «act» = leaky_relu(0.1)\n${net('dense(4) ‹act›', '‹act›', 'R: dense(4) from ‹act›_1')}`,
    ],
    [
      'to the parameter of a block in its body, not to the value of the same name',
      'let w = 3\nblock b(«w») { dense(‹w›); dense(2) from input }\nnetwork N { input x[w]; b(‹w›: w); output: dense(w) }',
    ],
    ['to a block', `block «u»(n) { A: dense(n) }\n${net('‹u›(4)', 'V: ‹u›(2)', '‹u›(n: 3) relu')}`],
    [
      'to a layer above, and to one whose parameters are shared',
      net('«A»: dense(4)', 'dense(4) from ‹A›', 'dense(4, share: ‹A›)', 'add from ‹A›, ‹A›'),
    ],
    [
      'to labels of its own network only',
      `${net('«A»: dense(4)', 'dense(4) from ‹A›')}\nnetwork M { input x[4]; A: dense(4); output: dense(2) from A }`,
    ],
    [
      'to a layer in settings that list layers, in quotes too',
      `${net('«A»: dense(4)')}\n---\ntrain N on d {\nphase one: backprop { layers ‹A›, output }\n}\ninspect N {\nfeatures ‹A›, "‹A›"\nbest_neuron ‹A›\n}`,
    ],
    [
      'to a layer in a repeat, by the number of the turn',
      `${net('repeat 2 {', 'repeat 3 {', '«A»: dense(4)', 'dense(4) from ‹A›', '}', '}', 'B: dense(4) from ‹A›_2_3')}\ninspect N { features ‹A›_1_2 }`,
    ],
    [
      'to a layer outside of a repeat until the repeat has one of the same name',
      net(
        '«A»: dense(4)',
        'repeat 2 {',
        'dense(4) from ‹A›',
        'A: dense(4)',
        'dense(4) from A',
        '}',
      ),
    ],
    [
      'to a layer in a block, through its label or its number',
      `block u(n) { «A»: dense(n); dense(n) from ‹A› }\n${net('U: u(4)', 'u(4)')}\ninspect N { features U.‹A›, u_1.‹A› }`,
    ],
    [
      'to the label of a block in the ids of its layers',
      `block u(n) { A: dense(n) }\n${net('«U»: u(4)', 'dense(4) from ‹U›')}\ninspect N { features ‹U›.A }`,
    ],
    [
      'to a block in the numbers of its uses',
      `block «u»(n) { A: dense(n) }\n${net('‹u›(4)', '‹u›(4)')}\ninspect N { features ‹u›_2.A }`,
    ],
    ['to labels in branches', net('S: add {', '{ «A»: dense(4) }', '{ dense(4) from ‹A› }', '}')],
    [
      'to an input, by its name and as `input`',
      'network N {\ninput «x»[4]\ndense(4) from ‹x›\nadd from ‹input›, ‹x›\noutput: dense(2)\n}',
    ],
    [
      'to an output with a name',
      'network N { input x[4]; output «main»: dense(2) }\ninspect N { features ‹main› }',
    ],
    [
      'to an output without one',
      'network N { input x[4]; «output»: dense(2) }\ninspect N { features ‹output› }',
    ],
    [
      'to a phase, which nothing else names',
      `${net()}\ntrain N on d {\nphase «one»: backprop { epochs 1 }\n}`,
    ],
    [
      'in the value of a `let` of the name of a word to that word',
      `let «relu» = relu\n${net('dense(4) ‹relu›')}`,
    ],
    [
      'to the word of the vocabulary where a value holds none',
      `let «relu» = 4\n${net('dense(‹relu›) relu')}`,
    ],
    ['to the first of two definitions', 'let «w» = 1\nlet w = 2\nlet v = ‹w›'],
  ];
  for (const [what, text] of rows) {
    const plain = (part: string) => part.replace(/[‹›«»]/g, '');
    for (const { index } of text.matchAll(/[‹«]/g)) {
      const before = plain(text.slice(0, index));
      it(`${what}, asked at ${before.length}`, () =>
        assert.equal(shown(`${before}|${plain(text).slice(before.length)}`), text));
    }
  }
});

/** The texts with another name for what is at the cursor, or why not. */
function renamed(text: string, name: string): string {
  const { sources, cell, offset, program } = marked(text);
  const edits = rename(namedNotebook(program, sources), cell, offset, name);
  return 'refusal' in edits ? edits.refusal : applied(sources, edits).join('\n---\n');
}

describe('a name is changed', () => {
  const rows: readonly (readonly [what: string, text: string, name: string, expected: string])[] = [
    [
      'in all cells',
      'network |N { input x[4]; output: dense(2) }\n---\nexport N to "N.onnx" # N',
      'Net',
      'network Net { input x[4]; output: dense(2) }\n---\nexport Net to "N.onnx" # N',
    ],
    [
      'in the ids of the layers of a repeat',
      `${net('repeat 2 {', '|A: dense(4)', '}')}\ninspect N { features A_1, "A_2" }`,
      'Deep',
      `${net('repeat 2 {', 'Deep: dense(4)', '}')}\ninspect N { features Deep_1, "Deep_2" }`,
    ],
    [
      'but `input` stays the word for the input',
      'network N { input |x[4]; dense(4) from x; dense(2) from input; output: dense(2) }',
      'image',
      'network N { input image[4]; dense(4) from image; dense(2) from input; output: dense(2) }',
    ],
  ];
  for (const [what, text, name, expected] of rows) {
    it(what, () => assert.equal(renamed(text, name), expected));
  }

  const noName = 'A name is made of letters, digits and `_`, and does not begin with a digit.';
  const taken = (name: string) => `The name \`${name}\` is taken; choose another one.`;
  const caught = (name: string) =>
    `With the name \`${name}\` some lines would mean something else; choose another one.`;
  const layers = net('|A: dense(4)', 'B: dense(4) relu', 'dense(4) from A');
  const refused: readonly (readonly [what: string, text: string, name: string, why: string])[] = [
    ['to what begins with a digit', layers, '1A', noName],
    ['to several words', layers, 'A B', noName],
    ['to nothing', layers, '', noName],
    ['to a comment', layers, 'A#', noName],
    ['to too long a name', layers, 'A'.repeat(101), 'A name has at most 100 characters.'],
    ['to the label of another layer', layers, 'B', taken('B')],
    ['to the name of the input', layers, 'x', taken('x')],
    ['to the word for the input', layers, 'input', taken('input')],
    ['to the id of a layer without a label', layers, 'dense_1', taken('dense_1')],
    ['to the name of another value', 'let |a = 1\nlet b = 2', 'b', taken('b')],
    [
      'to a word that is used as one',
      `let |act = tanh\n${net('dense(4) relu')}`,
      'relu',
      caught('relu'),
    ],
    [
      'to the name of a value that a line of the block means',
      'let w = 3\nblock b(|n) { dense(n); dense(w) }',
      'w',
      caught('w'),
    ],
    [
      'to the parameter of a block in which it is used',
      'let |w = 3\nblock b(n) { dense(n); dense(w) }',
      'n',
      caught('n'),
    ],
    ['to a word that is a truth value', 'let |w = 3\nlet v = w', 'true', caught('true')],
    ['to the word for an output', layers, 'output', taken('output')],
  ];
  for (const [what, text, name, why] of refused) {
    it(`not ${what}`, () => assert.equal(renamed(text, name), why));
  }
});

describe('what may be renamed', () => {
  const rows: readonly (readonly [text: string, answer: string])[] = [
    [net('|A: dense(4)'), 'A'],
    [`${net('repeat 2 {', 'A: dense(4)', '}')}\ninspect N { features |A_1 }`, 'A'],
    [
      net('A: |dense(4)'),
      '`dense` is a word of the language or of a file, not a name of the notebook.',
    ],
    [
      '|network N { input x[4] }',
      '`network` is a word of the language or of a file, not a name of the notebook.',
    ],
    [net('dense(|4)'), 'There is no name here.'],
    [
      'network N { input x[4]; |output: dense(2) }',
      'This output has no name of its own; give it one: `output NAME: …`.',
    ],
    [
      'network N { input x[4]; output: dense(2) from |input }',
      '`input` always is the network’s input, whatever its name.',
    ],
  ];
  for (const [text, answer] of rows) {
    it(
      text.split('\n').find((line) => line.includes('|'))!,
      () => {
        const { sources, cell, offset, program } = marked(text);
        const found = prepareRename(namedNotebook(program, sources), cell, offset);
        assert.equal('refusal' in found ? found.refusal : found.name, answer);
      },
    );
  }
});

describe('where the same is named in a cell', () => {
  it('is told, the definition as what is written', () => {
    const text = 'let |a = 1\nlet b = a\n---\nlet c = a';
    const { cell, offset, program } = marked(text);
    const found = highlightsAt(symbolIndex(program), cell, offset);
    assert.deepEqual(
      found.map(({ location, isDefinition }) => [location.cell, location.start, isDefinition]),
      [
        [0, 4, true],
        [0, 18, false],
      ],
    );
  });
});
