import type { Dataset } from '../data/dataset';
import type { DataPlan } from '../data/plan';
import { lossOf } from '../learning/catalogue';
import { buildInspection } from '../learning/inspection';
import type { InspectionStep } from '../learning/step';
import { initialize } from '../network/initialize';
import type { Network } from '../network/network';
import { elements } from '../network/shapes';
import { toWire } from '../runs/events';
import type { Validated } from './connection';
import { cachedData } from './datasets';
import { userError } from './error';
import { runOn } from './devices/executor';
import { assertNetworkFits } from './memory';
import {
  assertFits,
  assumedLoss,
  lastTraining,
  networkNamed,
  understand,
  type Understood,
} from './notebook';
import { round } from './training/pace';
import { toWireTensor as wire, type Inspection } from './protocol';
import { createSession, loadRuntime, type Tensor } from './devices/runtime';
import { plainModel } from './devices/stepModel';
import { stepOptions } from './training/assemble';
import { lastTrained } from './export/trained';

type Request = Validated<'inspect'>;

/** Parameters of a training still going on. */
export type LiveParameters = (
  notebookPath: string,
  network: Network,
) => Promise<
  { run: string; step: number; parameters: ReadonlyMap<string, Float32Array> } | undefined
>;

/** Samples the statistics are taken over, at most. */
const largestBatch = 128;

/**
 * Looks at a network on a real batch that starts with the chosen sample: activation statistics and gradient magnitudes
 * of the batch, feature maps and prediction of the sample. Nothing is trained.
 */
export async function inspect(request: Request, live: LiveParameters): Promise<Inspection> {
  const notebook = understand(request.notebook, request.overrides);
  const network = networkNamed(notebook, request.network);
  const action = lastTraining(notebook, network.name);
  const plan = action?.plan ?? assumedLoss(network);
  const seed = request.seed ?? action?.plan.seed ?? 0;
  const data = dataPlan(notebook, request, action?.data);
  assertNetworkFits(network, undefined, Math.min(largestBatch, data.batch));

  const dataset = await cachedData(request.notebook.path, data, seed);
  assertFits(network, plan.loss, dataset);
  const split = dataset.splits[request.split];
  if (request.index < 0 || request.index >= split.count)
    throw userError(
      'no-sample',
      `There is no sample ${request.index} in \`${data.name}.${request.split}\`.`,
      split.count === 0 ? 'That split is empty.' : `They are numbered 0 to ${split.count - 1}.`,
    );
  const batch = Math.min(largestBatch, dataset.batch, split.count);
  const indices = Int32Array.from({ length: batch }, (_, i) => (request.index + i) % split.count);
  const samples = new Float32Array(batch * elements(dataset.inputShape));
  const targets = new Float32Array(batch * dataset.target.names.length);
  split.gather(indices, samples, targets);

  const trained =
    (await live(request.notebook.path, network)) ??
    (await lastTrained(request.notebook.path, network).then(
      (found) => found && { ...found, run: found.run.id },
    ));
  const parameters = trained?.parameters ?? initialize(network, seed);

  const step = buildInspection(network, plan, stepOptions(dataset, batch));
  const maps = layersWithMaps(network, request.features);
  const outputs = await run(request, step, {
    dataset,
    batch,
    samples,
    targets,
    parameters,
    maps,
    network,
  });
  const number = (name: string): number => Number(outputs[name].data[0]);
  const label = split.label(request.index);
  const input = samples.subarray(0, elements(dataset.inputShape));
  return {
    network: network.name,
    ...(trained && { run: trained.run }),
    step: trained?.step ?? 0,
    sample: {
      data: data.name,
      split: request.split,
      index: request.index,
      ...(label !== undefined && { label: dataset.target.names[label] ?? String(label) }),
      input: wire(dataset.inputShape, input),
      // Of a reconstruction the outputs are no answers.
      prediction: lossOf(plan.loss).reconstructs ? [] : prediction(network, step, dataset, outputs),
    },
    layers: step.layers.map((measured) => {
      const layer = network.layers.find(({ id }) => id === measured.layer)!;
      return {
        layer: layer.id,
        operator: layer.entry.name,
        shape: [...layer.shape],
        activation: {
          mean: toWire(number(measured.mean)),
          deviation: toWire(number(measured.deviation)),
          zeros: toWire(number(measured.zeros)),
        },
        activationGradient: toWire(number(measured.activationGradient)),
        parameters: measured.parameters.map(({ key, gradient, norm }) => ({
          key,
          gradient: toWire(number(gradient)),
          norm: toWire(number(norm)),
          count: parameters.get(key)!.length,
        })),
      };
    }),
    features: maps.map(({ id, shape }) => {
      const { activation } = step.layers.find(({ layer }) => layer === id)!;
      return { layer: id, maps: wire(shape, firstSample(outputs[activation], elements(shape))) };
    }),
  };
}

interface Batch {
  readonly network: Network;
  readonly dataset: Dataset;
  readonly batch: number;
  readonly samples: Float32Array;
  readonly targets: Float32Array;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly maps: readonly { readonly id: string }[];
}

async function run(
  request: Request,
  step: InspectionStep,
  given: Batch,
): Promise<Record<string, Tensor>> {
  const { network, dataset, batch, samples, targets, parameters, maps } = given;
  const runtime = await loadRuntime();
  const device = request.device === 'auto' ? 'cpu' : request.device;
  const model = plainModel(device, step.graph, 'inspection');
  const session = await createSession(runtime, model, device);
  try {
    const shapes = new Map(
      step.graph.inputs.map(({ name, type }) => [name, type.shape as number[]]),
    );
    const parameterFeeds = step.parameters.map(({ key, input }) => [
      input,
      new runtime.Tensor('float32', parameters.get(key)!, shapes.get(input)),
    ]);
    const feeds = {
      ...(Object.fromEntries(parameterFeeds) as Record<string, Tensor>),
      [step.inputs.samples]: new runtime.Tensor('float32', samples, [batch, ...dataset.inputShape]),
      [step.inputs.targets]: new runtime.Tensor('float32', targets, [
        batch,
        dataset.target.names.length,
      ]),
    };
    const head = network.outputs[0].id;
    const wanted = step.layers.flatMap((layer) => [
      layer.mean,
      layer.deviation,
      layer.zeros,
      layer.activationGradient,
      ...layer.parameters.flatMap(({ gradient, norm }) => [gradient, norm]),
      ...(layer.layer === head || maps.some(({ id }) => id === layer.layer)
        ? [layer.activation]
        : []),
    ]);
    return await runOn(device, session.run(feeds, [...new Set(wanted)]));
  } finally {
    await session.release();
  }
}

function dataPlan(
  { program }: Understood,
  request: Request,
  trainedOn: DataPlan | undefined,
): DataPlan {
  if (request.data !== undefined) {
    const named = program.data.get(request.data);
    if (named) return named;
    throw userError('no-data', `There is no data \`${request.data}\`.`);
  }
  const only = program.data.size === 1 ? [...program.data.values()][0] : undefined;
  const plan = trainedOn ?? only;
  if (plan) return plan;
  throw userError(
    'no-data',
    `No data is given to inspect \`${request.network}\` with.`,
    'Write `on DATA.test[0]`.',
  );
}

/** The layers whose outputs are wanted: those asked for, else all whose output is a stack of maps. */
function layersWithMaps(network: Network, wanted: readonly string[] | undefined) {
  if (!wanted) return network.layers.filter(({ shape }) => shape.length === 3);
  return wanted.map((name) => {
    const layer = network.layers.find(({ id }) => id === name);
    if (layer) return layer;
    throw userError('no-layer', `There is no layer \`${name}\` in \`${network.name}\`.`);
  });
}

function prediction(
  network: Network,
  step: InspectionStep,
  dataset: Dataset,
  outputs: Record<string, Tensor>,
): { name: string; value: number }[] {
  const head = step.layers.find(({ layer }) => layer === network.outputs[0].id)!;
  const { names } = dataset.target;
  const values = firstSample(outputs[head.activation], names.length);
  return names.map((name, i) => ({ name, value: round(values[i] ?? 0, 6) }));
}

const firstSample = (tensor: Tensor, count: number): Float32Array =>
  (tensor.data as Float32Array).subarray(0, count);
