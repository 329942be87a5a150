import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { probeBlocked } from '../../../src/compute/devices/blocked';
import { HostExecutor } from '../../../src/compute/devices/hostExecutor';
import { completeState } from '../../../src/compute/devices/openStep';
import { createSession, loadRuntime, type Runtime } from '../../../src/compute/devices/runtime';
import type { Graph } from '../../../src/graph/builder';
import { removeDeadCode } from '../../../src/graph/passes/removeDeadCode';
import { lower } from '../../../src/lowering/lower';
import { passNames, type PassName } from '../../../src/lowering/passes';
import { packState } from '../../../src/learning/packing';
import { buildTrainingStep } from '../../../src/learning/rules';
import type { TrainingStep } from '../../../src/learning/step';
import { initialize } from '../../../src/network/initialize';
import { writeModel } from '../../../src/onnx/write';
import { Random } from '../../../src/random/random';
import { randomNetwork } from './randomNetworks';
import { call, plan } from './support';

/** Networks drawn; `DNN_SLOW` draws many more. */
const networks = process.env.DNN_SLOW ? 300 : 15;
const steps = 3;
const tolerance = 5e-4;

type Form = (graph: Graph) => Graph;

/** The ways a step is written, beside the one without any pass. */
function forms(block: number | undefined): Readonly<Record<string, Form>> {
  const cpu = { provider: 'cpu', block } as const;
  return {
    'all passes': (graph) => lower(graph, cpu),
    'all in the plain layout': (graph) => lower(graph, { provider: 'cpu' }),
    'for a GPU': (graph) => lower(graph, { provider: 'webgpu' }),
    ...Object.fromEntries(
      passNames.map((pass) => [pass, (graph: Graph) => lower(graph, cpu, [pass])]),
    ),
  };
}

/** The passes that change a graph when all run. */
function changing(graph: Graph, block: number | undefined): PassName[] {
  const used = (given: Graph) =>
    removeDeadCode(given)
      .nodes.map(({ operator }) => operator.name)
      .join();
  const changed: PassName[] = [];
  let before = used(graph);
  lower(graph, { provider: 'cpu', block }, passNames, (pass, current) => {
    const after = used(current);
    if (after !== before) changed.push(pass);
    before = after;
  });
  return changed;
}

interface Made {
  readonly loss: number;
  readonly state: ReadonlyMap<string, Float32Array>;
}

const greatest = (numbers: Float32Array): number =>
  numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** What of a step differs by more than rounding; velocities beside the largest of all. */
function difference(found: Made, expected: Made): string | undefined {
  const close = (a: number, b: number, scale: number) =>
    Math.abs(a - b) <= tolerance * scale + 1e-6;
  if (!close(found.loss, expected.loss, Math.abs(expected.loss)))
    return `the loss is ${found.loss} instead of ${expected.loss}`;
  const velocities = [...expected.state].filter(([key]) => key.includes(':'));
  const scale = Math.max(...velocities.map(([, numbers]) => greatest(numbers)));
  for (const [key, numbers] of expected.state) {
    const off = greatest(numbers.map((x, i) => x - found.state.get(key)![i]));
    const most = Math.max(greatest(numbers), key.includes(':') ? scale / 10 : 0);
    if (!close(off, 0, most)) return `${key} is off by ${off} of ${most}`;
  }
  return undefined;
}

describe('steps of random networks', function () {
  this.timeout(3_600_000);
  const changed = new Set<PassName>();
  let runtime: Runtime;
  let block: number | undefined;
  before(async () => {
    runtime = await loadRuntime();
    block = await probeBlocked(runtime);
  });

  for (let seed = 1; seed <= networks; seed++) {
    it(`are the same with and without passes (${seed})`, async () => {
      const { text, network, batch } = randomNetwork(seed);
      const options = { batch, targets: { kind: 'classes', count: 3 } } as const;
      const optimizer = call('sgd', { rate: 0.02, momentum: 0.9, nesterov: false });
      const step = buildTrainingStep(network, plan({ optimizer }), options);
      const random = new Random(seed, 'batches');
      const size = network.input.shape.reduce((n, m) => n * m, batch);
      const batches = Array.from({ length: steps }, () => {
        const samples = Float32Array.from({ length: size }, () => random.between(-1, 1));
        const targets = new Float32Array(3 * batch);
        for (let i = 0; i < batch; i++) targets[3 * i + Math.floor(random.uniform() * 3)] = 1;
        return { samples, targets };
      });
      const begin = completeState(step, initialize(network, seed));
      /** Steps from given states, or one after the other. */
      const make = async (made: TrainingStep, write: Form, from?: readonly Made['state'][]) => {
        const model = writeModel(write(made.graph), { name: 'step' });
        const session = await createSession(runtime, model, 'cpu');
        const executor = new HostExecutor(runtime, 'cpu', session, made, begin);
        const results: Made[] = [];
        for (const [i, { samples, targets }] of batches.entries()) {
          if (from) executor.write(from[i]);
          executor.samples.set(samples);
          executor.targets.set(targets);
          for (const [name, numbers] of executor.random)
            new Random(seed, i, name).fillUniform(numbers);
          const [[loss]] = await executor.step(0.02, i + 1);
          const state = [...(await executor.read())].map(([key, { data }]) => [key, data] as const);
          results.push({ loss, state: new Map(state) });
        }
        await executor.dispose();
        return results;
      };

      const plain = await make(step, (graph) => graph);
      const starts = [begin, ...plain.map(({ state }) => state)];
      for (const pass of changing(packState(step).graph, block)) changed.add(pass);
      for (const [form, write] of Object.entries(forms(block))) {
        const made = await make(packState(step), write, starts);
        const wrong = made.flatMap((one, i) => difference(one, plain[i]) ?? []);
        // A step whose numbers fall on the two sides of a kink may differ, but not one after the other.
        assert.ok(wrong.length < 2, `${form}, batch ${batch}: ${wrong.join('; ')}\n${text}`);
      }
    });
  }

  it('are changed by every pass for images', () => {
    const idle = new Set<PassName>([
      ...(block === undefined ? (['blockLayout'] as const) : []),
      // Of embeddings, and what others leave behind.
      ...(['scatterRows', 'removeDeadCode'] as const),
      // Of errors over whole batches, and of wide products.
      ...(['squaresInOneKernel', 'transposeBeforeProduct'] as const),
    ]);
    assert.deepEqual(
      passNames.filter((pass) => !changed.has(pass)),
      passNames.filter((pass) => idle.has(pass)),
    );
  });
});
