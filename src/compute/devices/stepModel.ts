import type { Graph } from '../../graph/builder';
import { decompose, optimize, type PassName } from '../../graph/passes';
import { choosePasses } from '../../graph/passes/choice';
import { writeModel } from '../../onnx/write';
import { probeBlocked } from './blocked';
import { userError } from '../error';
import type { Provider, Runtime } from './runtime';

/** A training step as a model for one device: optimized, and written with what the device has. */
export async function stepModel(
  runtime: Runtime,
  device: Provider,
  graph: Graph,
  passes: readonly PassName[] = chosenPasses(),
): Promise<Uint8Array> {
  return writeModel(await optimizedStep(runtime, device, graph, passes), { name: 'training step' });
}

/** A training step's graph after the passes, as a device runs it; `onPass` sees the graph after each of them. */
export async function optimizedStep(
  runtime: Runtime,
  device: Provider,
  graph: Graph,
  passes: readonly PassName[],
  onPass: (pass: PassName, graph: Graph) => void = () => undefined,
): Promise<Graph> {
  const cpu = device === 'cpu';
  const block = cpu && passes.includes('blockLayout') ? await probeBlocked(runtime) : undefined;
  let optimized = graph;
  for (const pass of passes) {
    optimized = optimize(optimized, [pass], { cpu, ...(block !== undefined && { block }) });
    onPass(pass, optimized);
  }
  return device === 'webgpu' ? decompose(optimized) : optimized;
}

/** Any other graph as a model for one device: as it stands, written with what the device has. */
export const plainModel = (device: Provider, graph: Graph, name: string): Uint8Array =>
  writeModel(device === 'webgpu' ? decompose(graph) : graph, { name });

/** The passes of `DNN_PASSES`, by default all. Throws a `CoreError` when it names one that is none. */
export function chosenPasses(text = process.env.DNN_PASSES ?? 'all'): readonly PassName[] {
  try {
    return choosePasses(text);
  } catch (error) {
    if (error instanceof RangeError) throw userError('unknown-pass', error.message);
    throw error;
  }
}
