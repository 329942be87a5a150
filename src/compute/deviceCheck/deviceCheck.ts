import { cpus } from 'node:os';
import { buildTrainingStep } from '../../learning/rules';
import { initialize } from '../../network/initialize';
import { StepTimes } from '../../program/cost/stepTimes';
import { Random } from '../../random/random';
import { unusableCause } from '../devices/hardware';
import { measureProducts } from '../devices/gemm';
import { trainAction, analyzeNotebook } from '../notebooks/notebook';
import type { DeviceReport } from '../protocol/protocol';
import {
  loadRuntime,
  messageOf,
  possibleProviders,
  reasonOf,
  type Provider,
  type Runtime,
} from '../devices/runtime';
import { DeviceCache } from './deviceCache';
import { openOn, writeStep, type StepSetup } from '../devices/openStep';
import { disagreement, timeStep } from './timing';
import { tryDevice } from './trialProcess';

/** Proving a device: matrix products and the training step of a small network, checked against the CPU. */

const batch = 16;
const classes = 4;
const notebook = `---
dnn: 1
---

\`\`\`dnn
data samples {
  source csv("samples.csv")
}

network Check {
  input image[3, 12, 12]
  conv(8, kernel: 3) relu
  max_pool(2)
  dense(16) tanh
  output: dense(${classes}) softmax
}

train Check on samples {
  optimizer sgd(rate: 0.1, momentum: 0.9)
}
\`\`\`
`;

/** Proves every device that may exist here, and remembers what came of it. */
export async function reportDevices({ forget = false } = {}): Promise<DeviceReport[]> {
  const [{ model }, { length }] = [cpus()[0] ?? { model: '' }, cpus()];
  const description = `${model.trim()} (${length} threads)`;
  try {
    const runtime = await loadRuntime();
    const memory = new DeviceCache(runtime);
    if (forget) await memory.forget();
    const reports: DeviceReport[] = [];
    for (const device of possibleProviders()) {
      const report = await checkDevice(runtime, device, memory, true);
      const { gemm = 0 } = report;
      if (gemm > 0) await new StepTimes().keepProducts(device, gemm);
      reports.push({ ...report, ...(device === 'cpu' && { description }) });
    }
    return reports;
  } catch (error) {
    return [{ device: 'cpu', works: false, reason: messageOf(error), description }];
  }
}

/** Proves one device; any other than the CPU in a process of its own, since its driver may crash. */
export async function checkDevice(
  runtime: Runtime,
  device: Provider,
  memory: DeviceCache,
  products = false,
): Promise<DeviceReport> {
  const setup = checkStep(runtime);
  const executor = await openOn(setup, 'cpu');
  try {
    const { samples, targets } = executor;
    new Random(1, 'samples').fillUniform(samples);
    for (let i = 0; i < batch; i++) targets[i * classes + (i % classes)] = 1;
    const expected = await timeStep(executor);
    if (device === 'cpu') {
      const gemm = products ? await measureProducts(runtime, device) : undefined;
      return works(device, expected.milliseconds, gemm);
    }
    const written = await writeStep(setup, device);
    const { step, state } = setup;
    const found = await tryDevice(device, { step, written, state, batch: executor }, { products });
    const reason =
      'reason' in found ? found.reason : disagreement(setup.step.measures, found, expected);
    await memory.keepState(device, reason);
    return 'reason' in found || reason !== undefined
      ? unusable(device, reason ?? '')
      : works(device, found.milliseconds, found.gemm);
  } catch (error) {
    return unusable(device, reasonOf(error, device));
  } finally {
    await executor.dispose();
  }
}

const unusable = (device: Provider, reason: string): DeviceReport => ({
  device,
  works: false,
  reason,
  cause: unusableCause(device),
});

const works = (device: Provider, milliseconds: number, gemm?: number): DeviceReport => ({
  device,
  works: true,
  step: milliseconds,
  ...(gemm !== undefined && { gemm }),
});

function checkStep(runtime: Runtime): StepSetup {
  const { network, plan } = trainAction(
    analyzeNotebook({ path: 'check.dnn', text: notebook }, {}),
    0,
  );
  const targets = { kind: 'classes', count: classes } as const;
  const step = buildTrainingStep(network, plan, { batch, targets });
  return { runtime, step, state: initialize(network, plan.seed) };
}
