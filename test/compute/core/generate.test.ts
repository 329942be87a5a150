import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw } from '../../../src/compute/batches/written';
import { generated } from '../../../src/compute/protocol/protocol';
import { initialize } from '../../../src/network/initialize';
import { networkOf } from '../../unit/network/support';
import { bundles, cores, finish, train, Workspace } from '../support';

/** The characters of `verse`, by code point. */
const names = [...'\n abcdehrst'];
const verse = 'a cat sat\nthe bread tears\n'.repeat(4);
const data = (more = '') =>
  `data verse { source text("verse.txt", steps: 3${more}); normalize none }`;
const network = (...layers: string[]) =>
  ['network Net {', '  input c[3]', ...layers.map((layer) => `  ${layer}`), '}'].join('\n');

/** The likeliest of each row of W x + b. */
const likeliest = (w: Float32Array, b: Float32Array, x: readonly number[]): number => {
  const sums = Array.from(b, (bias, k) =>
    x.reduce((sum, value, i) => sum + w[k * x.length + i] * value, bias),
  );
  return sums.indexOf(Math.max(...sums));
};

describe('a generated text', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const carryOut = async (cells: string[]) => {
    const client = await open();
    writeFileSync(join(workspace.folder, 'verse.txt'), verse);
    const notebook = workspace.notebook(cells);
    const request = { notebook, action: 0, device: 'cpu', id: 'test', seed: 5 } as const;
    return generated.parse(await client.request('perform', request));
  };
  const spell = (ids: readonly number[]) => ids.map((id) => names[id]).join('');

  it('is what plain loops write that take the likeliest character each time', async () => {
    const text = network('embedding(4, vocabulary: 11)', 'flatten', 'output: dense(11) softmax');
    const found = await carryOut([
      data(),
      text,
      'generate Net { length 12; temperature 0; prompt "the " }',
    ]);
    const parameters = initialize(networkOf(text), 5);
    const table = parameters.get('embedding_1.weight')!;
    const ids = [...'the '].map((character) => names.indexOf(character));
    while (ids.length < 16) {
      const read = ids.slice(-3).flatMap((id) => [...table.subarray(4 * id, 4 * id + 4)]);
      ids.push(likeliest(parameters.get('output.weight')!, parameters.get('output.bias')!, read));
    }
    assert.deepEqual(found, {
      network: 'Net',
      data: 'verse',
      temperature: 0,
      given: 'the ',
      text: spell(ids.slice(4)),
    });
  });

  it('follows the last step where each of them answers, behind the test text without a prompt', async () => {
    const text = network('embedding(4, vocabulary: 11)', 'output: step_dense(11) softmax');
    const found = await carryOut([
      data(', targets: each, test: 0.5'),
      text,
      'generate Net { length 9; temperature 0 }',
    ]);
    const parameters = initialize(networkOf(text), 5);
    const table = parameters.get('embedding_1.weight')!;
    const ids = [...verse.slice(52, 55)].map((character) => names.indexOf(character));
    assert.equal(found.given, spell(ids));
    while (ids.length < 12) {
      const read = [...table.subarray(4 * ids.at(-1)!, 4 * ids.at(-1)! + 4)];
      ids.push(likeliest(parameters.get('output.weight')!, parameters.get('output.bias')!, read));
    }
    assert.equal(found.text, spell(ids.slice(3)));
  });

  for (const [temperature, shares] of [
    [1, [0.1, 0.2, 0.7]],
    [0.5, [1 / 54, 4 / 54, 49 / 54]],
    [0, [0, 0, 1]],
  ] as const)
    it(`draws by probabilities to the power 1 / ${temperature}`, () => {
      const counts = [0, 0, 0];
      for (let i = 0; i < 5400; i++)
        counts[draw(Float32Array.of(0.1, 0.2, 0.7), temperature, (i + 0.5) / 5400)]++;
      shares.forEach((share, k) => assert.ok(Math.abs(counts[k] - 5400 * share) <= 1));
    });

  it('is told after epochs, the one that `generate` gives after the last', async () => {
    const cells = (more: string) => [
      data(', targets: each, test: 0.3'),
      network(
        'embedding(4, vocabulary: 11)',
        'rnn(6, output: sequence)',
        'output: step_dense(11) softmax',
      ),
      `train Net on verse { batch 5; seed 5; epochs 3; optimizer adam(rate: 0.1)${more} }`,
      'generate Net { length 20 }',
    ];
    const client = await open();
    writeFileSync(join(workspace.folder, 'verse.txt'), verse);
    const notebook = workspace.notebook(cells('; write 20'));
    const { events, end } = await finish(client, train(notebook));
    assert.equal(end.event, 'done');
    const wrote = events.filter((event) => event.event === 'written');
    assert.deepEqual(
      wrote.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
    const request = { notebook, action: 1, device: 'cpu', id: 'test' } as const;
    const found = generated.parse(await client.request('perform', request));
    const last = wrote.at(-1)!;
    assert.deepEqual([last.given, last.text], [found.given, found.text]);
    assert.notEqual(wrote[0].text, last.text);
  });

  it('is refused where there is none to go on with', async () => {
    const text = network('embedding(4, vocabulary: 11)', 'flatten', 'output: dense(11) softmax');
    const verb = 'generate Net';
    await assert.rejects(
      carryOut([data(), text.replace(' softmax', ''), verb]),
      /end it with `softmax`/,
    );
    await assert.rejects(carryOut([data(), text.replace('dense(11)', 'dense(9)'), verb]), /has 11/);
    await assert.rejects(
      carryOut([data(), text, 'generate Net { prompt "x" }']),
      /"x" does not occur/,
    );
    const digits = 'data digits { source digits(train: 100, test: 50) }';
    await assert.rejects(carryOut([digits, text, verb]), /is no text/);
    const image = 'network Net {\n  input x[1, 28, 28]\n  output: dense(10) softmax\n}';
    const writing = 'train Net on digits { write 20 }';
    await assert.rejects(carryOut([digits, image, writing]), /is no text/);
  });
});
