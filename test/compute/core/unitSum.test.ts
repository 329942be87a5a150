import assert from 'node:assert/strict';
import { toWireTensor, type Question } from '../../../src/compute/protocol/protocol';
import { pack } from '../../../src/extension/inspector/packing';
import { fromWireTensor } from '../../../src/compute/protocol/wireTensor';
import { analyze } from '../../../src/program/analyze';
import { within } from '../../../src/shape/receptive';
import { receptiveField } from '../../../src/shape/receptiveField';
import { networkPayload } from '../../../src/views/network';
import { toMaps } from '../../../webview/featureMaps/tensor';
import { patchOf, unitSum } from '../../../webview/featureMaps/unitSum';
import { knownUnit, readOf, unitParts } from '../../../webview/inspector/unitQuestion';
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
    return (
      pixels: Float32Array,
      wanted: Pick<Question, 'layers' | 'parameters' | 'preActivations'>,
    ) =>
      client.request('answer', {
        ...{ notebook, network: 'Net', ...wanted },
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
    const layers = ['A', 'B', 'P', 'J'].map((layer) => ({ layer }));
    const valuesOf = async (pixels: Float32Array) => {
      const { outputs } = await ask(pixels, { layers });
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
        within(receptiveField(network.layers, layer, place)!, side, side),
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
    assert.equal(receptiveField(network.layers, 'output', place), undefined);
  });

  const rowOf = (layer: string) => network.layers.find(({ id }) => id === layer)!;
  /** Corners, where padding is read, and places within. */
  const unitsOf = ([maps, height, width]: readonly number[]) =>
    [0, 1, maps - 1].flatMap((map) =>
      [0, 3, height - 1].flatMap((y) => [0, 5, width - 1].map((x) => ({ map, y, x }))),
    );

  for (const layer of ['A', 'B'])
    it(`is the sum that the device has computed: ${layer}`, async () => {
      const ask = await asker();
      const row = rowOf(layer);
      const whole = await ask(image, { layers: [], preActivations: [{ layer }] });
      const sums = fromWireTensor(whole.preActivations[0].values)!;
      const [, height, width] = row.shape;
      for (const unit of unitsOf(row.shape)) {
        const read = readOf(network, row, unit)!;
        const answer = pack(await ask(image, unitParts(row, unit, read)));
        const { source, filter } = knownUnit(answer, row, read)!;
        const { total, terms } = unitSum(source!, filter!, unit, row.window!);
        const computed = sums[(unit.map * height + unit.y) * width + unit.x];
        assert.ok(Math.abs(total - computed) < 1e-4, `${total} for ${computed}`);
        assert.equal(terms.length, layer === 'A' ? 1 : 2);
      }
    });

  it('is what a pool reads of its map', async () => {
    const ask = await asker();
    const row = rowOf('P');
    const whole = await ask(image, { layers: [{ layer: 'P' }] });
    const means = toMaps(whole.outputs[0].values);
    for (const unit of unitsOf(row.shape)) {
      const read = readOf(network, row, unit)!;
      const answer = pack(await ask(image, unitParts(row, unit, read)));
      const patch = patchOf(knownUnit(answer, row, read)!.source!, 0, unit, row.window!);
      const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length;
      assert.ok(Math.abs(mean - means.maps[unit.map][unit.y * means.width + unit.x]) < 1e-5);
    }
  });
});
