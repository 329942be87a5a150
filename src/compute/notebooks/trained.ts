import { parameterKey, type Network } from '../../network/network';
import { networkHash } from '../../network/networkHash';
import type { Run } from '../../runs/run';
import { listRuns } from '../../runs/list';

/** Parameters a run has reached. */
export interface Trained {
  readonly run: Run;
  readonly step: number;
  /** By key; those of the network alone. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
}

/** The newest parameters a network was trained to, as it now stands in the notebook; undefined when there are none. */
export async function lastTrained(
  notebookPath: string,
  network: Network,
): Promise<Trained | undefined> {
  const hash = networkHash(network);
  for (const run of await listRuns(notebookPath)) {
    if (run.manifest.network !== network.name || run.manifest.networkHash !== hash) continue;
    const trained = await trainedIn(run, network);
    if (trained) return trained;
  }
  return undefined;
}

/** The newest parameters of one run; undefined when it has none that fit the network. */
export async function trainedIn(run: Run, network: Network): Promise<Trained | undefined> {
  const checkpoint = await run.newestCheckpoint();
  const parameters = checkpoint && parametersOf(network, checkpoint.tensors);
  return parameters && { run, step: checkpoint.state.step, parameters };
}

/** The network's parameters among stored tensors; undefined when one is missing or has another shape. */
export function parametersOf(
  network: Network,
  tensors: ReadonlyMap<string, { shape: readonly number[]; data: Float32Array }>,
): Map<string, Float32Array> | undefined {
  const parameters = new Map<string, Float32Array>();
  for (const layer of network.layers) {
    for (const spec of layer.parameters) {
      const key = parameterKey(layer, spec);
      const stored = tensors.get(key);
      if (!stored || String(stored.shape) !== String(spec.shape)) return undefined;
      parameters.set(key, stored.data);
    }
  }
  return parameters;
}
