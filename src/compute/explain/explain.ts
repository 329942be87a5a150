import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeMemory } from '../../data/memoryLimit';
import type { DataPlan } from '../../data/plan';
import type { OpenDataset } from '../../data/stored';
import { floatingPointOperations } from '../../graph/cost';
import type { StepOptions } from '../../learning/step';
import { anySamples } from '../../network/anySamples';
import { initialize } from '../../network/initialize';
import { targetShape } from '../../shape/targets';
import { nodeNames } from '../../onnx/write';
import { assumedTargets, lastSteps } from '../../program/cost/lastSteps';
import { assertFits } from '../../program/fit';
import type { Training } from '../../program/fit/check';
import { lastTraining } from '../../program/verbs/train';
import { Random } from '../../random/random';
import type { Validated } from '../protocol/protocol';
import { cachedData } from '../batches/cachedData';
import { openDevice } from '../deviceCheck/openDevice';
import { openOn, stepOn, type StepSetup } from '../devices/openStep';
import { toFailure, userError } from '../wire/error';
import type { StepExecutor } from '../devices/executor';
import { measureProducts } from '../devices/gemm';
import { networkNamed, analyzeNotebook } from '../notebooks/notebook';
import { round } from '../wire/round';
import { loadRuntime, type Provider } from '../devices/runtime';
import { requestedPasses, optimizedStep } from '../devices/stepModel';
import { stepOptions } from '../batches/stepOptions';
import type { Explanation } from '../protocol/explanation';
import { readProfile } from './profile';
import { attribute, totals } from './totals';

/** Milliseconds of measuring, within so many steps; and so many events of a profile. */
const patience = 1500;
const mostSteps = 200;
const mostEvents = 50_000;
const warmUp = 2;

/** Carries out a network's training step, that of its last phase, a few times, nothing kept, and tells what its nodes take. */
export async function explain(request: Validated<'explain'>): Promise<Explanation> {
  const notebook = analyzeNotebook(request.notebook, request.overrides);
  const network = networkNamed(notebook, request.network);
  const action = lastTraining(notebook.program, network.name);
  if (!action)
    throw userError(
      'no-action',
      `\`${network.name}\` is not trained in the notebook.`,
      `Add a \`train ${network.name} on DATA { … }\` action.`,
    );
  const seed = request.seed ?? action.plan.seed;
  const passes = requestedPasses(request.passes);
  const phase = lastSteps(network, { ...action.plan, seed });
  if (!phase) throw userError('no-steps', `\`${network.name}\` is trained without steps.`);
  const { plan } = phase;
  const batch = plan.batch ?? action.data.batch;
  const training = { network: phase.network, plan, updates: plan, batch };
  assertFits(training, { free: freeMemory() });
  const runtime = await loadRuntime();
  const { options, fill, random } = await batchOf(notebook.path, training, action.data, seed);
  const step = phase.method.build(phase.network, plan, options);
  const setup = { runtime, step, state: initialize(phase.network, seed), passes };

  const { device, executor } = await openDevice(setup, request.device, fill);
  const milliseconds = await usualTime(executor, fill);
  const ceilings = [await measureProducts(runtime, device).catch(() => 0)];

  const counts: Explanation['passes'] = [];
  const { graph: written } = stepOn(device, step);
  const graph = await optimizedStep(runtime, device, written, passes, (pass, { nodes }) =>
    counts.push({ pass, nodes: nodes.length }),
  );
  const steps = Math.min(stepsIn(milliseconds), Math.ceil(mostEvents / graph.nodes.length));
  const profile = await profiled(setup, device, fill, steps);
  ceilings.push(await measureProducts(runtime, device).catch(() => 0));
  const ceiling = Math.max(...ceilings);
  const layers = [network.input.name, ...phase.network.layers.map(({ id }) => id)];
  return {
    network: network.name,
    device,
    batch: options.batch,
    ...(random !== undefined && { random }),
    nodesBefore: written.nodes.length,
    passes: counts,
    milliseconds: round(milliseconds, 4),
    steps: profile.runs,
    gflops: round(floatingPointOperations(graph) / milliseconds / 1e6, 2),
    ...(ceiling > 0 && { ceiling }),
    ...totals(attribute(profile.nodes, nodeNames(graph)), layers),
  };
}

/** A batch of the notebook's data or, where these cannot be had, of random numbers. */
async function batchOf(path: string, training: Training, data: DataPlan, seed: number) {
  const { network, plan, batch: wanted } = training;
  let dataset: OpenDataset;
  try {
    dataset = await cachedData(path, data, seed);
  } catch (error) {
    const assumed = assumedTargets(network, plan);
    const { count } = assumed;
    const width = targetShape(assumed).at(-1)!;
    const options: StepOptions = { batch: wanted, targets: assumed };
    const fill = ({ samples, targets }: StepExecutor): void => {
      samples.set(anySamples(network, wanted, new Random(seed, 'samples')));
      targets.forEach((_, i) => {
        const place = i % width;
        targets[i] = place === count || place === Math.floor(i / width) % count ? 1 : 0;
      });
    };
    return { options, fill, random: firstSentence(toFailure(error).message) };
  }
  assertFits(training, { loaded: dataset });
  const { train } = dataset.splits;
  const batch = Math.min(wanted, train.count);
  const first = Int32Array.from({ length: batch }, (_, i) => i);
  const fill = ({ samples, targets }: StepExecutor): void => train.gather(first, samples, targets);
  return { options: stepOptions(dataset, batch, plan), fill, random: undefined };
}

const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;

const stepsIn = (milliseconds: number): number =>
  Math.max(3, Math.min(mostSteps, Math.round(patience / milliseconds)));

/** Milliseconds of a step without a profiler, the median; the executor is done with then. */
async function usualTime(
  executor: StepExecutor,
  fill: (executor: StepExecutor) => void,
): Promise<number> {
  try {
    const times = await runSteps(executor, fill, warmUp + 1);
    times.push(...(await runSteps(executor, fill, stepsIn(times.at(-1)!))).slice(1));
    const sorted = times.slice(warmUp).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  } finally {
    await executor.dispose();
  }
}

/** Carries out steps at rate 0, so that nothing diverges, and gives the milliseconds of each. */
async function runSteps(
  executor: StepExecutor,
  fill: (executor: StepExecutor) => void,
  count: number,
): Promise<number[]> {
  fill(executor);
  for (const [input, numbers] of executor.random) new Random(0, input).fillUniform(numbers);
  const times: number[] = [];
  for (let i = 1; i <= count; i++) {
    const start = performance.now();
    await executor.step(0, i);
    times.push(performance.now() - start);
  }
  return times;
}

async function profiled(
  setup: StepSetup,
  device: Provider,
  fill: (executor: StepExecutor) => void,
  steps: number,
) {
  const folder = await mkdtemp(join(tmpdir(), 'dnn-profile-'));
  try {
    const executor = await openOn({ ...setup, profile: join(folder, 'step') }, device);
    try {
      await runSteps(executor, fill, warmUp + steps);
    } finally {
      await executor.dispose(); // writes the profile
    }
    const files = (await readdir(folder)).sort();
    return readProfile(await readFile(join(folder, files[0]), 'utf8'), warmUp);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
