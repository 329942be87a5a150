import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Page } from 'playwright-core';
import { buildInference } from '../../../src/learning/inference';
import { initialize } from '../../../src/network/initialize';
import type { Network } from '../../../src/network/network';
import { compareModels } from '../../../src/onnx/compareModels';
import { describeModel } from '../../../src/onnx/description';
import { ModelProtoSchema } from '../../../src/onnx/onnx_pb';
import { writeModel } from '../../../src/onnx/write';
import { analyze } from '../../../src/program/analyze';
import type { ModelHostMessage, ModelState } from '../../../src/views/model';
import { toWireTensor } from '../../../src/compute/protocol/protocol';

/** Models as our exporter writes them, and what their pages show. */

export const modelTexts = {
  small: `network Net {
    input image[1, 28, 28]
    C1: conv(8, kernel: 5) relu
    S2: max_pool(2)
    F3: dense(64) relu
    output: dense(10) softmax
  }`,
  branches: `block inception(n) {
    concat {
      { conv(n, kernel: 1) relu }
      { conv(n, kernel: 1) relu; conv(n, kernel: 3, padding: 1) relu }
      { maxpool(3, stride: 1, padding: 1); conv(n, kernel: 1) relu }
    }
  }
  network Branches {
    input image[3, 64, 64]
    conv(32, kernel: 7, stride: 2, padding: 3) relu
    maxpool(3, stride: 2, padding: 1)
    inception(16)
    inception(32)
    globalavgpool
    output: dense(10) softmax
  }`,
} as const;

export function networkOfText(text: string): Network {
  const [network] = analyze([text], {}).networks.values();
  return network;
}

/** Its file, with weights drawn from a seed. */
export const exportedModel = (text: string, seed = 5): Uint8Array => {
  const network = networkOfText(text);
  const { name } = network;
  const options = {
    name,
    initializers: initialize(network, seed),
    producer: { name: 'DNN Notebook', version: '0.1.0' },
    documentation: 'A network that a test has exported.',
    metadata: { classes: JSON.stringify([...'0123456789']) },
  };
  return writeModel(buildInference(network), options);
};

/** The same with an operator that is not supported in place of each of one kind. */
export function withOperator(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  for (const node of model.graph?.node ?? []) if (node.opType === from) node.opType = to;
  return toBinary(ModelProtoSchema, model);
}

const stateOf = (file: string, bytes: Uint8Array): ModelState => ({
  ...{ file, bytes: bytes.length, restricted: false },
  description: { state: 'done', result: describeModel(bytes).description },
});

/** What pages of models show, by a name. */
export function modelStates(): Readonly<Record<string, ModelState>> {
  const [small, branches] = [exportedModel(modelTexts.small), exportedModel(modelTexts.branches)];
  const wider = exportedModel(modelTexts.small.replace('dense(64)', 'dense(80)'), 6);
  const pair = [describeModel(small), describeModel(wider)] as const;
  const none = () => undefined;
  const image = (size: number) => Float32Array.from({ length: size }, (_, i) => (i % 28) / 28);
  return {
    small: stateOf('net.onnx', small),
    branches: stateOf('branches.onnx', branches),
    unsupported: stateOf('unsupported.onnx', withOperator(branches, 'MaxPool', 'GridSample')),
    restricted: { ...stateOf('net.onnx', small), restricted: true },
    broken: {
      ...{ file: 'broken.onnx', restricted: false },
      description: {
        state: 'failed',
        problem: { message: 'not a valid ONNX file, or damaged (premature EOF)' },
      },
    },
    compared: {
      ...stateOf('net.onnx', small),
      comparison: {
        ...{ other: 'wider.onnx', state: 'done' },
        result: compareModels(pair, [none, none]),
      },
    },
    run: {
      ...stateOf('net.onnx', small),
      run: {
        ...{ picture: 'seven.png', state: 'done' },
        result: {
          ...{ pixels: 'unit', seconds: 0.031 },
          input: {
            ...{ name: 'image', shape: [1, 1, 28, 28] },
            picture: toWireTensor([1, 28, 28], image(784)),
          },
          outputs: [
            {
              ...{ name: 'probabilities', shape: [1, 10] },
              range: { least: 0.0001, greatest: 0.967, mean: 0.1 },
              classes: {
                ...{ softmax: false, count: 10 },
                top: [7, 1, 9, 3, 2].map((index, i) => ({
                  ...{ index, name: String(index) },
                  probability: [0.967, 0.021, 0.0078, 0.002, 0.001][i],
                })),
              },
            },
            {
              ...{ name: 'map', shape: [1, 1, 28, 28] },
              range: { least: -1.2, greatest: 3.4, mean: 0.2 },
              picture: toWireTensor([1, 28, 28], image(784)),
            },
          ],
        },
      },
    },
  };
}

/** Shows a model on its page. */
export async function showModel(page: Page, state: ModelState): Promise<void> {
  await page.evaluate(
    (message) => (window as unknown as { tell(message: ModelHostMessage): void }).tell(message),
    { type: 'model', state } as const,
  );
  await page.getByRole('heading', { name: state.file }).first().waitFor();
}
