import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeModel } from '../../../src/onnx/description';
import { needPeers, zooFolder } from './peers';

/** Networks of the ONNX model zoo, their nodes but for constants, and those with weights, as the ONNX project's own reader counts them. */
const networks: [name: string, nodes: number, weighted: number][] = [
  ['bvlc_alexnet', 40, 8],
  ['densenet121', 1746, 121],
  ['inception_v1', 237, 58],
  ['inception_v2', 916, 70],
  ['resnet50', 415, 54],
  ['shufflenet', 446, 50],
  ['squeezenet', 105, 26],
  ['vgg19', 82, 19],
  ['zfnet512', 38, 8],
];

describe('a network of the ONNX model zoo', function () {
  this.timeout(30_000);
  before(needPeers);

  for (const [name, nodes, weighted] of networks)
    it(`opens with all its nodes, and can be a notebook's: ${name}`, () => {
      const file = join(zooFolder(), `light_${name}.onnx`);
      const { description, network } = describeModel(readFileSync(file));
      assert.equal(description.counts.nodes, nodes);
      const withWeights = description.nodes.filter(({ operator }) =>
        ['Conv', 'Gemm'].includes(operator),
      );
      assert.equal(withWeights.length, weighted);
      assert.equal(description.refusal, undefined);
      assert.ok(network);
    });
});
