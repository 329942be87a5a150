import assert from 'node:assert/strict';
import { outlineOf } from '../../../src/extension/analysis/outlineOf';
import { actionsOf } from '../../../src/extension/analysis/outline';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import { namesOf } from '../../../src/language/services/symbols';
import { analyze } from '../../../src/program/analyze';
import { referencePages } from '../../../src/program/reference';
import { verbs } from '../../../src/program/verbs';
import { notebookVocabulary } from '../../../src/program/vocabulary';
import { resultViews } from '../../../src/views/results';

const data = 'data d {\n  source digits\n}';
const network = 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}';
const cells = (text: string) => [data, network, text];

describe('the verbs', () => {
  for (const { name, example, result } of verbs) {
    it(`${name}: its example is understood, on data and a network`, () => {
      const text = example.replace('digits', 'd').replace(/ +features.*\n/, '');
      const { diagnostics, actions } = analyze(
        cells(text.includes(' rate of ') ? text.replace(' {', ' on d {') : text),
      );
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        actions.map(({ kind }) => kind),
        [name],
      );
    });
    if (result !== 'training')
      it(`${name}: its results can be shown`, () => assert.ok(resultViews.has(result)));
  }
});

describe('a verb from outside', () => {
  const text = 'weigh Net {\n  bits 16\n}';
  let forget: () => void;
  before(async () => {
    ({ forget } = await import('../../outside/weigh'));
  });
  after(() => forget());

  const tables = {
    vocabulary: notebookVocabulary,
    names: namesOf(analyze(cells(text)).cells.flat()),
  };
  const labels = (marked: string) => {
    const offset = marked.indexOf('|');
    const source = marked.replace('|', '');
    return complete(source, offset, tables).items.map(({ label }) => label);
  };

  it('is bound with its setting, and told of in the outline', () => {
    const program = analyze(cells(text));
    assert.deepEqual(program.diagnostics, []);
    const [action] = actionsOf(outlineOf(program, cells(text)));
    assert.equal(action.kind, 'weigh');
    assert.equal(action.result, 'weight');
    assert.equal((program.actions[0] as { bits?: number }).bits, 16);
  });

  it('is completed, and so are its subject and settings', () => {
    assert.ok(labels('wei|').includes('weigh'));
    assert.deepEqual(labels('weigh |'), ['Net']);
    assert.deepEqual(labels('weigh Net {\n  |\n}'), ['bits']);
  });

  it('is explained where it stands, and on the page of actions', () => {
    assert.match(hoverAt(text, 2, tables)?.contents ?? '', /weigh NETWORK.*how much/s);
    assert.match(referencePages().get('actions.md') ?? '', /## weigh\n.*so many bits/s);
  });

  it('is what a misspelt one was meant for', () => {
    const [{ code, message }] = analyze(cells('wiegh Net')).diagnostics;
    assert.equal(code, 'unknown-statement');
    assert.match(message, /did you mean `weigh`\?/);
  });

  const mistakes: readonly (readonly [string, string, string])[] = [
    ['a network that is not there', 'weigh Nat', 'unknown-network'],
    ['a setting of another verb', 'weigh Net { epochs 3 }', 'unknown-setting'],
    ['a clause it does not take', 'weigh Net on d', 'unknown-clause'],
    ['its setting in another statement', 'train Net on d { bits 8 }', 'unknown-setting'],
  ];
  for (const [what, line, code] of mistakes)
    it(`has ${what} told`, () => {
      assert.deepEqual(
        analyze(cells(line)).diagnostics.map((each) => each.code),
        [code],
      );
    });
});
