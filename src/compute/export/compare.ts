import type { ExportForm } from '../../learning/exportGraph';
import { buildInference, mainOutput } from '../../learning/inference';
import { anySamples } from '../../network/anySamples';
import { writeModel } from '../../onnx/write';
import { Random } from '../../random/random';
import { createSession, loadRuntime, type Model, type Tensor } from '../devices/runtime';
import { type Exportable } from './exportedModel';

/** Samples a file and its network are compared on. */
const probes = 4;

/**
 * Runs a file and its network as training writes it, each in a fresh session, on the same samples; gives the largest difference of
 * their main outputs.
 */
export async function differenceFrom(
  { network, parameters, normalization }: Exportable,
  { raw, logits }: ExportForm,
  model: Model,
): Promise<number> {
  const { Tensor } = await loadRuntime();
  const { name, shape } = network.input;
  const numbers = anySamples(network, probes, new Random(0, 'export'));
  const samples = { [name]: new Tensor('float32', numbers, [probes, ...shape]) };
  const graph = buildInference(network, raw ? undefined : normalization, {
    ...(logits && { logits }),
  });
  const fed = graph.inputs.flatMap(({ name: key, type }) => {
    const data = parameters.get(key);
    const lengths = type.shape as number[];
    return data ? [[key, new Tensor('float32', data as Float32Array, lengths)] as const] : [];
  });
  const output = mainOutput(network, logits);
  const expected = await answer(
    writeModel(graph, { name: 'inference' }),
    { ...Object.fromEntries(fed), ...samples },
    output,
  );
  return largestDifference(await answer(model, samples, output), expected);
}

/** A model's output for some inputs, in a fresh session. */
export async function answer(
  model: Model,
  feeds: Readonly<Record<string, Tensor>>,
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
