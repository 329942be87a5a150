import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOn } from '../../../src/compute/devices/openStep';
import type { StepExecutor } from '../../../src/compute/devices/executor';
import { trainAction, analyzeNotebook } from '../../../src/compute/notebooks/notebook';
import { createSession, loadRuntime } from '../../../src/compute/devices/runtime';
import { chosenPasses, optimizedStep } from '../../../src/compute/devices/stepModel';
import { phasesOf } from '../../../src/learning/rules';
import { optimizers } from '../../../src/learning/optimizers';
import { activations } from '../../../src/network/catalogue';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { gradientCases } from '../graph/cases';
import { feedsOf, withGradients } from '../graph/support';
import { lossOf, smallNetworks } from '../learning/networks';
import { chain } from '../../unit/network/support';
import { ruleCases } from '../learning/rules';
import { fillRule, stepOfRule } from '../learning/rules/case';
import { repository } from '../support';
import { assertAlike, compute } from './compare';
import { batch, feedsOfStep, fill, stepOf } from './steps';
import { notebooksIn } from '../../notebooks';

/** Throws when something is wrong; may say what was left out. */
export type Check = () => Promise<string | undefined | void>;
type Checks = Readonly<Record<string, Check>>;

const mapped = <T>(
  entries: Iterable<readonly [string, T]>,
  check: (value: T, key: string) => Check,
) => Object.fromEntries([...entries].map(([key, value]) => [key, check(value, key)]));

/** The absolute errors that WGSL allows its functions between −π and π, where they are large (WGSL, floating-point accuracy). */
const allowed: Readonly<Record<string, number>> = { Sin: 2 ** -11, Cos: 2 ** -11 };

/** Every operator with its gradient. */
const operators = mapped(Object.entries(gradientCases), (cases, operator) => async () => {
  for (const test of cases) {
    const graph = withGradients(test);
    const feeds = feedsOf(test);
    const [there, here] = [
      await compute(graph, feeds, 'webgpu'),
      await compute(graph, feeds, 'cpu'),
    ];
    assertAlike(there, here, allowed[operator]);
  }
});

/** Compared as operators already: single activations. An output that is an image has no classes to count. */
const left = new Set([...[...activations].map(({ name }) => name), 'squared error']);

/** Every layer: results and state of a step. */
const layers = mapped(
  Object.entries(smallNetworks).filter(([name]) => !left.has(name)),
  (text, name) => async () => {
    const { step, state } = stepOf(text, { ...(name in lossOf && { loss: lossOf[name] }) });
    const feeds = feedsOfStep(step, state);
    assertAlike(
      await compute(step.graph, feeds, 'webgpu'),
      await compute(step.graph, feeds, 'cpu'),
    );
  },
);

/** Every optimizer: what a step makes of a hidden matrix, of that of the output, and of biases. */
const updates = mapped(
  [...optimizers].map(({ name }) => [name, optimizers.call(name)] as const),
  (optimizer) => async () => {
    const text = chain('x[5]', 'D: dense(6) tanh', 'output: dense(3) softmax');
    const { step, state } = stepOf(text, { optimizer });
    const feeds = feedsOfStep(step, state);
    assertAlike(
      await compute(step.graph, feeds, 'webgpu'),
      await compute(step.graph, feeds, 'cpu'),
    );
  },
);

const notebooks = ['examples', 'examples/rules', 'examples/modern', 'bench/workloads'].flatMap(
  (folder) => notebooksIn(join(repository, folder)).map((name) => `${folder}/${name}`),
);

/** No node of a training step on the CPU. */
const placement = mapped(
  notebooks.map((name) => [name, join(repository, name)] as const),
  (path) => async () => {
    const notebook = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
    const runtime = await loadRuntime();
    for (const [index, { kind }] of notebook.program.actions.entries()) {
      if (kind !== 'train') continue;
      for (const { graph } of stepsIn(path, index).steps) {
        const optimized = await optimizedStep(runtime, 'webgpu', graph, chosenPasses());
        const model = writeModel(optimized, { name: 'training step' });
        const session = await createSession(runtime, model, 'webgpu', { alone: true });
        await session.release();
      }
    }
  },
);

/** Steps compared, and seconds after which no further one is begun: the software driver is slow. */
const steps = 10;
const patience = 4;

/** Taking minutes there; compared when `DNN_SLOW` is set. */
const slow = /(char-gpt|char-lstm|inception|resnet-8|vgg)\.dnn$/;

/** The first steps of the benchmark's networks, by the executors of the product. */
const workloads = mapped(
  notebooks.filter((name) => name.startsWith('bench/')).map((name) => [name, name] as const),
  (name) => async () => {
    if (slow.test(name) && !process.env.DNN_SLOW) return 'left out: it takes minutes (DNN_SLOW=1)';
    const { network, plan, steps: phases } = stepsIn(join(repository, name), 0);
    const [step] = phases;
    const setup = { runtime: await loadRuntime(), step, state: initialize(network, plan.seed) };
    const [gpu, cpu] = [await openOn(setup, 'webgpu'), await openOn(setup, 'cpu')];
    const end = performance.now() + 1000 * patience;
    let done = 0;
    while (done < steps && (done === 0 || performance.now() < end)) {
      done++;
      const result = async (executor: StepExecutor) => {
        fill(executor, done);
        const told = await executor.step(0.01, done);
        const numbers = step.measures.map(({ name }, i) => [name, told[i].slice()] as const);
        return Object.fromEntries(numbers.filter(([name]) => name !== 'accuracy'));
      };
      assertAlike(await result(gpu), await result(cpu), 1e-3);
    }
    const state = async (executor: StepExecutor) =>
      Object.fromEntries([...(await executor.read())].map(([key, { data }]) => [key, data]));
    assertAlike(await state(gpu), await state(cpu));
    await gpu.dispose();
    await cpu.dispose();
    return done < steps ? `${done} of ${steps} steps: the software driver is slow` : undefined;
  },
);

/** Ten steps by each learning rule. */
const rules = mapped(Object.entries(ruleCases), (test) => async () => {
  const setup = { runtime: await loadRuntime(), ...stepOfRule(test) };
  const [gpu, cpu] = [await openOn(setup, 'webgpu'), await openOn(setup, 'cpu')];
  for (let done = 1; done <= steps; done++) {
    const told = async (executor: StepExecutor) => {
      fillRule(test, executor, done);
      const numbers = await executor.step(0.3, done);
      return Object.fromEntries(setup.step.measures.map(({ name }, m) => [name, numbers[m]]));
    };
    assertAlike(await told(gpu), await told(cpu), 1e-4);
  }
  const state = async (executor: StepExecutor) =>
    Object.fromEntries([...(await executor.read())].map(([key, { data }]) => [key, data]));
  assertAlike(await state(gpu), await state(cpu), 1e-5);
  await gpu.dispose();
  await cpu.dispose();
});

/** The training steps of a notebook's action, phase by phase, with small batches. */
function stepsIn(path: string, action: number) {
  const notebook = analyzeNotebook({ path, text: readFileSync(path, 'utf8') }, {});
  const { network, plan } = trainAction(notebook, action);
  const { shape } = network.outputs[0];
  const size = shape.length === 2 ? { count: shape[1], steps: shape[0] } : { count: shape[0] };
  const targets = { kind: 'classes', ...size } as const;
  const segments = plan.carry && { segments: 8 };
  const steps = phasesOf(network, plan).flatMap((phase) =>
    phase.kind === 'steps'
      ? [phase.method.build(phase.network, phase.plan, { batch, targets, ...segments })]
      : [],
  );
  return { network, plan, steps };
}

export const checks = {
  placement,
  operators,
  layers,
  updates,
  workloads,
  rules,
} satisfies Readonly<Record<string, Checks>>;
export type Group = keyof typeof checks;
