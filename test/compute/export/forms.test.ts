import assert from 'node:assert/strict';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { differenceFrom } from '../../../src/compute/export/compare';
import { bytesOf, exportedModel } from '../../../src/compute/export/exportedModel';
import type { ExportForm } from '../../../src/learning/exportGraph';
import { initialize } from '../../../src/network/initialize';
import { readModel } from '../../../src/onnx/read';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { floats, runGraph } from '../graph/support';
import { smallNetworks } from '../learning/networks';

const forms: readonly [what: string, form: ExportForm, tolerance: number][] = [
  ['opset 17', {}, 1e-5],
  ['opset 20', { opset: 20 }, 1e-5],
  ['opset 23, raw, logits', { opset: 23, raw: true, logits: true }, 1e-5],
  ['float16', { precision: { type: 'float16' } }, 0.01],
];

const normalization = { mean: [0.3], scale: [2] };

describe('the forms of an exported file', function () {
  this.timeout(60_000);
  for (const [what, form, tolerance] of forms) {
    it(`in ${what} all layers answer as the network does, and as the file read again`, async () => {
      const wrong: string[] = [];
      for (const [name, text] of Object.entries(smallNetworks)) {
        const network = networkOf(text);
        const exportable = { network, parameters: initialize(network, 5), normalization };
        const model = await exportedModel(exportable, form);
        const bytes = bytesOf(model);
        const difference = await differenceFrom(exportable, form, bytes);
        if (!(difference <= tolerance)) wrong.push(`${name} differs by ${difference}`);
        const again = await answersAgain(bytes, network.input);
        if (!(again <= tolerance)) wrong.push(`${name} read again differs by ${again}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  const sequences: readonly [what: string, form: ExportForm, layers: (steps: number) => string][] =
    [
      [
        'recurrent layers',
        {},
        (n) =>
          `input x[${n}, 3]; rnn(4, output: sequence); lstm(5, output: sequence); layer_norm(axis: 2); gru(3); output: dense(2) softmax`,
      ],
      [
        'units at each step',
        {},
        (n) =>
          `input x[${n}, 3]; batch_norm; dropout(0.5); gru(4, output: sequence) tanh; output: step_dense(2) softmax`,
      ],
      [
        'an embedding',
        {},
        (n) =>
          `input x[${n}]; embedding(4, vocabulary: 9); lstm(3, output: sequence); global_avg_pool; output: dense(2)`,
      ],
      [
        'attention',
        { opset: 23 },
        (n) =>
          `input x[${n}, 4]; attention(2, causal: true); rms_norm(axis: 2); global_max_pool; output: dense(2)`,
      ],
    ];
  for (const [what, form, layers] of sequences) {
    it(`take sequences of any length: ${what}`, async () => {
      const [network, longer] = [5, 8].map((n) => networkOf(`network N {\n${layers(n)}\n}`));
      const parameters = initialize(network, 5);
      const bytes = bytesOf(await exportedModel({ network, parameters }, form));
      assert.ok((await differenceFrom({ network: longer, parameters }, form, bytes)) < 1e-5);
      assert.ok((await answersAgain(bytes, network.input)) < 1e-5);
    });
  }

  it('keep the length that a layer needs', async () => {
    const network = networkOf(
      'network N {\ninput x[5, 3]; lstm(4, output: sequence); output: dense(2)\n}',
    );
    const { graph } = await exportedModel({ network, parameters: initialize(network, 5) });
    assert.deepEqual(graph.inputs[0].type.shape, ['N', 5, 3]);
  });
});

/** The largest difference between what a file gives and what it gives once it is read. */
async function answersAgain(
  bytes: Uint8Array,
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
): Promise<number> {
  const size = shape.reduce((n, m) => n * m, 2);
  const numbers = new Random(1, 'again').fillUniform(new Float32Array(size));
  const feeds = { [name]: new Tensor('float32', numbers, [2, ...shape]) };
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const there = await session.run(feeds);
  const [output] = session.outputNames;
  await session.release();
  const here = await runGraph(readModel(bytes).graph, feeds);
  const expected = floats(there[output]);
  return floats(here[output]).reduce((most, value, i) => {
    const difference = Math.abs(value - expected[i]);
    return difference <= most ? most : difference;
  }, 0);
}
