import type { Network } from '../../network/network';

/** Parameters of a training still going on. */
export type LiveParameters = (
  notebookPath: string,
  network: Network,
) => Promise<
  { run: string; step: number; parameters: ReadonlyMap<string, Float32Array> } | undefined
>;
