import type { Dataset, SplitName } from '../../data/dataset';
import { assertFits } from '../../data/memoryLimit';
import { evaluationLimits as limits, type EvaluatedValues } from '../protocol/evaluation';
import { Greatest } from './greatest';
import { differences, histogram, residualScores } from './residuals';
import { thinned } from './roc';
import type { Place, Row } from './rows';
import { thumbnails } from './thumbnails';

/** Collects predicted values beside those they should be. */
export class ValueCount {
  private count = 0;
  private readonly width: number;
  /** [targets, answers] */
  private readonly given: Float32Array;
  private readonly wanted: Float32Array;
  private readonly worst = new Greatest<EvaluatedValues['worst']['examples'][number]>(
    limits.examples,
  );

  constructor(
    private readonly dataset: Dataset,
    private readonly most: number,
  ) {
    this.width = dataset.target.names.length;
    assertFits(
      2 * most * this.width * Float32Array.BYTES_PER_ELEMENT,
      `Keeping ${most} answers of ${this.width} values`,
      'Evaluate a smaller split.',
    );
    this.given = new Float32Array(most * this.width);
    this.wanted = new Float32Array(most * this.width);
  }

  add({ sample, step, wanted }: Row, given: Float32Array, loss: number | undefined): void {
    let squares = 0;
    for (let k = 0; k < this.width; k++) {
      this.given[k * this.most + this.count] = given[k];
      this.wanted[k * this.most + this.count] = wanted[k];
      squares += (given[k] - wanted[k]) ** 2;
    }
    this.count++;
    const error = Math.sqrt(squares / this.width);
    const place: Place = { sample, ...(step !== undefined && { step }) };
    this.worst.add(error, () => ({
      ...place,
      error,
      wanted: Array.from(wanted.subarray(0, limits.exampleValues)),
      given: Array.from(given.subarray(0, Math.min(this.width, limits.exampleValues))),
      ...(loss !== undefined && { loss }),
    }));
  }

  result(split: SplitName): EvaluatedValues {
    const { names } = this.dataset.target;
    const examples = [...this.worst.items];
    return {
      targets: names.slice(0, limits.targets).map((name, k) => this.target(name, k)),
      of: names.length,
      worst: { examples, ...thumbnails(this.dataset, split, examples) },
    };
  }

  private target(name: string, k: number): EvaluatedValues['targets'][number] {
    const from = k * this.most;
    const given = this.given.subarray(from, from + this.count);
    const wanted = this.wanted.subarray(from, from + this.count);
    const { quantiles, ...scores } = residualScores(given, wanted);
    const { counts, ...ends } = histogram(differences(given, wanted), limits.histogramBins);
    const chosen = thinned([...wanted.keys()], limits.points);
    return {
      ...{ name, ...scores, quantiles: [...quantiles] },
      ...(k < limits.drawnTargets && {
        points: chosen.map((i): [number, number] => [wanted[i], given[i]]),
        histogram: { ...ends, counts: [...counts] },
      }),
    };
  }
}
