import assert from 'node:assert/strict';
import { networkHash } from '../../../src/network/networkHash';
import { complete } from '../../../src/language/services/complete';
import { hoverAt } from '../../../src/language/services/hover';
import type { Network } from '../../../src/network/network';
import { analyze } from '../../../src/program/analyze';
import { recordedSettings } from '../../../src/program/settings/recorded';
import { isTraining } from '../../../src/program/verbs/train';
import { notebookVocabulary } from '../../../src/program/vocabulary';

/** What was written, and what is written now. */
const renamed: Readonly<Record<string, string>> = {
  'A: transposedconv(3, kernel: 3, stride: 2, extra: 1)':
    'A: transposed_conv(3, kernel: 3, stride: 2, output_padding: 1)',
  'B: batchnorm relu': 'B: batch_norm relu',
  'C: avgpool(2)': 'C: avg_pool(2)',
  'D: maxpool(2)': 'D: max_pool(2)',
  'E: layernorm': 'E: layer_norm',
  'F: globalavgpool': 'F: global_avg_pool',
};
const cell = (lines: readonly string[]) =>
  `network Net {\n  input image[2, 8, 8]\n  ${lines.join('\n  ')}\n  output: dense(3) softmax\n}`;

function networkOf(lines: readonly string[]): Network {
  const { networks, diagnostics } = analyze([cell(lines)]);
  assert.deepEqual(diagnostics, []);
  return networks.get('Net')!;
}

const essence = ({ layers }: Network) =>
  layers.map(({ id, entry, arguments: values, parameters, shape }) => ({
    ...{ id, name: entry.name, values, parameters, shape },
  }));

describe('words that had another name', () => {
  const [before, now] = [Object.keys(renamed), Object.values(renamed)];

  it('mean the same under both', () => {
    assert.deepEqual(essence(networkOf(before)), essence(networkOf(now)));
    const pools = ['sumpool(2)', 'l2pool(2)', 'globalmaxpool'];
    assert.deepEqual(
      networkOf(pools).layers.map(({ entry }) => entry.name),
      ['sum_pool', 'l2_pool', 'global_max_pool', 'dense'],
    );
  });

  it('leave a network the hash by which its runs are found', () => {
    // Of the network under its former names, before any had another.
    const hash = '16267fac8419717d314be10836da13e40cb1123b3b90970dd1b8945ab8f45681';
    assert.equal(networkHash(networkOf(before)), hash);
    assert.equal(networkHash(networkOf(now)), hash);
  });

  it('leave layers without a label the ids they had', () => {
    assert.equal(networkOf(['avgpool(2)']).layers[0].id, 'avgpool_1');
    assert.equal(networkOf(['avg_pool(2)']).layers[0].id, 'avg_pool_1');
  });

  it('are not given twice under two names', () => {
    const line = 'transposed_conv(3, kernel: 3, stride: 2, extra: 1, output_padding: 1)';
    const [{ message }] = analyze([cell([line])]).diagnostics;
    assert.equal(message, '`output_padding` is given twice');
  });

  const training = (line: string, overrides = {}) => {
    const cells = [
      'data d {\n source digits\n}',
      'network N {\n input x[784]\n output: dense(10) softmax\n}',
    ];
    const { actions, diagnostics } = analyze([...cells, `train N on d {\n ${line}\n}`], {
      overrides,
    });
    assert.deepEqual(diagnostics, []);
    const [action] = actions;
    assert.ok(isTraining(action));
    return { train: action.plan, data: action.data };
  };

  it('are settings under both, and recorded as they were', () => {
    for (const name of ['max_norm', 'maxnorm']) {
      const planned = training(`${name} 3`);
      assert.equal(planned.train.maxNorm, 3);
      assert.equal(recordedSettings(planned)['maxnorm'], 3);
      for (const other of ['max_norm', 'maxnorm'])
        assert.equal(training(`${name} 3`, { [other]: '2' }).train.maxNorm, 2);
    }
  });

  const tables = {
    vocabulary: notebookVocabulary,
    names: { networks: [], data: [], blocks: [], labels: [], lets: [] },
  };

  it('are completed by their new name alone, and explained by both', () => {
    const text = 'network N {\n  avgpool(2)\n  transposedconv(3, 3, extra: 1)\n}';
    const labels = complete(text, text.indexOf('avgpool'), tables).items.map(({ label }) => label);
    assert.ok(labels.includes('avg_pool') && !labels.includes('avgpool'));
    const explained = (word: string) => hoverAt(text, text.indexOf(word), tables)?.contents ?? '';
    assert.match(explained('avgpool'), /avg_pool\(.*Also written `avgpool`/s);
    assert.match(explained('extra'), /^`output_padding`/);
  });

  it('are what a misspelt former name is taken for', () => {
    const [{ message }] = analyze([cell(['globalavgpol'])]).diagnostics;
    assert.match(message, /did you mean `global_avg_pool`/);
  });
});

describe('`sigmoid`', () => {
  it('is `logistic`', () => {
    const { layers } = networkOf(['dense(4) sigmoid', 'flatten']);
    assert.deepEqual(
      layers[0].activations.map(({ call }) => call.name),
      ['logistic'],
    );
  });

  it('fits what needs a logistic unit', () => {
    const cells = [
      'data d {\n source boolean(2)\n}',
      'network N {\n input x[2]\n output: dense(2) sigmoid\n}',
      'train N on d {\n loss binary_cross_entropy\n}',
    ];
    assert.deepEqual(analyze(cells).diagnostics, []);
  });
});
