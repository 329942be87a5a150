import { inOrder } from '../../data/batches';
import type { Dataset, SplitName } from '../../data/dataset';
import type { EvaluationStep } from '../../learning/step';
import type { Scores } from '../../runs/events';
import { runOn } from '../devices/executor';
import type { Provider, Runtime, Session, Tensor } from '../devices/runtime';

/** Samples evaluated at once. */
const chunk = 256;

/** Scores parameters on a whole split. */
export class Evaluator {
  private readonly samples: Float32Array;
  private readonly targets: Float32Array;

  constructor(
    private readonly runtime: Runtime,
    private readonly device: Provider,
    private readonly session: Session,
    private readonly evaluation: EvaluationStep,
    private readonly dataset: Dataset,
  ) {
    this.samples = new Float32Array(chunk * sizeOf(dataset.inputShape));
    this.targets = new Float32Array(chunk * dataset.target.names.length);
  }

  /** Mean loss and share of right answers; undefined for an empty split. */
  async score(name: SplitName, parameter: (key: string) => Tensor): Promise<Scores | undefined> {
    const split = this.dataset.splits[name];
    if (split.count === 0) return undefined;
    const { inputs, outputs } = this.evaluation;
    const parameters = Object.fromEntries(
      this.evaluation.parameters.map(({ key, input }) => [input, parameter(key)]),
    );
    let loss = 0;
    let correct = 0;
    for (const indices of inOrder(split.count, chunk)) {
      split.gather(indices, this.samples, this.targets);
      const running = this.session.run({
        ...parameters,
        [inputs.samples]: this.tensor(this.samples, indices.length, this.dataset.inputShape),
        [inputs.targets]: this.tensor(this.targets, indices.length, [
          this.dataset.target.names.length,
        ]),
      });
      const results = await runOn(this.device, running, 'in an evaluation');
      loss += Number(results[outputs.lossSum].data[0]);
      if (outputs.correct !== undefined) correct += Number(results[outputs.correct].data[0]);
    }
    return {
      loss: loss / split.count,
      ...(outputs.correct !== undefined && { accuracy: correct / split.count }),
    };
  }

  dispose(): Promise<void> {
    return this.session.release();
  }

  private tensor(data: Float32Array, count: number, shape: readonly number[]): Tensor {
    return new this.runtime.Tensor('float32', data.subarray(0, count * sizeOf(shape)), [
      count,
      ...shape,
    ]);
  }
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, n) => product * n, 1);
