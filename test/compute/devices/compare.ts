import { createSession, loadRuntime, type Provider } from '../../../src/compute/devices/runtime';
import type { Graph } from '../../../src/graph/builder';
import { lower } from '../../../src/lowering/lower';
import { writeModel } from '../../../src/onnx/write';
import type { Feeds } from '../graph/support';

type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** Computes a graph as it stands on the CPU, or, as the product writes it for WebGPU, there and nowhere else. */
export async function compute(graph: Graph, feeds: Feeds, device: Provider): Promise<Numbers> {
  const runtime = await loadRuntime();
  const written = device === 'cpu' ? graph : lower(graph, { provider: 'webgpu' });
  const model = writeModel(written, { name: 'test' });
  const session = await createSession(runtime, model, device, { alone: device !== 'cpu' });
  try {
    const outputs = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]),
    );
  } finally {
    await session.release();
  }
}

/** The largest difference of two results is at most `tolerance`, beside the largest number of each tensor. */
export function assertAlike(found: Numbers, expected: Numbers, tolerance = 1e-4): void {
  for (const [name, numbers] of Object.entries(expected)) {
    const all = Array.from(numbers);
    const scale = all.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
    if (found[name].length !== all.length) throw new Error(`${name} has another shape`);
    const wrong = all.findIndex((x, i) => !(Math.abs(x - found[name][i]) <= tolerance * scale));
    if (wrong >= 0)
      throw new Error(`${name}[${wrong}] is ${found[name][wrong]}, on the CPU ${all[wrong]}`);
  }
}
