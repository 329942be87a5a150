import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../src/random/random';
import { workloadText, type WorkloadName } from './workloads';

/** A notebook with data it can be trained on, in a folder of its own. */
export interface TrainableNotebook {
  readonly path: string;
  readonly text: string;
  remove(): void;
}

type DataWriter = (folder: string, samples: number) => string;

/** Writes random samples into a folder and gives the `source` to read them with. */
const writers: Partial<Record<WorkloadName, DataWriter>> = {
  xor: (folder, samples) => {
    const rows = Array.from({ length: samples }, (_, i) => {
      const [a, b] = [i & 1, (i >> 1) & 1];
      return `${a},${b},${a ^ b}`;
    });
    writeFileSync(join(folder, 'xor.csv'), `a,b,c\n${rows.join('\n')}\n`);
    return 'csv("xor.csv", test: 0, task: classes)';
  },
  lenet5: (folder, samples) => {
    for (const [split, count] of [
      ['train', samples],
      ['t10k', 1],
    ] as const) {
      writeIdx(join(folder, `${split}-images-idx3-ubyte`), [count, 28, 28], pixels(count * 784));
      const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
      writeIdx(join(folder, `${split}-labels-idx1-ubyte`), [count], labels);
    }
    return `idx(${JSON.stringify(folder)}, classes: 10)`;
  },
  vgg: (folder, samples) => {
    const length = 3073;
    const files = ['test_batch', ...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}`)];
    for (const file of files) {
      const count = file === 'test_batch' ? 1 : Math.ceil(samples / 5);
      const records = pixels(count * length);
      for (let i = 0; i < count; i++) records[i * length] = i % 10;
      writeFileSync(join(folder, `${file}.bin`), records);
    }
    return `cifar10(${JSON.stringify(folder)})`;
  },
};

/** A workload's notebook with so many random samples, to be trained for some epochs. */
export function trainableNotebook(
  name: WorkloadName,
  samples: number,
  epochs: number,
): TrainableNotebook {
  const write = writers[name];
  if (!write) throw new Error(`no samples are made for '${name}'`);
  const folder = mkdtempSync(join(tmpdir(), `dnn-bench-${name}-`));
  mkdirSync(folder, { recursive: true });
  const source = write(folder, samples);
  const text = workloadText(name)
    .replace(/^ {2}source .*$/m, `  source ${source}`)
    .replace(/^ {2}optimizer .*$/m, (line) => `${line}\n  epochs ${epochs}`);
  const path = join(folder, `${name}.dnn`);
  writeFileSync(path, text);
  return { path, text, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function pixels(count: number): Uint8Array {
  const numbers = new Random(1, 'pixels').fillUniform(new Float32Array(count));
  return Uint8Array.from(numbers, (x) => Math.floor(256 * x));
}

/** Yann LeCun's format of arrays of bytes. */
function writeIdx(path: string, lengths: readonly number[], data: Uint8Array): void {
  const head = Buffer.alloc(4 + 4 * lengths.length);
  head.writeUInt8(8, 2);
  head.writeUInt8(lengths.length, 3);
  lengths.forEach((length, i) => head.writeUInt32BE(length, 4 + 4 * i));
  writeFileSync(path, Buffer.concat([head, data]));
}
