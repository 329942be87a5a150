import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatCell } from '../../../src/language/format/format';
import { parseCell } from '../../../src/language/parse';
import { scan } from '../../../src/language/tokens';
import { buildTrainingStep, phasesOf } from '../../../src/learning/rules';
import { networkHash } from '../../../src/network/networkHash';
import { NotebookError } from '../../../src/notebook/notebook';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import { formatNotebook } from '../../../src/program/formatNotebook';
import type { Program } from '../../../src/program/program';
import { isTraining } from '../../../src/program/verbs/train';
import { notebookVocabulary } from '../../../src/program/vocabulary';
import { Random } from '../../../src/random/random';
import { Generator } from '../../fuzz/generate';
import { mutateText } from '../../fuzz/mutate';
import { SoundGenerator } from '../../fuzz/sound';
import { untidied } from '../../fuzz/untidy';
import { notebooksIn } from '../../notebooks';
import { statement } from '../language/support';

/** `DNN_NOTEBOOKS=2000` takes more. */
const count = Number(process.env.DNN_NOTEBOOKS ?? 200);

const format = (cell: string) => formatCell(cell, notebookVocabulary);
const parse = (cell: string) => parseCell(cell, 0, notebookVocabulary);
const trees = (cell: string) => parse(cell).statements.map(statement);

/** All of a cell but white space. */
function written(cell: string): readonly string[] {
  const { tokens, comments, stray } = scan(cell);
  return [
    ...tokens.map(({ image }) => image).filter((image) => !/^[\r\n]+$/.test(image)),
    ...comments.map(({ image }) => image.trimEnd()),
    ...stray.map(({ start, end }) => cell.slice(start, end)),
  ];
}

/** The networks of a program, and the first step of each training, as bytes. */
function meaning({ networks, actions, diagnostics }: Program): unknown {
  return {
    messages: diagnostics.map(({ code, message }) => `${code}: ${message}`),
    networks: [...networks.values()].map((network) => [network.name, networkHash(network)]),
    steps: actions.filter(isTraining).map(({ network, plan }) =>
      phasesOf(network, plan).map((phase) => {
        if (phase.kind !== 'steps') return phase.kind;
        const targets = { kind: 'classes', count: 10 } as const;
        const step = buildTrainingStep(phase.network, phase.plan, { batch: 4, targets });
        return Buffer.from(writeModel(step.graph, { name: network.name })).toString('base64');
      }),
    ),
  };
}

describe('formatting', function () {
  this.timeout(count * 1000);

  it(`changes nothing but white space in ${count} generated notebooks, once and for all`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const random = new Random(seed, 'format');
      for (const tidy of new Generator(random).cells()) {
        const cell = random.integer(2) === 0 ? mutateText(random, tidy) : untidied(random, tidy);
        const formatted = format(cell);
        assert.deepEqual(written(formatted), written(cell), `seed ${seed}`);
        assert.equal(format(formatted), formatted, `again, seed ${seed}`);
        assert.deepEqual(trees(formatted), trees(cell), `seed ${seed}`);
      }
    }
  });

  it(`leaves networks and training steps of ${count} sound notebooks as they are`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const random = new Random(seed, 'sound');
      const tidy = new SoundGenerator(random).cells();
      const expected = meaning(analyze(tidy));
      const untidy = tidy.map((cell) => untidied(random, cell));
      assert.deepEqual(meaning(analyze(untidy)), expected, `untidied, seed ${seed}`);
      const formatted = untidy.map(format);
      assert.deepEqual(meaning(analyze(formatted)), expected, `seed ${seed}`);
      assert.deepEqual(formatted.map(format), formatted, `again, seed ${seed}`);
    }
  });

  const folders = ['examples', 'examples/modern', 'examples/rules', 'examples/rules/mnist'];
  for (const folder of folders.map((each) => join(__dirname, '../../..', each)))
    for (const name of notebooksIn(folder))
      it(`has nothing to do in ${name}`, () => {
        const text = readFileSync(join(folder, name), 'utf8');
        assert.equal(formatNotebook(text), text);
      });
});

describe('a formatted notebook', () => {
  const cell = '```dnn\nlet  a=1\n```\n';

  it('keeps front matter, Markdown and fences byte for byte', () => {
    const around = (code: string) =>
      `---\ndnn:   1\n# why\n---\n\n\n*  A  list \n\n\n~~~~dnn  \n${code}\n~~~~\n\n\`\`\`js\nlet  x=1\n\`\`\`\n\n\n`;
    assert.equal(formatNotebook(around('let  a=1')), around('let a = 1'));
  });

  it('keeps its line breaks and its byte order mark', () => {
    const text = `\ufeff---\ndnn: 1\n---\n\n${cell}`.replaceAll('\n', '\r\n');
    assert.equal(formatNotebook(text), text.replace('let  a=1', 'let a = 1'));
  });

  it('is refused with its line where it cannot be read', () => {
    assert.throws(
      () => formatNotebook('---\ndnn: 1\n---\n\n```dnn\nlet a = 1\n'),
      (error) => error instanceof NotebookError && error.line === 4,
    );
  });
});
