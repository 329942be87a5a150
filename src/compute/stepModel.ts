import type { Graph } from '../graph/builder';
import { decompose, optimize, passNames, type PassName } from '../graph/passes';
import { writeModel } from '../onnx/write';
import { probeBlocked } from './blocked';
import { userError } from './error';
import type { Provider, Runtime } from './runtime';

/** A training step as a model for one device: optimized, and written with what the device has. */
export async function stepModel(
  runtime: Runtime,
  device: Provider,
  graph: Graph,
): Promise<Uint8Array> {
  const names = chosenPasses(process.env.DNN_PASSES);
  const cpu = device === 'cpu';
  const block = cpu && names.includes('blockLayout') ? await probeBlocked(runtime) : undefined;
  const optimized = optimize(graph, names, { cpu, ...(block !== undefined && { block }) });
  const fitting = device === 'webgpu' ? decompose(optimized) : optimized;
  return writeModel(fitting, { name: 'training step' });
}

/** Passes from `DNN_PASSES`: `all`, `none`, a list `a,b`, or all but some `-a,-b`. Throws a `CoreError` for others. */
export function chosenPasses(text = 'all'): readonly PassName[] {
  if (text === 'all') return passNames;
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim());
  const without = words.every((word) => word.startsWith('-'));
  const wanted = words.map((word) => (without ? word.slice(1) : word));
  const unknown = wanted.find((name) => !(passNames as readonly string[]).includes(name));
  if (unknown !== undefined) {
    const known = passNames.join(', ');
    throw userError('unknown-pass', `There is no pass \`${unknown}\`.`, `There is ${known}.`);
  }
  return passNames.filter((name) => wanted.includes(name) !== without);
}
