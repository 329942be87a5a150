import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder } from '../../../src/graph/builder';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { writeModel } from '../../../src/onnx/write';
import { pngBytes } from '../../unit/data/png';
import { exportedModel, modelTexts } from '../../ui/harness/describedModels';
import { bundles, cores, Workspace } from '../support';

/** 16×16 pixels: red from left to right, green from top to bottom. */
const picture = {
  name: 'ramp.png',
  bytes: pngBytes(16, 16, (x, y) => [17 * x, 17 * y, 0]).toString('base64'),
};

/** A model whose output is its input, whatever its shape. */
function copying(shape: readonly (number | string)[], name = 'x'): Uint8Array {
  const graph = new GraphBuilder();
  graph.output('y', graph.identity(graph.input(name, 'float32', shape)));
  return writeModel(graph.build(), { name: 'copy' });
}

describe('a model run on a picture', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const fileOf = (bytes: Uint8Array, name = 'model.onnx') => {
    const file = join(workspace.folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const run = async (bytes: Uint8Array, more: object = {}) =>
    (await open()).request('runModel', { file: fileOf(bytes), picture, ...more });

  it('reads it as it is: channels, rows and columns in their places', async () => {
    const { input, outputs, pixels } = await run(copying(['N', 3, 16, 16]), { pixels: 'unit' });
    assert.equal(pixels, 'unit');
    assert.deepEqual(input.shape, [1, 3, 16, 16]);
    const { least, greatest, mean } = outputs[0].range!;
    assert.deepEqual([least, greatest], [0, 1]);
    assert.ok(Math.abs(mean - 1 / 3) < 1e-6);
    const values = fromWireTensor(outputs[0].picture!)!;
    const at = (channel: number, x: number, y: number) => values[channel * 256 + y * 16 + x];
    assert.ok(Math.abs(at(0, 15, 0) - 1) < 0.01);
    assert.equal(at(0, 0, 15), 0);
    assert.ok(Math.abs(at(1, 0, 15) - 1) < 0.01);
    assert.equal(at(2, 15, 15), 0);
  });

  for (const [scale, least, greatest] of [
    ['unit', 0, 1],
    ['bytes', 0, 255],
    ['signed', -1, 1],
    ['imagenet', -123.675 / 58.395, (255 - 116.28) / 57.12],
  ] as const)
    it(`gives pixels on the scale that is chosen: ${scale}`, async () => {
      const { outputs } = await run(copying([1, 3, 16, 16]), { pixels: scale });
      const { range } = outputs[0];
      assert.ok(Math.abs(range!.least - least) < 1e-5, String(range!.least));
      assert.ok(Math.abs(range!.greatest - greatest) < 1e-5, String(range!.greatest));
    });

  for (const [what, shape, expected] of [
    ['channels last', ['N', 16, 16, 3], [1, 16, 16, 3]],
    ['grey', [1, 1, 8, 8], [1, 1, 8, 8]],
    ['a row of pixels', ['N', 64], [1, 64]],
    ['no batch', [3, 16, 16], [3, 16, 16]],
    ['any size', ['N', 3, 'height', 'width'], [1, 3, 32, 32]],
  ] as const)
    it(`brings it to the shape of the input: ${what}`, async () => {
      const { input, outputs } = await run(copying(shape));
      assert.deepEqual([input.shape, outputs[0].shape], [expected, expected]);
    });

  it('tells the most probable classes, by the names that the model gives them', async () => {
    const { outputs, pixels } = await run(exportedModel(modelTexts.small));
    const [probabilities, logits] = outputs;
    assert.equal(pixels, 'unit');
    assert.equal(probabilities.classes?.softmax, false);
    assert.equal(logits.classes?.softmax, true);
    assert.equal(probabilities.classes?.top.length, 5);
    const [best] = probabilities.classes.top;
    assert.equal(best.name, String(best.index));
    // The softmax of the logits is what the model gives itself.
    probabilities.classes.top.forEach(({ index, probability }, i) => {
      assert.equal(logits.classes!.top[i].index, index);
      assert.ok(Math.abs(logits.classes!.top[i].probability - probability) < 1e-5);
    });
  });

  for (const [what, model, problem] of [
    ['no image', copying(['N', 7]), /its input \[N, 7\] is no image of one channel or three/],
    ['too large', copying([1, 3, 100_000, 5]), /larger than pictures are/],
    ['no model', Buffer.from('no model'), /not a valid ONNX file/],
  ] as const)
    it(`is refused in words: ${what}`, async () => {
      await assert.rejects(run(model), problem);
    });

  it('is refused where the picture is none', async () => {
    const text = { name: 'text.png', bytes: Buffer.from('text').toString('base64') };
    await assert.rejects(
      run(copying([1, 3, 16, 16]), { picture: text }),
      /neither a PNG nor a JPEG/,
    );
  });
});
