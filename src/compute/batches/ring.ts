/// <reference lib="es2024.sharedmemory" />
import type { BatchBuffers } from '../../data/feeder';

/** Batches made ahead, at most. */
const slots = 4;
/** Numbers in the ring's head: batches put in and batches taken out so far, each written by one side only. */
const filled = 0;
const taken = 1;
const headBytes = 16;

/** Lengths of the arrays of one batch. */
export interface BatchLengths {
  readonly samples: number;
  readonly targets: number;
  readonly random: ReadonlyMap<string, number>;
}

/** A few batches in shared memory, written by one thread and read by another in the same order. */
export class BatchRing {
  readonly head: Int32Array;
  private readonly slots: readonly BatchBuffers[];

  constructor(
    readonly lengths: BatchLengths,
    readonly memory = new SharedArrayBuffer(headBytes + slots * slotBytes(lengths)),
  ) {
    this.head = new Int32Array(memory, 0, 2);
    const size = slotBytes(lengths);
    this.slots = Array.from({ length: slots }, (_, i) =>
      views(lengths, memory, headBytes + i * size),
    );
  }

  /** The slot to be written next, once `full` is false. */
  get toFill(): BatchBuffers {
    return this.slots[(this.head[filled] >>> 0) % slots];
  }

  /** The slot to be read next, once `empty` is false. */
  get toTake(): BatchBuffers {
    return this.slots[(this.head[taken] >>> 0) % slots];
  }

  get empty(): boolean {
    return Atomics.load(this.head, filled) === this.head[taken];
  }

  /** Says that the slot to be written is. */
  put(): void {
    Atomics.add(this.head, filled, 1);
    Atomics.notify(this.head, filled);
  }

  /** Gives the slot that was read back. */
  release(): void {
    Atomics.add(this.head, taken, 1);
    Atomics.notify(this.head, taken);
  }

  /** Blocks this thread until there is a slot to be written. */
  awaitSlot(): void {
    for (;;) {
      const present = Atomics.load(this.head, taken);
      if (((this.head[filled] - present) | 0) < slots) return;
      Atomics.wait(this.head, taken, present);
    }
  }

  /** Settles when a batch is put in, or at `wake`, without blocking this thread. */
  async nextPut(): Promise<void> {
    const waiting = Atomics.waitAsync(this.head, filled, this.head[taken]);
    if (waiting.async) await waiting.value;
  }

  /** Ends all waiting for a batch. */
  wake(): void {
    Atomics.notify(this.head, filled);
  }
}

/** Bytes of float32 numbers, filled up to whole machine words: copied word by word. */
const padded = (length: number): number => 8 * Math.ceil(length / 2);

const slotBytes = ({ samples, targets, random }: BatchLengths): number =>
  [samples, targets, ...random.values()].reduce((sum, length) => sum + padded(length), 0);

function views(lengths: BatchLengths, memory: SharedArrayBuffer, at: number): BatchBuffers {
  const view = (length: number): Float32Array => {
    const array = new Float32Array(memory, at, length);
    at += padded(length);
    return array;
  };
  return {
    samples: view(lengths.samples),
    targets: view(lengths.targets),
    random: new Map([...lengths.random].map(([name, length]) => [name, view(length)])),
  };
}
