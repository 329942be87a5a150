import { nameAt } from '../../learning/severalSteps';
import type { StoredTensor } from '../../runs/safetensors';
import {
  resultShapes,
  SlotExecutor,
  type FloatTensor,
  type StepResult,
  type StepShape,
} from './executor';
import { elements } from '../../shape/elements';
import type { Provider, Runtime, Session, Tensor } from './runtime';
import { stateSet, type StateSet } from './stateSet';

/** A session that runs several steps at once. */
export interface SeveralSteps {
  readonly session: Session;
  readonly count: number;
}

interface Call {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly fetches: Readonly<Record<string, FloatTensor>>;
}

/**
 * A step whose state lives in the CPU's memory: two sets of tensors used in turn, one read, the other written in place,
 * so that nothing is allocated or copied. Devices that give every output back to the CPU use it too, with several steps
 * in a run, so that the state crosses the bus only once for all of them.
 */
export class HostExecutor extends SlotExecutor {
  readonly safe = true;
  private readonly results: readonly Readonly<Record<string, FloatTensor>>[];
  /** `current` is the one of the two that holds the state. */
  private readonly sets: readonly [StateSet, StateSet];
  /** Calls of a single step, from each set, with each slot. */
  private readonly single: readonly (readonly Call[])[];
  /** Calls of several steps, from each set. */
  private readonly all: readonly Call[];
  private current = 0;

  constructor(
    runtime: Runtime,
    device: Provider,
    private readonly session: Session,
    training: StepShape,
    state: ReadonlyMap<string, Float32Array>,
    private readonly several?: SeveralSteps,
  ) {
    super(runtime, device, training, several?.count ?? 1);
    const float = (shape: readonly number[]) =>
      new runtime.Tensor('float32', new Float32Array(elements(shape)), shape) as FloatTensor;
    this.sets = [stateSet(runtime, training), stateSet(runtime, training)];
    const shapes = [...resultShapes(training)];
    this.results = this.slots.map(() =>
      Object.fromEntries(shapes.map(([name, shape]) => [name, float(shape)])),
    );
    this.single = [0, 1].map((from) =>
      this.slots.map(({ feeds }, i) => this.call(from, feeds, this.results[i])),
    );
    const named = <T>(records: readonly Readonly<Record<string, T>>[]): Record<string, T> =>
      Object.fromEntries(
        records.flatMap((record, i) =>
          Object.entries(record).map(([name, value]) => [nameAt(name, i), value]),
        ),
      );
    const feeds = named<Tensor>(this.slots.map((slot) => slot.feeds));
    this.all = [0, 1].map((from) => this.call(from, feeds, named(this.results)));
    this.write(state);
  }

  parameter(key: string): FloatTensor {
    return this.sets[this.current].tensors.get(key)!;
  }

  read(): Promise<Map<string, StoredTensor>> {
    const copy = ({ key, shape }: { key: string; shape: readonly number[] }) =>
      [key, { shape, data: (this.parameter(key).data as Float32Array).slice() }] as const;
    return Promise.resolve(new Map(this.training.state.map(copy)));
  }

  write(state: ReadonlyMap<string, Float32Array>): void {
    for (const [key, data] of state) this.sets[this.current].tensors.get(key)?.data.set(data);
  }

  async dispose(): Promise<void> {
    await this.session.release();
    await this.several?.session.release();
  }

  protected async runSlots(count: number): Promise<readonly StepResult[]> {
    if (count === this.several?.count)
      await this.make(this.several.session, this.all[this.current]);
    else {
      for (let i = 0; i < count; i++) await this.make(this.session, this.single[this.current][i]);
    }
    return this.results.slice(0, count).map((tensors) => this.result((name) => tensors[name].data));
  }

  /** Runs a call from the current set; a failed one leaves that set as it was. */
  private async make(session: Session, { feeds, fetches }: Call): Promise<void> {
    await session.run(feeds, fetches);
    this.current = 1 - this.current;
  }

  private call(from: number, inputs: Call['feeds'], results: Call['fetches']): Call {
    return {
      feeds: { ...inputs, ...this.sets[from].inputs },
      fetches: { ...results, ...this.sets[1 - from].outputs },
    };
  }
}
