import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { bytesOf, exportedModel } from '../../../src/compute/export/exportedModel';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { initialize } from '../../../src/network/initialize';
import type { Network } from '../../../src/network/network';
import { Random } from '../../../src/random/random';
import { elements } from '../../../src/shape/elements';
import { notebooksIn } from '../../notebooks';
import { networkOf } from '../../unit/network/support';
import { floats } from '../graph/support';
import { smallNetworks } from '../learning/networks';
import { repository } from '../support';

/** An exported network, what it is asked, and what ONNX Runtime in Node.js answers. */
export interface Case {
  readonly name: string;
  readonly file: string;
  /** ONNX's operators in it. */
  readonly operators: readonly string[];
  readonly input: string;
  readonly output: string;
  /** For a batch of 1 and of 3. */
  readonly shapes: readonly (readonly number[])[];
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
}

const batches = [1, 3];

/** Every activation and layer in small networks. */
export const layerNetworks = (): readonly (readonly [name: string, network: Network])[] =>
  Object.entries(smallNetworks).map(([name, text]) => [name, networkOf(text)]);

/** The networks of the examples and benchmarks whose files are there. */
export function* exampleNetworks(): Iterable<readonly [name: string, network: Network]> {
  for (const folder of ['examples', 'examples/modern', 'examples/rules', 'bench/workloads']) {
    for (const file of notebooksIn(join(repository, folder))) {
      const path = join(repository, folder, file);
      const { program } = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
      for (const [name, network] of program.networks) yield [`${folder}/${file} ${name}`, network];
    }
  }
}

/** Exports networks with parameters drawn at random into a folder, with `cases.json`. */
export async function exportInto(
  folder: string,
  networks: Iterable<readonly [name: string, network: Network]>,
): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const [name, network] of networks) {
    const { proto } = await exportedModel({ network, parameters: initialize(network, 5) });
    const model = bytesOf({ proto });
    const operators = [...new Set(proto.graph!.node.map(({ opType }) => opType))];
    const random = new Random(3, name);
    const { name: input, shape } = network.input;
    const shapes = batches.map((batch) => [batch, ...shape]);
    const x = shapes.map((each) =>
      Float32Array.from({ length: elements(each) }, () => random.between(-1, 1)),
    );
    const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
    const [output] = session.outputNames;
    const y: number[][] = [];
    for (const [i, numbers] of x.entries()) {
      const results = await session.run({ [input]: new Tensor('float32', numbers, shapes[i]) });
      y.push([...floats(results[output])]);
    }
    await session.release();
    const file = `${cases.length}.onnx`;
    writeFileSync(join(folder, file), model);
    cases.push({ name, file, operators, input, output, shapes, x: x.map((one) => [...one]), y });
  }
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
  return cases;
}

/** Gives a folder of exported networks that is gone afterwards. */
export async function withExported<T>(
  networks: Iterable<readonly [name: string, network: Network]>,
  use: (folder: string, cases: readonly Case[]) => Promise<T> | T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-exported-'));
  try {
    return await use(folder, await exportInto(folder, networks));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
