import { splitToLookAt, type Dataset, type SplitName } from '../../data/dataset';
import { givesAnswers } from '../../learning/rules';
import { buildActivity } from '../../learning/activity';
import { buildInspection } from '../../learning/inspection';
import { buildOutputs } from '../../learning/outputs';
import { gradients } from '../../learning/measures';
import type { InspectionStep } from '../../learning/step';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import { toWire } from '../../runs/events';
import type { Validated } from '../protocol/protocol';
import { recorded } from '../../runs/measures';
import type { Tensor } from '../devices/runtime';
import type { Run } from '../../runs/run';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import type { InspectAction } from '../../program/verbs/inspect';
import type { LiveParameters } from '../jobs/liveParameters';
import type { Surroundings } from '../jobs/jobs';
import type { Runner } from '../jobs/runner';
import { stepOptions } from '../batches/stepOptions';
import { userError } from '../wire/error';
import { round } from '../wire/round';
import { toWireTensor as wire } from '../protocol/wireTensor';
import type { Inspection } from '../protocol/inspection';
import { countActivity } from './activity';
import { bestNeurons } from './bestNeurons';
import { evaluationOptions, openLook } from './look';
import { valuesByName } from './prediction';
import { runInspection } from './runInspection';
import { batchFrom, layersNamed, layersWithMaps, type InspectedBatch } from './subject';

/** What is to be looked at, and with what. */
type Request = Omit<Validated<'inspect'>, 'notebook' | 'overrides' | 'id' | 'run'> & {
  /** The one whose parameters are meant; absent: the newest ones. */
  readonly run?: Run | undefined;
};

/**
 * Looks at a network: activation statistics of a whole split, gradient magnitudes of a batch that starts with the chosen sample,
 * feature maps and prediction of that sample. Nothing is trained. Told to stop, it gives statistics of the samples it has seen.
 */
export async function inspect(
  notebook: AnalyzedNotebook,
  request: Request,
  live: LiveParameters,
  surroundings: Surroundings,
): Promise<Inspection> {
  const looked = await openLook(notebook, request, live);
  const { network, plan, data, dataset, device, trained, parameters } = looked;
  const { train, validation, test } = dataset.splits;
  const counts = { train: train.count, validation: validation.count, test: test.count };
  const split = request.split ?? splitToLookAt(counts);
  const over = request.over ?? split;
  if (counts[over] === 0)
    throw userError('no-sample', `\`${data.name}.${over}\` is empty: there is nothing to count.`);
  const batch = batchFrom(dataset, split, request.index);
  const scored = layersNamed(network, request.bestNeuron);
  if (scored.length > 0) assertClasses(dataset);

  const step = buildInspection(network, plan, stepOptions(dataset, batch.count));
  const maps = layersWithMaps(network, request.features);
  const head = network.outputs[0].id;
  const shown = [head, ...maps.map(({ id }) => id)];
  const outputs = await runInspection(device, step, { batch, parameters, shown });
  const options = evaluationOptions(looked, batch.count);
  const all = { dataset, split: over, atMost: request.samples ?? Infinity, parameters };
  const counting = buildActivity(network, options);
  const activity = await countActivity(device, counting, all, surroundings);
  const scoring = scored.length > 0 && buildOutputs(network, scored, options);
  const neurons = scoring && (await bestNeurons(device, scoring, scored, all, surroundings));
  const number = (name: string): number => Number(outputs[name].data[0]);
  const answered = answeredStep(batch);
  const label = labelOf(dataset, split, request.index, batch, answered);
  const input = batch.samples.subarray(0, elements(dataset.inputShape));
  return {
    network: network.name,
    ...(trained && { run: trained.run }),
    step: trained?.step ?? 0,
    sample: {
      data: data.name,
      split,
      index: request.index,
      ...(label !== undefined && { label }),
      input: wire(dataset.inputShape, input),
      prediction: givesAnswers(plan)
        ? prediction(network, step, dataset, { outputs, targets: batch.targets }, answered)
        : [],
    },
    counted: { split: over, samples: activity.samples, of: dataset.splits[over].count },
    measure: recorded(gradients),
    layers: step.layers.map((measured) => {
      const layer = network.layers.find(({ id }) => id === measured.layer)!;
      const { mean, deviation, zeros, ...units } = activity.layers.get(layer.id)!;
      return {
        layer: layer.id,
        operator: layer.entry.name,
        shape: [...layer.shape],
        activation: {
          mean: toWire(mean),
          deviation: toWire(deviation),
          zeros: toWire(zeros),
          ...units,
        },
        ...(measured.activationGradient !== undefined && {
          activationGradient: toWire(number(measured.activationGradient)),
        }),
        parameters: measured.parameters.map(({ key, gradient, norm }) => ({
          key,
          ...(gradient !== undefined && { gradient: toWire(number(gradient)) }),
          norm: toWire(number(norm)),
          count: parameters.get(key)!.length,
        })),
      };
    }),
    ...(neurons && {
      neurons: [...neurons].map(([layer, best]) => ({
        layer,
        best: best.map(({ label, neuron, ...numbers }) => ({
          ...{ name: dataset.target.names[label], neuron: [...neuron], ...numbers },
        })),
      })),
    }),
    features: maps.map(({ id, shape }) => {
      const { activation } = step.layers.find(({ layer }) => layer === id)!;
      return { layer: id, maps: wire(shape, firstSample(outputs[activation], elements(shape))) };
    }),
  };
}

export const inspectRunner: Runner<InspectAction> = {
  verb: 'inspect',
  run: ({ plan }, { notebook, request: { device, seed }, live, ...surroundings }) =>
    inspect(
      notebook,
      {
        ...plan,
        features: [...plan.features],
        bestNeuron: [...(plan.bestNeuron ?? [])],
        device,
        seed,
      },
      live,
      surroundings,
    ),
};

/** Throws a `CoreError` unless each sample has a class. */
function assertClasses({ name, target }: Dataset): void {
  if (target.kind === 'classes' && target.steps === undefined) return;
  throw userError('no-classes', `The best neuron needs a class for each sample of \`${name}\`.`);
}

/** Where the targets of each step are: the last step of the first sample that has one. */
function answeredStep({ targets, targetShape }: InspectedBatch): number | undefined {
  const [steps, width] = targetShape;
  if (width === undefined) return undefined;
  const weight = (step: number): number => targets[step * width + width - 1];
  return Math.max(
    0,
    Array.from({ length: steps }, (_, step) => weight(step)).findLastIndex((each) => each > 0),
  );
}

/** The class of a sample, or that of one of its steps; undefined where it has none. */
function labelOf(
  { target, splits }: Dataset,
  split: SplitName,
  index: number,
  { targets, targetShape }: InspectedBatch,
  step: number | undefined,
): string | undefined {
  const nameOf = (label: number): string => target.names[label] ?? String(label);
  if (step === undefined) {
    const label = splits[split].label(index);
    return label === undefined ? undefined : nameOf(label);
  }
  const from = step * targetShape[1];
  const label = targets.subarray(from, from + target.names.length).indexOf(1);
  return target.kind === 'values' || label < 0 ? undefined : `${nameOf(label)} at step ${step}`;
}

function prediction(
  network: Network,
  step: InspectionStep,
  { target }: Dataset,
  { outputs, targets }: { outputs: Record<string, Tensor>; targets: Float32Array },
  answered = 0,
): { name: string; value: number; target?: number }[] {
  const head = step.layers.find(({ layer }) => layer === network.outputs[0].id)!;
  const given = outputs[head.activation].data as Float32Array;
  const wanted = targets.subarray(answered * (target.names.length + 1));
  return valuesByName(network, target, given, answered).map((each, i) => ({
    ...each,
    ...(target.kind === 'values' && { target: round(wanted[i] ?? 0, 6) }),
  }));
}

const firstSample = (tensor: Tensor, count: number): Float32Array =>
  (tensor.data as Float32Array).subarray(0, count);
