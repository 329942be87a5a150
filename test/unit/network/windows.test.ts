import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { layers } from '../../../src/network/catalogue';
import { lower } from '../../../src/network/lower';
import { chain, networkOf, resolve } from './support';

const pair = (minimum: number, maximum: number) =>
  fc.tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: minimum, max: maximum }));

const list = (values: readonly number[]) => `[${values.join(', ')}]`;

const cases = fc.record({
  layer: fc.constantFrom(
    'conv(34, ',
    'depthwise_conv(',
    'transposedconv(34, ',
    'local(3, ',
    'avgpool(',
    'maxpool(',
    'sumpool(',
    'l2pool(',
    'subsample(',
    's_cell(3, ',
    'c_cell(',
    'lcn(',
  ),
  channels: fc.constantFrom(1, 2, 17),
  size: pair(1, 11),
  kernel: pair(1, 5),
  stride: pair(1, 7),
  padding: pair(0, 6),
  ceil: fc.boolean(),
});

describe('layers with windows', () => {
  it('count a last window that lies partly on the image, as GoogLeNet’s pools do', () => {
    const sizeOf = (size: number, pool: string) =>
      networkOf(chain(`image[1, ${size}, ${size}]`, `output: ${pool}`)).outputs[0].shape[1];
    const sizes = [112, 56, 28, 14];
    assert.deepEqual(
      sizes.map((size) => sizeOf(size, 'maxpool(3, stride: 2, ceil: true)')),
      [56, 28, 14, 7],
    );
    assert.deepEqual(
      sizes.map((size) => sizeOf(size, 'maxpool(3, stride: 2)')),
      [55, 27, 13, 6],
    );
    // Overlapping windows that end with the image leave nothing to count.
    assert.equal(sizeOf(5, 'maxpool(3, stride: 2, ceil: true)'), 2);
    assert.equal(sizeOf(4, 'maxpool(4, stride: 2, ceil: true)'), 1);
    assert.equal(sizeOf(6, 'maxpool(3, stride: 1, ceil: true)'), 4);
    assert.equal(sizeOf(6, 'avgpool(3, stride: 2, padding: 1, ceil: true)'), 4);
    // One that would start beyond the image does not count.
    assert.equal(sizeOf(6, 'avgpool(2, stride: 3, ceil: true)'), 2);
    assert.equal(sizeOf(7, 'avgpool(2, stride: 3, ceil: true)'), 3);
  });

  it('have the shape the graph has, or say why they have none', () => {
    let fitting = 0;
    const property = fc.property(cases, ({ layer, channels, size, ceil, ...window }) => {
      const [name] = layer.split('(');
      const { parameters } = layers.of({ name });
      const given = Object.entries(window)
        .filter(([key]) => key in parameters)
        .map(([key, value]) => `${key}: ${list(value)}`);
      const rounding = 'ceil' in parameters ? [`ceil: ${ceil}`] : [];
      const text = `${layer}${[...given, ...rounding].join(', ')})`;
      const { network, diagnostics } = resolve(
        chain(`image${list([channels, ...size])}`, `output: ${text}`),
      );
      if (!network) {
        assert.deepEqual(
          diagnostics.map(({ code }) => code),
          ['shape-mismatch'],
          text,
        );
        return;
      }
      fitting++;
      const graph = new GraphBuilder();
      const { outputs } = lower(network, graph, {
        batch: 1,
        training: true,
        parameter: (key, shape) => graph.input(key, 'float32', shape),
      });
      assert.deepEqual(outputs[0].output.type.shape, [1, ...network.outputs[0].shape], text);
    });
    fc.assert(property, { numRuns: 500, seed: 7 });
    assert.ok(fitting > 150, `${fitting} of 500 fit`);
  });
});
