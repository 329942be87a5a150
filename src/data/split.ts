import { targetSize, type Split, type SplitName, type Target } from './dataset';
import type { Samples } from './samples';
import { elements } from '../shape/elements';
import { targetShape } from '../shape/targets';

/** Value in 0..1 of each byte. */
const unit = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Some of the samples in memory, addressed through their numbers. */
export class SampleSplit implements Split {
  readonly count: number;
  private readonly inputSize: number;
  /** Numbers of a sample's targets, as they are handed out. */
  private readonly targetSize: number;

  /** `members` are numbers of samples, all of them when left out. */
  constructor(
    readonly name: SplitName,
    private readonly samples: Samples,
    inputShape: readonly number[],
    private readonly target: Target,
    private readonly members?: Int32Array,
  ) {
    this.count = members?.length ?? samples.count;
    this.inputSize = elements(inputShape);
    this.targetSize = elements(targetShape(targetSize(target)));
  }

  gather(indices: Int32Array, inputs: Float32Array, targets: Float32Array): void {
    if (inputs.length < indices.length * this.inputSize) {
      throw new RangeError(`${inputs.length} input values cannot hold ${indices.length} samples`);
    }
    if (targets.length < indices.length * this.targetSize) {
      throw new RangeError(`${targets.length} target values cannot hold ${indices.length} samples`);
    }
    for (let i = 0; i < indices.length; i++) {
      const sample = this.sample(indices[i]);
      this.gatherInput(sample, inputs, i * this.inputSize);
      this.gatherTargets(sample, targets, i * this.targetSize);
    }
  }

  label(index: number): number | undefined {
    const sample = this.sample(index);
    const { kind, steps } = this.target;
    return kind === 'classes' && steps === undefined ? this.samples.targets[sample] : undefined;
  }

  private sample(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`sample ${index} of the ${this.count} in the ${this.name} split`);
    }
    return this.members ? this.members[index] : index;
  }

  private gatherInput(sample: number, inputs: Float32Array, at: number): void {
    const stored = this.samples.inputs;
    const from = sample * this.inputSize;
    if (stored instanceof Float32Array) {
      inputs.set(stored.subarray(from, from + this.inputSize), at);
    } else {
      for (let i = 0; i < this.inputSize; i++) inputs[at + i] = unit[stored[from + i]];
    }
  }

  private gatherTargets(sample: number, targets: Float32Array, at: number): void {
    const { steps } = this.target;
    if (steps === undefined) {
      this.gatherTarget(sample, targets, at);
      return;
    }
    const width = this.targetSize / steps;
    for (let step = 0; step < steps; step++) {
      const row = at + step * width;
      targets[row + width - 1] = this.gatherTarget(sample * steps + step, targets, row) ? 1 : 0;
    }
  }

  /** Writes the row of a target; false, and zeros, where there is none. */
  private gatherTarget(place: number, targets: Float32Array, at: number): boolean {
    const stored = this.samples.targets;
    const { kind, names } = this.target;
    const count = names.length;
    if (kind === 'classes') {
      targets.fill(0, at, at + count);
      const label = stored[place];
      if (label < 0) return false;
      targets[at + label] = 1;
      return true;
    }
    for (let i = 0; i < count; i++) targets[at + i] = stored[place * count + i];
    const isThere = !targets.subarray(at, at + count).some(Number.isNaN);
    if (!isThere && this.target.steps !== undefined) targets.fill(0, at, at + count);
    return isThere;
  }
}
