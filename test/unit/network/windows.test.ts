import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { GraphBuilder } from '../../../src/graph/builder';
import { lower } from '../../../src/network/lower';
import { chain, resolve } from './support';

const pair = (minimum: number, maximum: number) =>
  fc.tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: minimum, max: maximum }));

const list = (values: readonly number[]) => `[${values.join(', ')}]`;

const cases = fc.record({
  layer: fc.constantFrom(
    'conv(34, ',
    'transposedconv(34, ',
    'local(3, ',
    'avgpool(',
    'maxpool(',
    'sumpool(',
    'l2pool(',
    'subsample(',
  ),
  channels: fc.constantFrom(1, 2, 17),
  size: pair(1, 11),
  kernel: pair(1, 5),
  stride: pair(1, 7),
  padding: pair(0, 6),
});

describe('layers with windows', () => {
  it('have the shape the graph has, or say why they have none', () => {
    let fitting = 0;
    const property = fc.property(cases, ({ layer, channels, size, kernel, stride, padding }) => {
      const text = `${layer}kernel: ${list(kernel)}, stride: ${list(stride)}, padding: ${list(padding)})`;
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
