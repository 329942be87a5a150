import { analyze } from '../../../src/program/analyze';
import { modelFiles } from '../../../src/program/modelFiles';
import { networkPayload } from '../../../src/views/network';
import type { NetworkPayload } from '../../../src/views/payloads';
import { repository } from '../../host';

/** Networks of real notebooks whose pictures are worth a look. */
const texts: Readonly<Record<string, string>> = {
  chain: `network Deep {
    input image[1, 28, 28]
    repeat 55 { dense(64) relu }
    output: dense(10) softmax
  }`,
  inception: `block inception(n1, r3, n3, r5, n5, np) {
    concat {
      { conv(n1, kernel: 1) relu }
      { conv(r3, kernel: 1) relu; conv(n3, kernel: 3, padding: 1) relu }
      { conv(r5, kernel: 1) relu; conv(n5, kernel: 5, padding: 2) relu }
      { maxpool(3, stride: 1, padding: 1); conv(np, kernel: 1) relu }
    }
  }
  network GoogLeNet {
    input image[3, 64, 64]
    conv(64, kernel: 7, stride: 2, padding: 3) relu
    maxpool(3, stride: 2, padding: 1)
    inception(64, 96, 128, 16, 32, 32)
    inception(128, 128, 192, 32, 96, 64)
    maxpool(3, stride: 2, padding: 1)
    inception(192, 96, 208, 16, 48, 64)
    output aux weight 0.3: dense(10) softmax
    inception(160, 112, 224, 24, 64, 64)
    globalavgpool
    dropout(0.4)
    output main: dense(10) softmax
  }`,
  recurrent: `network Reader {
    input letters[64]
    E: embedding(32, 96)
    R1: lstm(128, output: sequence)
    R2: gru(64)
    output: dense(96) softmax
  }`,
  imported: 'network Mnist8 from "onnx-models/mnist-8/model.onnx" { output: softmax }',
};

/** Their payloads by name; those from files that are not here are left out. */
export function sampleNetworks(): Readonly<Record<string, NetworkPayload>> {
  const { readModel } = modelFiles({ notebookFolder: repository, environment: process.env });
  const payloads = Object.entries(texts).flatMap(([name, text]) => {
    const { networks, diagnostics } = analyze([text], { readModel });
    const [network] = networks.values();
    if (!network) console.error(`${name}: ${diagnostics[0]?.message}`);
    return network ? [[name, networkPayload(network)] as const] : [];
  });
  return Object.fromEntries(payloads);
}
