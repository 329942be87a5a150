import type { SplitName } from '../../data/dataset';
import { buildAnswers, type AnswerStep } from '../../learning/answers';
import { givesAnswers, washoutOf } from '../../learning/rules';
import { toWire } from '../../runs/events';
import { elements } from '../../shape/elements';
import type { Tensor } from '../devices/runtime';
import { ActivityCount } from '../../learning/activityCount';
import { evaluationOptions, type Look } from '../inspect/look';
import { overSplit } from '../inspect/overSplit';
import { largestBatch } from '../inspect/subject';
import type { Surroundings } from '../jobs/jobs';
import { evaluationLimits as limits, redundantFrom, type Evaluation } from '../protocol/evaluation';
import { userError } from '../wire/error';
import type { ClassAnswers } from './classAnswers';
import { ClassCount } from './classCount';
import { UnitMoments } from './correlation';
import { Greatest } from './greatest';
import { rowsOf, type Place } from './rows';
import { thumbnails } from './thumbnails';
import { ValueCount } from './valueCount';

export interface Counted {
  readonly evaluation: Evaluation;
  /** Where classes are told apart: each answer. */
  readonly answers?: ClassAnswers;
}

/** Lets a network answer all samples of a split, and counts. Throws a `CoreError` where it is told to stop. */
export async function count(
  look: Look,
  split: SplitName,
  surroundings: Surroundings,
): Promise<Counted> {
  const { network, plan, dataset, device, parameters, trained, data } = look;
  const step = buildAnswers(network, plan, evaluationOptions(look, largestBatch));
  const [head] = network.outputs;
  const { kind, steps = 1 } = dataset.target;
  const units = elements(head.shape) / steps;
  const { count: samples } = dataset.splits[split];
  const [most, losses] = [samples * steps, step.loss !== undefined];
  const isAnswer = givesAnswers(plan);
  const classes =
    isAnswer && kind === 'classes' ? new ClassCount(dataset, head, most, { losses }) : undefined;
  const values = isAnswer && kind === 'values' ? new ValueCount(dataset, most) : undefined;
  const worst = new Greatest<Place & { loss: number }>(limits.examples);
  const unitCount = new UnitsCount(step);
  const outputs = [step.prediction, ...(step.loss === undefined ? [] : [step.loss])];
  let [answers, total, seen] = [0, 0, 0];
  await overSplit(
    device,
    step,
    { dataset, split, atMost: Infinity, parameters },
    surroundings,
    async (look) => {
      for await (const batch of look([...outputs, ...unitCount.outputs], 'Evaluating')) {
        const given = numbersOf(batch.results[step.prediction]);
        const each = step.loss === undefined ? undefined : numbersOf(batch.results[step.loss]);
        unitCount.add(batch.results, batch.length);
        for (const row of rowsOf(dataset, batch, washoutOf(plan))) {
          const answer = given.subarray(row.row * units, (row.row + 1) * units);
          expectFinite(answer, `${data.name}.${split}[${row.sample}]`, network.name);
          const loss = each?.[row.row];
          classes?.add(row, answer, loss);
          values?.add(row, answer, loss);
          const { sample, step: at } = row;
          if (!isAnswer && loss !== undefined)
            worst.add(loss, () => ({ sample, ...(at !== undefined && { step: at }), loss }));
          total += loss ?? 0;
          answers++;
        }
        seen += batch.length;
      }
    },
  );
  if (surroundings.signal.aborted)
    throw userError('cancelled', `The evaluation of \`${network.name}\` was cancelled.`);
  if (answers === 0)
    throw userError(
      'no-answers',
      `No sample of \`${data.name}.${split}\` has a target to compare with.`,
    );
  const hardest = worst.items;
  return {
    evaluation: {
      network: network.name,
      data: data.name,
      split,
      ...(trained && { run: trained.run }),
      step: trained?.step ?? 0,
      samples: seen,
      answers,
      ...(losses && { loss: { name: plan.loss.name, mean: toWire(total / answers) } }),
      ...(classes && { classes: classes.result(split) }),
      ...(values && { values: values.result(split) }),
      ...(hardest.length > 0 && {
        hardest: { examples: [...hardest], ...thumbnails(dataset, split, hardest) },
      }),
      units: unitCount.result,
      redundantFrom,
    },
    ...(classes && { answers: classes.answers }),
  };
}

/** What the units of all layers do: how often they are active, and which of them vary together. */
class UnitsCount {
  readonly outputs: readonly string[];
  private readonly activity: ActivityCount;
  private readonly moments: ReadonlyMap<string, UnitMoments>;

  constructor(private readonly step: AnswerStep) {
    this.activity = new ActivityCount(step.layers);
    this.moments = new Map(
      step.covariances.map(({ layer, units }) => [layer, new UnitMoments(units)]),
    );
    this.outputs = [
      ...this.activity.outputs,
      ...step.covariances.flatMap(({ mean, moments }) => [mean, moments]),
    ];
  }

  add(results: Readonly<Record<string, Tensor>>, samples: number): void {
    this.activity.add((name) => numbersOf(results[name]), samples);
    for (const { layer, mean, moments } of this.step.covariances)
      this.moments.get(layer)!.add(samples, numbersOf(results[mean]), numbersOf(results[moments]));
  }

  get result(): Evaluation['units'] {
    return [...this.activity.told].map(([layer, { units, dead, saturated }]) => {
      const found = this.moments.get(layer)?.redundancy(redundantFrom, limits.redundantPairs);
      return {
        ...{ layer, units, dead },
        ...(saturated !== undefined && { saturated }),
        ...(found && {
          redundant: found.redundant,
          pairs: found.closest.map(({ units: [a, b], correlation }) => ({
            units: [a, b],
            correlation,
          })),
        }),
      };
    });
  }
}

const numbersOf = ({ data }: Tensor) => data as Float32Array;

/** Throws a `CoreError` for an answer that is no number. */
function expectFinite(answer: Float32Array, sample: string, network: string): void {
  const broken = answer.find((value) => !Number.isFinite(value));
  if (broken === undefined) return;
  throw userError(
    'not-finite',
    `\`${network}\` gives ${broken} for \`${sample}\`: its training has diverged.`,
    'Train it again with a lower learning rate.',
  );
}
