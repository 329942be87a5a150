import { stat } from 'node:fs/promises';
import { coreError } from '../wire/error';
import type { ExportedModel } from './exportedModel';
import type { Exported } from '../protocol/protocol';
import { writeModelFile } from './modelFile';
import { createSession, loadRuntime, type Tensor } from '../devices/runtime';

/** Largest difference allowed between the exported file and what it is compared with. */
const tolerance = 1e-5;

/** A model's outputs for some inputs, in a fresh session. */
export async function answer(
  model: Uint8Array,
  feeds: Record<string, Tensor>,
  output: string,
): Promise<Float32Array> {
  const session = await createSession(await loadRuntime(), model, 'cpu');
  try {
    const results = await session.run(feeds, [output]);
    return results[output].data as Float32Array;
  } finally {
    await session.release();
  }
}

/** Absolute for numbers up to 1, else relative to the greatest of them: what small sums of large terms are exact to. */
export function largestDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  let largest = 0;
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i] - value) / scale;
    if (!(difference <= largest)) largest = difference; // NaN counts
  });
  return largest;
}

/** Writes a model whose answers are right. Throws a `RunError` when the disk is full, a `CoreError` when they are not. */
export async function writeChecked(
  file: string,
  { bytes, graph, opset, stored }: ExportedModel,
  difference: number,
): Promise<Omit<Exported, 'run' | 'step'>> {
  if (!(difference <= tolerance))
    throw coreError(
      'export-differs',
      `The exported model's outputs differ by ${difference.toExponential(1)} from the network's.`,
      'No file was written. This is a bug in DNN Notebook: please report it, with the notebook.',
    );
  await writeModelFile(file, bytes);
  return {
    file,
    bytes: (await stat(file)).size,
    opset,
    inputs: graph.inputs
      .filter(({ name }) => !stored.has(name))
      .map(({ name, type }) => ({ name, shape: [...type.shape] })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, shape: [...value.type.shape] })),
    difference,
  };
}
