import { assertFits } from '../../data/memoryLimit';
import type { OutputStep } from '../../learning/outputs';
import type { Layer } from '../../network/network';
import { elements } from '../../shape/elements';
import { placeIn } from '../../shape/place';
import type { Provider, Tensor } from '../devices/runtime';
import type { Surroundings } from '../jobs/jobs';
import { overSplit, type Subject } from './overSplit';

/** Thresholds tried for a neuron, equally spaced between its least and its greatest output: as many as Le et al. (2012) took. */
export const thresholds = 20;
/** Classes told of a layer, at most: those whose best neuron says most. */
const mostClasses = 20;

/** The neuron of a layer that tells a class best from all others. */
export interface BestNeuron {
  readonly label: number;
  /** Its place in the layer's output. */
  readonly neuron: readonly number[];
  /** It says that a sample is of the class above the threshold, or else up to it. */
  readonly above: boolean;
  readonly threshold: number;
  readonly accuracy: number;
  /** What the same answer to every sample scores. */
  readonly constant: number;
}

/**
 * The best neuron of some layers for each class, those first that are furthest above a constant answer; each number that a layer
 * gives is a neuron. Looks at the samples twice, for the ranges and for the counts of each class between thresholds; undefined where
 * it is told to stop before. Throws a `DataError` where the counts would take too much memory.
 */
export async function bestNeurons(
  device: Provider,
  step: OutputStep,
  layers: readonly Layer[],
  subject: Subject,
  surroundings: Surroundings,
): Promise<ReadonlyMap<string, readonly BestNeuron[]> | undefined> {
  const classes = subject.dataset.target.names.length;
  const scorers = layers.map((layer) => new Scorer(layer, classes));
  const { outputs } = step;
  return overSplit(device, step, subject, surroundings, async (look) => {
    for await (const { results } of look(outputs, 'Measuring the ranges of neurons'))
      scorers.forEach((scorer, i) => scorer.measure(numbersOf(results[outputs[i]])));
    if (surroundings.signal.aborted) return undefined;
    for await (const { length, targets, results } of look(outputs, 'Trying thresholds')) {
      const labels = Array.from({ length }, (_, i) =>
        targets.subarray(i * classes, (i + 1) * classes).indexOf(1),
      );
      scorers.forEach((scorer, i) => scorer.count(numbersOf(results[outputs[i]]), labels));
    }
    if (surroundings.signal.aborted) return undefined;
    return new Map(scorers.map((scorer) => [scorer.layer.id, scorer.best()]));
  });
}

const numbersOf = ({ data }: Tensor) => data as Float32Array;

class Scorer {
  private readonly neurons: number;
  private readonly least: Float64Array;
  private readonly greatest: Float64Array;
  /** How many samples of each class lie between two thresholds: [neurons, thresholds + 1, classes]. */
  private readonly counts: Uint32Array;
  /** How many samples each class has. */
  private readonly sizes: Float64Array;

  constructor(
    readonly layer: Layer,
    private readonly classes: number,
  ) {
    this.neurons = elements(layer.shape);
    const counts = this.neurons * (thresholds + 1) * classes;
    assertFits(
      counts * Uint32Array.BYTES_PER_ELEMENT,
      `Counting what ${this.neurons} neurons of \`${layer.id}\` tell of ${classes} classes`,
      'Name a layer with fewer.',
    );
    this.least = new Float64Array(this.neurons).fill(Infinity);
    this.greatest = new Float64Array(this.neurons).fill(-Infinity);
    this.counts = new Uint32Array(counts);
    this.sizes = new Float64Array(classes);
  }

  /** Widens the ranges by the outputs to some samples, [samples, neurons]; a number that is none makes a range of none. */
  measure(values: Float32Array): void {
    const { neurons, least, greatest } = this;
    values.forEach((value, i) => {
      least[i % neurons] = Math.min(least[i % neurons], value);
      greatest[i % neurons] = Math.max(greatest[i % neurons], value);
    });
  }

  /** Counts the outputs to samples of these classes between the thresholds. */
  count(values: Float32Array, labels: readonly number[]): void {
    const { neurons, classes, counts } = this;
    labels.forEach((label, sample) => {
      this.sizes[label]++;
      for (let neuron = 0; neuron < neurons; neuron++) {
        const value = values[sample * neurons + neuron];
        let passed = 0;
        while (passed < thresholds && value > this.threshold(neuron, passed + 1)) passed++;
        counts[(neuron * (thresholds + 1) + passed) * classes + label]++;
      }
    });
  }

  /** The k-th threshold of a neuron, from 1 on. */
  private threshold(neuron: number, k: number): number {
    const least = this.least[neuron];
    return least + ((this.greatest[neuron] - least) * k) / (thresholds + 1);
  }

  best(): readonly BestNeuron[] {
    const { classes, sizes, counts } = this;
    const samples = sizes.reduce((sum, size) => sum + size, 0);
    const best = new Map<number, BestNeuron>();
    const above = new Float64Array(classes);
    for (let neuron = 0; neuron < this.neurons; neuron++) {
      if (!Number.isFinite(this.greatest[neuron] - this.least[neuron])) continue;
      above.fill(0);
      for (let k = thresholds; k > 0; k--) {
        const from = (neuron * (thresholds + 1) + k) * classes;
        for (let label = 0; label < classes; label++) above[label] += counts[from + label];
        const all = above.reduce((sum, count) => sum + count, 0);
        for (let label = 0; label < classes; label++) {
          if (sizes[label] === 0) continue;
          const right = 2 * above[label] + samples - sizes[label] - all;
          const accuracy = Math.max(right, samples - right) / samples;
          if (accuracy <= (best.get(label)?.accuracy ?? 0)) continue;
          best.set(label, {
            label,
            neuron: placeIn(this.layer.shape, neuron),
            above: 2 * right >= samples,
            threshold: this.threshold(neuron, k),
            accuracy,
            constant: Math.max(sizes[label], samples - sizes[label]) / samples,
          });
        }
      }
    }
    const gain = ({ accuracy, constant }: BestNeuron) => accuracy - constant;
    return [...best.values()]
      .sort((a, b) => gain(b) - gain(a) || a.label - b.label)
      .slice(0, mostClasses);
  }
}
