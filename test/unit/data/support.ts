import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { sources } from '../../../src/data/sources';
import { DataError, type DataErrorCode, type Split } from '../../../src/data/dataset';
import { normalizations } from '../../../src/data/normalization';
import type { DataPlan } from '../../../src/data/plan';
import type { DataContext } from '../../../src/data/source';
import type { EntryTable } from '../../../src/language/entryTable';
import type { ArgumentValue, BoundCall } from '../../../src/language/vocabulary';

/** A fresh folder with these files, removed after the tests of the suite that calls it. */
export function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-data-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Nothing but the notebook's folder and a cache that does not exist. */
export const contextIn = (
  notebookFolder: string,
  more: Partial<DataContext> = {},
): DataContext => ({
  notebookFolder,
  environment: { HOME: join(notebookFolder, 'home'), LOCALAPPDATA: join(notebookFolder, 'home') },
  seed: 1,
  ...more,
});

/** For a suite on real data: skips it, and says so, where `DNN_DATA` does not name a folder that holds `name`; the context to read it. */
export function realData(name: string): DataContext {
  const folders = (process.env.DNN_DATA ?? '').split(delimiter).filter((folder) => folder !== '');
  before(function () {
    if (folders.some((folder) => existsSync(join(folder, name)))) return;
    console.log(`      skipped: set DNN_DATA to a folder that holds ${name}/`);
    this.skip();
  });
  return contextIn('.', { environment: { DNN_DATA: folders.join(delimiter) } });
}

export function bind(table: EntryTable, name: string, given: Record<string, unknown>): BoundCall {
  const call = table.call(name);
  return { name, arguments: { ...call.arguments, ...given } as Record<string, ArgumentValue> };
}

/** A data declaration `source(given)` with what is left out filled in. */
export function planOf(
  source: string,
  given: Record<string, unknown>,
  more: {
    validation?: number;
    normalize?: string;
    range?: Record<string, number | number[]>;
    transforms?: readonly BoundCall[];
  } = {},
): DataPlan {
  return {
    name: 'sample',
    source: bind(sources, source, given),
    validation: more.validation ?? 0,
    normalization: bind(normalizations, more.normalize ?? 'none', more.range ?? {}),
    ...(more.transforms && { transforms: more.transforms }),
    batch: 4,
    location: { cell: 0, start: 0, end: 0 },
  };
}

/** All samples of a split: inputs and targets as rows. */
export function rows(split: Split, inputSize: number, width: number) {
  const inputs = new Float32Array(split.count * inputSize);
  const targets = new Float32Array(split.count * width);
  split.gather(
    Int32Array.from({ length: split.count }, (_, i) => i),
    inputs,
    targets,
  );
  const cut = (values: Float32Array, size: number) =>
    Array.from({ length: split.count }, (_, i) => [...values.subarray(i * size, (i + 1) * size)]);
  return { inputs: cut(inputs, inputSize), targets: cut(targets, width) };
}

/** Expects a `DataError` of this code whose message has all these parts. */
export async function assertDataError(
  action: Promise<unknown>,
  code: DataErrorCode,
  ...parts: readonly string[]
): Promise<void> {
  await assert.rejects(action, (error: unknown) => {
    assert.ok(error instanceof DataError, String(error));
    assert.equal(error.code, code, error.message);
    for (const part of parts) {
      assert.ok(error.message.includes(part), `\`${part}\` is not in: ${error.message}`);
    }
    return true;
  });
}

/** A WAV file of one channel of 16 bits by its definition. */
export function wavBytes(samples: readonly number[], rate = 8000): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 44 + 2 * i));
  return bytes;
}

/** Bytes of an IDX file by its definition. */
export function idxBytes(
  shape: readonly number[],
  values: readonly number[],
  type = 8,
): Uint8Array {
  const bytes = [0, 0, type, shape.length];
  for (const extent of shape) {
    for (const shift of [24, 16, 8, 0]) bytes.push((extent >>> shift) & 255);
  }
  return Uint8Array.from([...bytes, ...values]);
}
