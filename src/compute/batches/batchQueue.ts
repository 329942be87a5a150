import type { BatchBuffers } from '../../data/feeder';
import type { BatchRing } from './ring';

/** The batches of a training, made ahead by another thread. */
export class BatchQueue {
  private failure: Error | undefined;

  constructor(
    private readonly ring: BatchRing,
    /** Ends the other thread. */
    readonly dispose: () => Promise<void>,
  ) {}

  /** Whether the next batch is there. */
  get ready(): boolean {
    return !this.ring.empty;
  }

  /** Settles when the next batch is there. Throws what the other thread failed with. */
  async wait(): Promise<void> {
    while (!this.ready) {
      if (this.failure) throw this.failure;
      await this.ring.nextPut();
    }
  }

  /** Moves the next batch, which must be ready, to where a step reads it. */
  take(target: BatchBuffers): void {
    const { samples, targets, random } = this.ring.toTake;
    copy(samples, target.samples);
    copy(targets, target.targets);
    for (const [name, numbers] of random) copy(numbers, target.random.get(name)!);
    this.ring.release();
  }

  /** The other thread makes no more batches. */
  fail(error: Error): void {
    this.failure = error;
    this.ring.wake();
  }
}

/**
 * ONNX Runtime reads no shared memory, so each batch is copied once. Out of shared memory V8 copies element by element:
 * bytes go by whole words, half again as fast as numbers.
 */
function copy(from: Float32Array, to: Float32Array): void {
  bytes(to).set(bytes(from));
}

const views = new WeakMap<Float32Array, Uint8Array>();

/** The bytes of an array; the same view each time. */
function bytes(array: Float32Array): Uint8Array {
  let view = views.get(array);
  if (!view) {
    view = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    views.set(array, view);
  }
  return view;
}
