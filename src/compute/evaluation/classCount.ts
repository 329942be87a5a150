import type { Dataset } from '../../data/dataset';
import { assertFits } from '../../data/memoryLimit';
import {
  forBoth,
  givesProbabilities,
  isOneOfTwo,
  lastActivation,
  levelsOf,
} from '../../learning/losses/heads';
import type { Layer } from '../../network/network';
import { evaluationLimits as limits, type EvaluatedClasses } from '../protocol/evaluation';
import { CalibrationCount } from './calibration';
import { ClassAnswers } from './classAnswers';
import { ConfusionMatrix, macroAverage } from './confusion';
import { Greatest } from './greatest';
import { chanceInTop, firstGreatest, placeOf } from './ranking';
import { rocCurve } from './roc';
import type { Row } from './rows';
import { thumbnails } from './thumbnails';

/** Counts answers that tell classes apart, one after the other. */
export class ClassCount {
  readonly answers: ClassAnswers;
  private readonly matrix: ConfusionMatrix;
  private readonly topK: Float64Array;
  private readonly calibration: CalibrationCount | undefined;
  /** Of two classes, what the second was given. */
  private readonly second: Float32Array | undefined;
  private tied = 0;
  private readonly isOne: boolean;

  constructor(
    private readonly dataset: Dataset,
    private readonly head: Layer,
    most: number,
    options: { readonly losses: boolean },
  ) {
    const { names, kind, steps } = dataset.target;
    const classes = names.length;
    const units = head.shape.at(-1)!;
    assertFits(
      most * ClassAnswers.bytes,
      `Keeping ${most} answers of \`${head.id}\``,
      'Evaluate a smaller split.',
    );
    this.isOne = isOneOfTwo({ kind, count: classes }, units);
    this.answers = new ClassAnswers(most, { steps: steps !== undefined, ...options });
    this.matrix = new ConfusionMatrix(classes);
    this.topK = new Float64Array(Math.max(1, Math.min(limits.topK, classes - 1)));
    this.second = classes === 2 ? new Float32Array(most) : undefined;
    if (this.givesProbabilities) this.calibration = new CalibrationCount(limits.bins);
  }

  add(row: Row, given: Float32Array, loss: number | undefined): void {
    const outputs = this.isOne ? forBoth(levelsOf(this.head), given[0]) : given;
    const truth = row.wanted.indexOf(1);
    const predicted = firstGreatest(outputs);
    const place = placeOf(outputs, truth);
    this.topK.forEach((sum, i) => (this.topK[i] = sum + chanceInTop(i + 1, place)));
    if (placeOf(outputs, predicted).tied > 1) this.tied++;
    this.matrix.add(truth, predicted);
    this.calibration?.add(outputs[predicted], truth === predicted);
    if (this.second) this.second[this.answers.count] = outputs[1];
    this.answers.add(row, { truth, predicted, outputs, ...(loss !== undefined && { loss }) });
  }

  result(split: Parameters<typeof thumbnails>[1]): EvaluatedClasses {
    const { answers, matrix, topK, calibration, second, tied } = this;
    const { names } = this.dataset.target;
    const { count } = answers;
    const fractions = Array.from(topK, (sum) => sum / count);
    const perClass = matrix.perClass;
    const roc =
      second &&
      rocCurve(second.subarray(0, count), (i) => answers.truth(i) === 1, limits.rocPoints);
    const hardest = new Greatest<number>(limits.examples);
    const confident = new Greatest<number>(limits.examples);
    for (let i = 0; i < count; i++) {
      hardest.add(answers.hardness(i), () => i);
      if (!answers.isRight(i)) confident.add(answers.confidence(i), () => i);
    }
    const examples = (found: Greatest<number>) => {
      const told = found.items.map((i) => answers.at(i));
      return { examples: told, ...thumbnails(this.dataset, split, told) };
    };
    return {
      names: [...names],
      outputs: this.givesProbabilities ? 'probabilities' : 'scores',
      accuracy: fractions[0],
      tied,
      topK: fractions,
      ...(names.length <= limits.matrixClasses && { confusion: matrix.rows }),
      confused: [...matrix.confused(limits.pairs)],
      perClass: [...perClass],
      macro: macroAverage(perClass),
      ...(calibration && { calibration: mutable(calibration.result) }),
      ...(roc && { roc: { points: [...roc.points], area: roc.area } }),
      hardest: examples(hardest),
      confident: examples(confident),
    };
  }

  private get givesProbabilities(): boolean {
    return givesProbabilities(this.head) || lastActivation(this.head) === 'logistic';
  }
}

const mutable = ({ bins, error }: CalibrationCount['result']) => ({ bins: [...bins], error });
