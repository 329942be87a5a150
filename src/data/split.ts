import type { Dataset, Split, SplitName } from './dataset';
import type { Samples } from './samples';
import { elements } from '../shape/elements';

/** Value in 0..1 of each byte. */
const unit = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Some of the samples in memory, addressed through their numbers. */
export class SampleSplit implements Split {
  readonly count: number;
  private readonly inputSize: number;
  private readonly width: number;
  private readonly classes: boolean;

  /** `members` are numbers of samples, all of them when left out. */
  constructor(
    readonly name: SplitName,
    private readonly samples: Samples,
    inputShape: readonly number[],
    target: Dataset['target'],
    private readonly members?: Int32Array,
  ) {
    this.count = members?.length ?? samples.count;
    this.inputSize = elements(inputShape);
    this.width = target.names.length;
    this.classes = target.kind === 'classes';
  }

  gather(indices: Int32Array, inputs: Float32Array, targets: Float32Array): void {
    if (inputs.length < indices.length * this.inputSize) {
      throw new RangeError(`${inputs.length} input values cannot hold ${indices.length} samples`);
    }
    if (targets.length < indices.length * this.width) {
      throw new RangeError(`${targets.length} target values cannot hold ${indices.length} samples`);
    }
    for (let i = 0; i < indices.length; i++) {
      const sample = this.sample(indices[i]);
      this.gatherInput(sample, inputs, i * this.inputSize);
      this.gatherTarget(sample, targets, i * this.width);
    }
  }

  label(index: number): number | undefined {
    const sample = this.sample(index);
    return this.classes ? this.samples.targets[sample] : undefined;
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

  private gatherTarget(sample: number, targets: Float32Array, at: number): void {
    const stored = this.samples.targets;
    if (this.classes) {
      targets.fill(0, at, at + this.width);
      targets[at + stored[sample]] = 1;
    } else {
      for (let i = 0; i < this.width; i++) targets[at + i] = stored[sample * this.width + i];
    }
  }
}
