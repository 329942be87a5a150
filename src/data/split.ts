import { targetSize, type Split, type SplitName, type Target } from './dataset';
import type { Samples } from './samples';
import { cutForm, type SampleForm } from './segments';
import { elements } from '../shape/elements';
import { targetShape } from '../shape/targets';

/** Value in 0..1 of each byte. */
const unit = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Some of the samples in memory, addressed through their numbers; those of a sequence that is cut follow each other. */
export class SampleSplit implements Split {
  readonly count: number;
  private readonly target: Target;
  /** Samples that what is stored as one is cut into. */
  private readonly segments: number;
  /** Numbers of an input as it is handed out, and as it is stored. */
  private readonly inputSize: number;
  private readonly storedSize: number;
  /** Numbers of a sample's targets, as they are handed out. */
  private readonly targetSize: number;

  /** `members` are numbers of stored samples, all of them when left out. */
  constructor(
    readonly name: SplitName,
    private readonly samples: Samples,
    private readonly stored: SampleForm,
    private readonly members?: Int32Array,
  ) {
    const { inputShape, target, segments } = cutForm(stored);
    this.target = target;
    this.segments = segments;
    this.count = (members?.length ?? samples.count) * segments;
    this.inputSize = elements(inputShape);
    this.storedSize = elements(stored.inputShape);
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
      const segment = indices[i] % this.segments;
      this.gatherInput(sample, segment, inputs, i * this.inputSize);
      this.gatherTargets(sample, segment, targets, i * this.targetSize);
    }
  }

  label(index: number): number | undefined {
    const sample = this.sample(index);
    const { kind, steps } = this.target;
    return kind === 'classes' && steps === undefined ? this.samples.targets[sample] : undefined;
  }

  /** The stored sample that a sample is, or is a segment of. */
  private sample(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`sample ${index} of the ${this.count} in the ${this.name} split`);
    }
    const whole = Math.floor(index / this.segments);
    return this.members ? this.members[whole] : whole;
  }

  private gatherInput(sample: number, segment: number, inputs: Float32Array, at: number): void {
    const stored = this.samples.inputs;
    const begin = segment * this.inputSize;
    const from = sample * this.storedSize + begin;
    const length = Math.min(this.inputSize, this.storedSize - begin);
    if (stored instanceof Float32Array) {
      inputs.set(stored.subarray(from, from + length), at);
    } else {
      for (let i = 0; i < length; i++) inputs[at + i] = unit[stored[from + i]];
    }
    if (length < this.inputSize) inputs.fill(0, at + length, at + this.inputSize);
  }

  private gatherTargets(sample: number, segment: number, targets: Float32Array, at: number): void {
    const { steps } = this.target;
    if (steps === undefined) {
      this.gatherTarget(sample, targets, at);
      return;
    }
    const { target, cut } = this.stored;
    const whole = target.steps!;
    const width = this.targetSize / steps;
    for (let step = 0; step < steps; step++) {
      const row = at + step * width;
      const place = segment * steps + step;
      const asked = place - (cut?.delay ?? 0);
      const isThere =
        asked >= 0 && place < whole && this.gatherTarget(sample * whole + asked, targets, row);
      if (!isThere) targets.fill(0, row, row + width);
      else targets[row + width - 1] = 1;
    }
  }

  /** Writes the row of a target; false where there is none. */
  private gatherTarget(place: number, targets: Float32Array, at: number): boolean {
    const stored = this.samples.targets;
    const { kind, names } = this.target;
    const count = names.length;
    if (kind === 'classes') {
      targets.fill(0, at, at + count);
      const label = stored[place];
      if (label >= 0) targets[at + label] = 1;
      return label >= 0;
    }
    for (let i = 0; i < count; i++) targets[at + i] = stored[place * count + i];
    return !targets.subarray(at, at + count).some(Number.isNaN);
  }
}
