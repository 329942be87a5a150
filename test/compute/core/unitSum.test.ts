import assert from 'node:assert/strict';
import { toWireTensor } from '../../../src/compute/protocol/protocol';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { analyze } from '../../../src/program/analyze';
import { within } from '../../../src/shape/receptive';
import { networkPayload } from '../../../src/views/network';
import { receptiveField } from '../../../webview/featureMaps/receptiveField';
import { decodeTensor, toMaps } from '../../../webview/featureMaps/tensor';
import { unitSum } from '../../../webview/featureMaps/unitSum';
import { dataCell } from '../notebooks';
import { bundles, cores, Workspace } from '../support';

/** Padding, strides, dilation, groups, branches that join: each a layer whose units are looked at. */
const networkCell = `
network Net {
  input image[1, 28, 28]
  A: conv(4, kernel: [3, 5], stride: [2, 1], padding: [1, 2], bias_init: 0.5) tanh
  B: conv(4, kernel: 3, groups: 2, dilation: 2) tanh
  P: avg_pool(2)
  add {
    { conv(4, kernel: 3, padding: 1) tanh }
    { batch_norm }
  }
  J: tanh
  output: dense(10) softmax
}`;

const side = 28;
const image = Float32Array.from({ length: side * side }, (_, i) => 0.5 + 0.4 * Math.sin(i * 0.7));

describe('what is behind a unit', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);
  const network = networkPayload(analyze([networkCell]).networks.get('Net')!);

  async function asker() {
    const notebook = workspace.notebook([dataCell, networkCell]);
    const client = await open();
    return (pixels: Float32Array, layers: string[], others: object = {}) =>
      client.request('answer', {
        ...{ notebook, network: 'Net', layers, ...others },
        input: toWireTensor([1, side, side], pixels),
      });
  }

  it('is what it sees of the input: changing other pixels changes nothing', async () => {
    const ask = await asker();
    const units = [
      ['A', 1, 3, 0],
      ['A', 0, 13, 27],
      ['B', 3, 4, 11],
      ['P', 2, 2, 9],
      ['J', 1, 1, 5],
    ] as const;
    const layers = ['A', 'B', 'P', 'J'];
    const valuesOf = async (pixels: Float32Array) => {
      const { outputs } = await ask(pixels, layers);
      return units.map(([layer, map, y, x]) => {
        const { maps, width } = toMaps(outputs.find((each) => each.layer === layer)!.values);
        return maps[map][y * width + x];
      });
    };
    const before = await valuesOf(image);
    const changing = units.map((): number[] => []);
    for (let pixel = 0; pixel < image.length; pixel++) {
      const after = await valuesOf(image.with(pixel, image[pixel] + 3));
      after.forEach((value, i) => value !== before[i] && changing[i].push(pixel));
    }
    units.forEach(([layer, , y, x], i) => {
      const place = { top: y, left: x, bottom: y, right: x };
      const rows = changing[i].map((pixel) => Math.floor(pixel / side));
      const columns = changing[i].map((pixel) => pixel % side);
      assert.deepEqual(
        within(receptiveField(network, layer, place)!, side, side),
        {
          ...{ top: Math.min(...rows), left: Math.min(...columns) },
          ...{ bottom: Math.max(...rows), right: Math.max(...columns) },
        },
        `${layer} at ${y}, ${x}`,
      );
    });
  });

  it('is the whole input where a layer reads all of it', () => {
    const place = { top: 0, left: 0, bottom: 0, right: 0 };
    assert.equal(receptiveField(network, 'output', place), undefined);
  });

  for (const [layer, source] of [
    ['A', 'input'],
    ['B', 'A'],
  ] as const)
    it(`is the sum that the device has computed: ${layer}`, async () => {
      const ask = await asker();
      const answer = await ask(image, [source], { preActivations: [layer], parameters: [layer] });
      const [weight, bias] = answer.parameters.map(({ values }) => values);
      const [{ values }] = answer.preActivations;
      const sums = fromWireTensor(values)!;
      const [maps, height, width] = values.shape;
      const { window } = network.layers.find(({ id }) => id === layer)!;
      const read = toMaps(answer.outputs[0].values);
      const weights = { shape: weight.shape, values: decodeTensor(weight) };
      for (let map = 0; map < maps; map++)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const unit = { map, y, x };
            const { total, terms } = unitSum(read, weights, decodeTensor(bias), unit, window!);
            const computed = sums[(map * height + y) * width + x];
            assert.ok(Math.abs(total - computed) < 1e-4, `${total} for ${computed}`);
            assert.equal(terms.length, weight.shape[1]);
          }
    });
});
