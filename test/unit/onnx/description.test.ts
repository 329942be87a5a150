import assert from 'node:assert/strict';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { compareModels } from '../../../src/onnx/compareModels';
import { describeModel } from '../../../src/onnx/description';
import { modelLimits } from '../../../src/onnx/modelLimits';
import {
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as Type,
  TensorProtoSchema,
} from '../../../src/onnx/onnx_pb';
import { tensorSummary } from '../../../src/onnx/tensorSummary';
import { exportedModel, modelTexts, withOperator } from '../../ui/harness/describedModels';

const { small, branches } = modelTexts;
const described = (bytes: Uint8Array) => describeModel(bytes).description;

describe('what a model’s file says', () => {
  const model = described(exportedModel(small));

  it('is there: producer, versions, documentation, metadata', () => {
    assert.equal(model.name, 'Net');
    assert.equal(model.producer, 'DNN Notebook 0.1.0');
    assert.equal(model.irVersion, 8);
    assert.deepEqual(model.opsets, [{ domain: '', version: 17 }]);
    assert.equal(model.documentation, 'A network that a test has exported.');
    assert.deepEqual(model.metadata, [
      { key: 'classes', value: '["0","1","2","3","4","5","6","7","8","9"]' },
    ]);
  });

  it('has inputs and outputs with their shapes', () => {
    assert.deepEqual(model.inputs, [{ name: 'image', type: 'float', shape: ['N', 1, 28, 28] }]);
    assert.deepEqual(
      model.outputs.map(({ name, shape }) => [name, shape]),
      [
        ['probabilities', ['N', 10]],
        ['logits', ['N', 10]],
      ],
    );
  });

  it('has nodes with family, attributes, shape and what they cost', () => {
    const { operator, family, attributes, shape, multiplyAdds } = model.nodes[0];
    assert.deepEqual([operator, family], ['Conv', 'convolution']);
    assert.deepEqual(
      attributes.find(({ name }) => name === 'kernel_shape'),
      { name: 'kernel_shape', text: '[5, 5]' },
    );
    assert.deepEqual(shape, ['N', 8, 24, 24]);
    assert.equal(multiplyAdds, 8 * 24 * 24 * 25);
  });

  it('has the tensors it stores', () =>
    assert.deepEqual(
      model.tensors.find(({ name }) => name === 'C1.weight'),
      { name: 'C1.weight', type: 'float', shape: [8, 1, 5, 5] },
    ));

  it('tells of each node that is not supported why, of several kinds at once', () => {
    const changed = withOperator(
      withOperator(exportedModel(branches), 'MaxPool', 'GridSample'),
      'Softmax',
      'Hardmax',
    );
    const { nodes, refusal } = described(changed);
    assert.equal(refusal, undefined);
    assert.deepEqual(
      nodes.flatMap(({ problem }) => problem ?? []),
      ['GridSample', 'GridSample', 'GridSample', 'Hardmax'],
    );
  });

  it('has the shapes before a node that is not supported', () => {
    const { nodes } = described(withOperator(exportedModel(branches), 'MaxPool', 'GridSample'));
    assert.deepEqual(nodes[0].shape, ['N', 32, 32, 32]);
    assert.equal(nodes.at(-2)?.operator, 'Gemm');
    // What the file itself says.
    assert.deepEqual(nodes.at(-1)?.shape, ['N', 10]);
  });
});

describe('a hostile model', () => {
  const hostile = (change: (model: ReturnType<typeof parsed>) => void) => {
    const model = parsed(exportedModel(small));
    change(model);
    return described(toBinary(ModelProtoSchema, model));
  };
  const parsed = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

  it('that is none is refused in words', () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(1, 2, 3), Buffer.from('<html>')])
      assert.throws(() => described(bytes), /^ModelError: not a valid ONNX file/);
  });

  it('shows no control characters', () => {
    const model = hostile(({ graph, ...proto }) => {
      graph!.node[0].opType = 'Conv\u001b[31m';
      graph!.node[0].attribute[0].name = 'a\nb';
      proto.metadataProps[0].key = '\u202ereversed';
    });
    assert.equal(model.nodes[0].operator, 'Conv\\x1b[31m');
    assert.equal(model.nodes[0].attributes[0].name, 'a\\nb');
  });

  it('is cut to what can be shown, and what is left out is counted', () => {
    const nodes = modelLimits.nodes + 5;
    const model = hostile(({ graph }) => {
      graph!.docString = 'x'.repeat(1e5);
      graph!.node = Array.from({ length: nodes }, (_, i) =>
        create(NodeProtoSchema, {
          ...{ opType: 'Loop', name: `n${i}`.padEnd(1000, 'x') },
          attribute: [
            { name: 'body', type: Kind.INTS, ints: new Array<bigint>(i === 0 ? 2000 : 1).fill(1n) },
          ],
        }),
      );
    });
    assert.equal(model.counts.nodes, nodes);
    assert.equal(model.nodes.length, modelLimits.nodes);
    assert.ok(model.nodes[0].name.length <= modelLimits.name + 1);
    assert.ok(model.nodes[0].attributes[0].text.length < 200);
  });

  it('whose nodes read what does not exist is shown with the reason', () => {
    const model = hostile(({ graph }) => (graph!.node[0].input[0] = 'nowhere'));
    assert.match(model.refusal ?? '', /'nowhere' is read by node .* before anything computes it/);
    assert.equal(model.nodes.length, 8);
  });
});

describe('the numbers of a tensor', () => {
  const tensor = (dataType: Type, raw: ArrayBufferView, dims: readonly number[]) =>
    create(TensorProtoSchema, {
      ...{ dataType, dims: dims.map(BigInt) },
      rawData: new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength),
    });

  for (const [name, type, values] of [
    ['float', Type.FLOAT, Float32Array.of(1, 2, 3, 6)],
    ['double', Type.DOUBLE, Float64Array.of(1, 2, 3, 6)],
    ['int8', Type.INT8, Int8Array.of(1, 2, 3, 6)],
    ['int64', Type.INT64, BigInt64Array.of(1n, 2n, 3n, 6n)],
    ['float16', Type.FLOAT16, Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4600)],
  ] as const)
    it(`are summed up: ${name}`, () => {
      const summary = tensorSummary(tensor(type, values, [4]));
      assert.equal(summary?.count, 4);
      assert.equal(summary?.mean, 3);
      assert.ok(Math.abs(summary.deviation - Math.sqrt(3.5)) < 1e-12);
      assert.deepEqual([summary?.least, summary?.greatest], [1, 6]);
      assert.equal(
        summary?.histogram?.counts.reduce((sum, n) => sum + n, 0),
        4,
      );
    });

  it('that are not finite are counted, and left out', () => {
    const values = Float32Array.of(NaN, 1, 0, Infinity);
    const summary = tensorSummary(tensor(Type.FLOAT, values, [4]));
    assert.deepEqual([summary?.notFinite, summary?.zeros, summary?.mean], [2, 1, 0.5]);
  });

  it('are none of text', () =>
    assert.equal(tensorSummary(create(TensorProtoSchema, { dataType: Type.STRING })), undefined));
});

describe('two models side by side', () => {
  const none = () => undefined;
  const compared = (first: Uint8Array, second: Uint8Array) =>
    compareModels([describeModel(first), describeModel(second)], [none, none]);

  it('a model and itself are alike', () => {
    const bytes = exportedModel(branches);
    const { alike, changed, onlyFirst, onlySecond, tensors } = compared(bytes, bytes);
    assert.equal(alike, described(bytes).nodes.length);
    assert.deepEqual([changed, onlyFirst, onlySecond], [[], [], []]);
    assert.deepEqual(new Set(tensors.map(({ difference }) => difference)), new Set([0]));
  });

  it('other weights: the norm of the difference, tensor by tensor', () => {
    const { tensors } = compared(exportedModel(small, 5), exportedModel(small, 6));
    const weights = [5, 6].map((seed) => {
      const { tensors: all } = describeModel(exportedModel(small, seed));
      const { rawData } = all.find(({ name }) => name === 'C1.weight')!;
      return new Float32Array(new Uint8Array(rawData).buffer);
    });
    const [a, b] = weights;
    const { norm, difference } = tensors.find(({ name }) => name === 'C1.weight')!;
    assert.ok(Math.abs(norm! - Math.hypot(...a)) < 1e-9);
    assert.ok(Math.abs(difference! - Math.hypot(...a.map((x, i) => x - b[i]))) < 1e-6);
  });

  it('another width: shapes of nodes and tensors', () => {
    const { changed, tensors } = compared(
      exportedModel(small),
      exportedModel(small.replace('dense(64)', 'dense(80)')),
    );
    assert.deepEqual(
      changed.map(({ differences }) => differences),
      [
        [{ what: 'shape', first: '[N, 64]', second: '[N, 80]' }],
        [{ what: 'shape', first: '[N, 64]', second: '[N, 80]' }],
      ],
    );
    const weight = tensors.find(({ name }) => name === 'F3.weight');
    assert.deepEqual(weight, {
      ...{ name: 'F3.weight', shape: [64, 1152], otherShape: [80, 1152] },
    });
  });

  it('another layer: nodes in one of them only', () => {
    const more = small.replace('S2:', 'C2: conv(8, kernel: 3) tanh\n    S2:');
    const { onlyFirst, onlySecond, tensorsOnlySecond } = compared(
      exportedModel(small),
      exportedModel(more),
    );
    assert.deepEqual(onlyFirst, []);
    assert.deepEqual(
      onlySecond.map(({ operator }) => operator),
      ['Conv', 'Tanh'],
    );
    assert.deepEqual(tensorsOnlySecond, ['C2.weight', 'C2.bias']);
  });

  it('what is called otherwise is found by what it does', () => {
    const renamed = fromBinary(ModelProtoSchema, exportedModel(small));
    for (const node of renamed.graph!.node) node.name = `other/${node.name}`;
    const { alike, onlyFirst, onlySecond } = compared(
      exportedModel(small),
      toBinary(ModelProtoSchema, renamed),
    );
    assert.deepEqual([alike, onlyFirst, onlySecond], [8, [], []]);
  });
});
