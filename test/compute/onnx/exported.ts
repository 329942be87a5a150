import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../../src/compute/devices/onnxRuntime';
import { bytesOf, exportedModel } from '../../../src/compute/export/exportedModel';
import { analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { initialize } from '../../../src/network/initialize';
import type { Network } from '../../../src/network/network';
import { Random } from '../../../src/random/random';
import { networkOf } from '../../unit/network/support';
import { floats } from '../graph/support';
import { smallNetworks } from '../learning/networks';
import { repository } from '../support';
import { runPeer } from './peers';
import { notebooksIn } from '../../notebooks';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly input: string;
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly output: string;
  readonly y: readonly number[];
}

interface Answer {
  readonly y?: readonly number[];
  readonly error?: string;
}

/** Every activation and layer in small networks, and those of the examples and benchmarks whose files are there. */
function* networks(): Iterable<readonly [name: string, network: Network]> {
  for (const [name, text] of Object.entries(smallNetworks)) yield [name, networkOf(text)];
  for (const folder of ['examples', 'bench/workloads']) {
    for (const file of notebooksIn(join(repository, folder))) {
      const path = join(repository, folder, file);
      const { program } = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
      for (const [name, network] of program.networks) yield [`${folder}/${file} ${name}`, network];
    }
  }
}

async function exportInto(folder: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [name, network] of networks()) {
    const parameters = initialize(network, 5);
    const model = bytesOf(await exportedModel({ network, parameters }));
    const random = new Random(3, name);
    const shape = [1, ...network.input.shape];
    const size = shape.reduce((n, m) => n * m, 1);
    const x = Float32Array.from({ length: size }, () => random.between(-1, 1));
    const session = await InferenceSession.create(model, { logSeverityLevel: 3 });
    const [output] = session.outputNames;
    const results = await session.run({ [network.input.name]: new Tensor('float32', x, shape) });
    await session.release();
    const file = `${cases.length}.onnx`;
    writeFileSync(join(folder, file), model);
    const y = [...floats(results[output])];
    cases.push({ name, file, input: network.input.name, shape, x: [...x], output, y });
  }
  return cases;
}

/**
 * Compares what a script of `test/peers` computes of every exported network with what ONNX Runtime does. `unread` says what
 * the reader answers to those that it cannot read, by the text of its error.
 */
export async function assertReads(
  script: string,
  unread: (network: string) => RegExp | undefined = () => undefined,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-exported-'));
  try {
    const cases = await exportInto(folder);
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
    const lines = runPeer(script, folder).trim().split('\n');
    assert.equal(lines.length, cases.length);
    const wrong = lines.flatMap((line, i) => {
      const { name, y } = cases[i];
      const found = JSON.parse(line) as Answer;
      const expected = unread(name);
      if (expected) return expected.test(found.error ?? '') ? [] : [`${name}: ${found.error}`];
      if (!found.y) return [`${name}: ${found.error}`];
      if (found.y.length !== y.length) return [`${name}: ${found.y.length} numbers`];
      const worst = Math.max(...y.map((value, j) => Math.abs(value - found.y![j])));
      return worst < 1e-4 ? [] : [`${name} differs by ${worst}`];
    });
    assert.deepEqual(wrong, []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
