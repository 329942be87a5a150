import { parameterKey, type Network } from '../../network/network';
import { nextSnapshot, snapshotCount, snapshotSteps } from '../../runs/snapshotSteps';
import type { Run } from '../../runs/run';
import { elements } from '../../shape/elements';
import type { Tensors } from './stage';

/** Bytes of snapshots that wait in memory for the next checkpoint, at most; more are written at once. */
const mostWaiting = 2 ** 26;

/**
 * Keeps the parameters of a network at some steps of its training. They wait for the next checkpoint, and are written before it:
 * what a training goes on from has all that led to it, and those of the first steps, most of which are soon left out, cost no writes.
 */
export class Snapshotting {
  private readonly keys: readonly string[];
  private readonly bytes: number;
  private readonly most: number;
  private readonly waiting = new Map<number, Tensors>();
  private next: number;

  /** `step`: where the training goes on; absent: at its beginning. */
  constructor(
    private readonly run: Run,
    network: Network,
    step: number | undefined,
  ) {
    const parameters = network.layers.flatMap((layer) =>
      layer.parameters.map((spec) => ({ key: parameterKey(layer, spec), spec })),
    );
    this.keys = parameters.map(({ key }) => key);
    this.bytes = 4 * parameters.reduce((sum, { spec }) => sum + elements(spec.shape), 0);
    this.most = snapshotCount(this.bytes);
    this.next = step === undefined ? 0 : nextSnapshot(step, this.most);
  }

  /** Steps until the next one whose parameters are kept; 0: they are those of this step. */
  stepsLeft(step: number): number {
    return this.next - step;
  }

  /** Takes the parameters at a step out of all tensors there are. */
  async take(step: number, tensors: Tensors): Promise<void> {
    this.next = nextSnapshot(step, this.most);
    const own = this.keys.flatMap((key) => {
      const tensor = tensors.get(key);
      return tensor ? [[key, tensor] as const] : [];
    });
    this.waiting.set(step, new Map(own));
    const kept = new Set(snapshotSteps(step, this.most));
    for (const each of this.waiting.keys()) if (!kept.has(each)) this.waiting.delete(each);
    if (this.waiting.size * this.bytes > mostWaiting) await this.write(step);
  }

  /** Writes what waits and is still to be kept at a step. Throws a `RunError`. */
  async write(step: number): Promise<void> {
    await this.run.saveSnapshots(snapshotSteps(step, this.most), this.waiting);
    this.waiting.clear();
  }
}
