import type { Place } from './rows';

/** What a network answered where it tells classes apart: answer by answer, in the order in which they came. */
export class ClassAnswers {
  count = 0;
  private readonly samples: Int32Array;
  private readonly steps: Int32Array | undefined;
  private readonly truths: Int32Array;
  private readonly predictions: Int32Array;
  /** What the right class and the predicted one were given. */
  private readonly likelihoods: Float32Array;
  private readonly confidences: Float32Array;
  private readonly losses: Float32Array | undefined;

  constructor(most: number, { steps, losses }: { steps: boolean; losses: boolean }) {
    this.samples = new Int32Array(most);
    this.steps = steps ? new Int32Array(most) : undefined;
    this.truths = new Int32Array(most);
    this.predictions = new Int32Array(most);
    this.likelihoods = new Float32Array(most);
    this.confidences = new Float32Array(most);
    this.losses = losses ? new Float32Array(most) : undefined;
  }

  /** Memory of one answer. */
  static readonly bytes = 7 * Int32Array.BYTES_PER_ELEMENT;

  add(
    { sample, step }: Place,
    answer: { truth: number; predicted: number; outputs: ArrayLike<number>; loss?: number },
  ): void {
    const i = this.count++;
    const { truth, predicted, outputs } = answer;
    this.samples[i] = sample;
    if (this.steps) this.steps[i] = step ?? 0;
    this.truths[i] = truth;
    this.predictions[i] = predicted;
    this.likelihoods[i] = outputs[truth];
    this.confidences[i] = outputs[predicted];
    if (this.losses) this.losses[i] = answer.loss ?? NaN;
  }

  truth = (i: number): number => this.truths[i];

  predicted = (i: number): number => this.predictions[i];

  confidence = (i: number): number => this.confidences[i];

  isRight = (i: number): boolean => this.truths[i] === this.predictions[i];

  /** How far from right: the loss, else how little the right class was given. */
  hardness = (i: number): number => this.losses?.[i] ?? -this.likelihoods[i];

  at(i: number) {
    return {
      sample: this.samples[i],
      ...(this.steps && { step: this.steps[i] }),
      truth: this.truths[i],
      predicted: this.predictions[i],
      likelihood: this.likelihoods[i],
      confidence: this.confidences[i],
      ...(this.losses && { loss: this.losses[i] }),
    };
  }
}
