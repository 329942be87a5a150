import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOn } from '../../../src/compute/devices';
import { trainAction, understand } from '../../../src/compute/notebook';
import { createSession, loadRuntime } from '../../../src/compute/runtime';
import { stepModel } from '../../../src/compute/stepModel';
import { buildTrainingStep } from '../../../src/learning/rules';
import { gradientCases } from '../graph/cases';
import { feedsOf, withGradients } from '../graph/support';
import { lossOf, smallNetworks } from '../learning/networks';
import { repository } from '../support';
import { assertAlike, compute } from './compare';
import { stepOf, trainOn } from './steps';

export type Check = () => Promise<void>;
type Checks = Readonly<Record<string, Check>>;

const mapped = <T>(
  entries: Iterable<readonly [string, T]>,
  check: (value: T, key: string) => Check,
) => Object.fromEntries([...entries].map(([key, value]) => [key, check(value, key)]));

/** Every operator with its gradient. */
const operators = mapped(Object.entries(gradientCases), (cases) => async () => {
  for (const test of cases) {
    const graph = withGradients(test);
    const feeds = feedsOf(test);
    assertAlike(await compute(graph, feeds, 'webgpu'), await compute(graph, feeds, 'cpu'));
  }
});

/** Every layer: results and state of two steps. */
const layers = mapped(Object.entries(smallNetworks), (text, name) => async () => {
  const made = stepOf(text, { ...(name in lossOf && { loss: lossOf[name] }) });
  const runtime = await loadRuntime();
  const trained = async (device: 'cpu' | 'webgpu') => {
    const executor = await openOn({ runtime, ...made, passes: [] }, device);
    const results = await trainOn(executor, 2);
    const state = await executor.read();
    await executor.dispose();
    return {
      losses: results.map(({ loss }) => loss),
      gradients: results.flatMap(({ gradients }) => [...gradients]),
      ...Object.fromEntries([...state].map(([key, { data }]) => [key, data])),
    };
  };
  assertAlike(await trained('webgpu'), await trained('cpu'));
});

const notebooks = ['examples', 'bench/workloads'].flatMap((folder) =>
  readdirSync(join(repository, folder))
    .filter((name) => /\w\.dnn$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** No node of a training step on the CPU. */
const placement = mapped(
  notebooks.map((name) => [name, join(repository, name)] as const),
  (path) => async () => {
    const notebook = understand({ path, text: readFileSync(path, 'utf8') }, {});
    const runtime = await loadRuntime();
    for (const [index, { kind }] of notebook.program.actions.entries()) {
      if (kind !== 'train') continue;
      const { network, plan } = trainAction(notebook, index);
      const count = network.outputs[0].shape[0];
      const step = buildTrainingStep(network, plan, {
        batch: 4,
        targets: { kind: 'classes', count },
      });
      const model = await stepModel(runtime, 'webgpu', step.graph);
      const session = await createSession(runtime, model, 'webgpu', { alone: true });
      await session.release();
    }
  },
);

export const checks = { operators, layers, placement } satisfies Readonly<Record<string, Checks>>;
export type Group = keyof typeof checks;
