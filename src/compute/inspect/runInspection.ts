import type { InspectionStep } from '../../learning/step';
import { runOn } from '../devices/executor';
import { createSession, loadRuntime, type Provider, type Tensor } from '../devices/runtime';
import { plainModel } from '../devices/stepModel';
import type { InspectedBatch } from './subject';

interface Inspected {
  readonly batch: InspectedBatch;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** Layers whose outputs are wanted, too. */
  readonly shown: readonly string[];
}

/** Runs an inspection on a device; gives the magnitudes of gradients and parameters, and the outputs of some layers, by name. */
export async function runInspection(
  device: Provider,
  step: InspectionStep,
  { batch, parameters, shown }: Inspected,
): Promise<Record<string, Tensor>> {
  const runtime = await loadRuntime();
  const model = plainModel(device, step.graph, 'inspection');
  const session = await createSession(runtime, model, device);
  const { count, samples, targets, inputShape, targetShape } = batch;
  const tensor = (data: Float32Array, shape: readonly number[]) =>
    new runtime.Tensor('float32', data, shape);
  try {
    const shapes = new Map(
      step.graph.inputs.map(({ name, type }) => [name, type.shape as readonly number[]]),
    );
    const parameterFeeds = step.parameters.map(
      ({ key, input }) => [input, tensor(parameters.get(key)!, shapes.get(input)!)] as const,
    );
    const feeds = {
      ...Object.fromEntries<Tensor>(parameterFeeds),
      [step.inputs.samples]: tensor(samples, [count, ...inputShape]),
      // Where no gradient is asked for nothing reads them.
      ...(shapes.has(step.inputs.targets) && {
        [step.inputs.targets]: tensor(targets, [count, ...targetShape]),
      }),
    };
    const wanted = step.layers.flatMap((layer) => [
      layer.activationGradient,
      ...layer.parameters.flatMap(({ gradient, norm }) => [gradient, norm]),
      ...(shown.includes(layer.layer) ? [layer.activation] : []),
    ]);
    const names = new Set(wanted.filter((name) => name !== undefined));
    return await runOn(device, session.run(feeds, [...names]));
  } finally {
    await session.release();
  }
}
