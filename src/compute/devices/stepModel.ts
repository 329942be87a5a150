import type { Graph } from '../../graph/builder';
import { choosePasses, passesNamed } from '../../lowering/choosePasses';
import { lower } from '../../lowering/lower';
import type { PassName } from '../../lowering/passes';
import { writeModel } from '../../onnx/write';
import { probeBlocked } from './blocked';
import { userError } from '../wire/error';
import type { Provider, Runtime } from './runtime';

/** A training step's graph as a device runs it; `onPass` sees the graph after each of the passes. */
export async function optimizedStep(
  runtime: Runtime,
  device: Provider,
  graph: Graph,
  passes: readonly PassName[],
  onPass?: (pass: PassName, graph: Graph) => void,
): Promise<Graph> {
  const blocked = device === 'cpu' && passes.includes('blockLayout');
  const block = blocked ? await probeBlocked(runtime) : undefined;
  return lower(graph, { provider: device, block }, passes, onPass);
}

/** Any other graph as a model for one device: as it stands, written with what the device has. */
export const plainModel = (device: Provider, graph: Graph, name: string): Uint8Array =>
  writeModel(lower(graph, { provider: device }, []), { name });

/** The passes of `DNN_PASSES`, by default all. Throws a `CoreError` when it names one that is none. */
export const chosenPasses = (text = process.env.DNN_PASSES ?? 'all'): readonly PassName[] =>
  known(() => choosePasses(text));

/** The passes a request names; without, those of `DNN_PASSES`. Throws as `chosenPasses` does. */
export const requestedPasses = (names?: readonly string[]): readonly PassName[] =>
  names ? known(() => passesNamed(names)) : chosenPasses();

function known(choose: () => readonly PassName[]): readonly PassName[] {
  try {
    return choose();
  } catch (error) {
    if (error instanceof RangeError) throw userError('unknown-pass', error.message);
    throw error;
  }
}
