import type { TensorData } from '../../graph/graph';
import type { KnownSplit } from '../../graph/passes/splitKnown';
import { writeModel } from '../../onnx/write';
import { createSession, loadRuntime } from '../devices/runtime';

/** What a graph computes once before the rest of it runs, by the names of the rest's inputs. */
export async function knownValues(
  { known, names }: Pick<KnownSplit, 'known' | 'names'>,
  inputs: ReadonlyMap<string, TensorData>,
): Promise<ReadonlyMap<string, TensorData>> {
  const read = new Set(known.inputs.map(({ name }) => name));
  const initializers = new Map([...inputs].filter(([name]) => read.has(name)));
  const model = writeModel(known, { name: 'known', initializers });
  const session = await createSession(await loadRuntime(), model, 'cpu');
  try {
    const results = await session.run({});
    return new Map(
      names.map((name, i) => [name, results[known.outputs[i].name].data as TensorData]),
    );
  } finally {
    await session.release();
  }
}
