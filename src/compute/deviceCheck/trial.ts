import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '../../runs/safetensors';
import { deviceName } from '../protocol/deviceName';
import type { StepExecutor, StepShape } from '../devices/executor';
import { measureProducts } from '../devices/gemm';
import { loadRuntime, reasonOf, type Provider } from '../devices/runtime';
import { openWritten, type WrittenStep } from '../devices/openStep';
import { timeStep } from './timing';

/** Trying a device on a training step, written to a folder for a process of its own: native code may crash. */

export interface TrialStep {
  readonly step: StepShape;
  readonly written: WrittenStep;
  readonly state: ReadonlyMap<string, Float32Array>;
  /** An executor with the batch. */
  readonly batch: StepExecutor;
}

const request = z.object({
  device: deviceName.exclude(['auto']),
  /** Whether to measure matrix products too. */
  products: z.boolean(),
  /** Steps in the second model, if there is one. */
  count: z.number().int().min(2).optional(),
  step: z.custom<StepShape>((value) => typeof value === 'object' && value !== null),
});

/** What a device did: how long a step takes and what came out, or why it does not work. */
export const trial = z.union([
  z.object({
    milliseconds: z.number(),
    values: z.array(z.array(z.number().catch(NaN))), // JSON has no NaN
    /** GFLOP/s */
    gemm: z.number().optional(),
  }),
  z.object({ reason: z.string() }),
]);
export type Trial = z.infer<typeof trial>;

const batchPrefix = 'batch/';

/** Writes a trial into an empty folder. */
export async function writeTrial(
  folder: string,
  device: Provider,
  { step, written, state, batch }: TrialStep,
  products: boolean,
): Promise<void> {
  const { graph, ...rest } = step;
  const inputs = graph.inputs.map(({ name, type }) => ({ name, type }));
  const { one, several } = written;
  const content: z.input<typeof request> = {
    device,
    products,
    ...(several && { count: several.count }),
    step: { ...rest, graph: { inputs } },
  };
  const { samples, targets, random } = batch.slots[0];
  const flat = (data: Float32Array): StoredTensor => ({ shape: [data.length], data });
  const tensors = new Map([
    ...[...state].map(([key, data]) => [key, flat(data)] as const),
    [`${batchPrefix}samples`, flat(samples)] as const,
    [`${batchPrefix}targets`, flat(targets)] as const,
    ...[...random].map(([name, data]) => [`${batchPrefix}${name}`, flat(data)] as const),
  ]);
  await writeFile(join(folder, 'request.json'), JSON.stringify(content));
  await writeFile(join(folder, 'tensors'), encodeSafetensors({ tensors, metadata: {} }));
  await writeFile(join(folder, 'one.onnx'), one);
  if (several) await writeFile(join(folder, 'several.onnx'), several.model);
}

/** Carries out the trial written into a folder. Throws when it is no trial. */
export async function carryOutTrial(folder: string): Promise<Trial> {
  const read = (name: string) => readFile(join(folder, name));
  const { device, products, count, step } = request.parse(
    JSON.parse((await read('request.json')).toString()),
  );
  try {
    const { tensors } = decodeSafetensors(await read('tensors'), 'tensors');
    const written: WrittenStep = {
      one: await read('one.onnx'),
      ...(count !== undefined && { several: { model: await read('several.onnx'), count } }),
    };
    const runtime = await loadRuntime();
    const state = new Map([...tensors].map(([key, { data }]) => [key, data]));
    const executor = await openWritten(runtime, device, step, written, state);
    const given = (name: string) => tensors.get(`${batchPrefix}${name}`)!.data;
    const { samples, targets, random } = executor.slots[0];
    samples.set(given('samples'));
    targets.set(given('targets'));
    for (const [name, numbers] of random) numbers.set(given(name));
    const timing = await timeStep(executor);
    const gemm = products ? await measureProducts(runtime, device) : undefined;
    const values = timing.values.map((numbers) => [...numbers]);
    return { milliseconds: timing.milliseconds, values, ...(gemm !== undefined && { gemm }) };
  } catch (error) {
    return { reason: reasonOf(error, device) };
  }
}
