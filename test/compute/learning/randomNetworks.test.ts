import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { probeBlocked } from '../../../src/compute/devices/blocked';
import { loadRuntime } from '../../../src/compute/devices/runtime';
import type { Graph } from '../../../src/graph/builder';
import { decompose, optimize, passNames } from '../../../src/graph/passes';
import { buildTrainingStep } from '../../../src/learning/rules';
import { initialize } from '../../../src/network/initialize';
import { Random } from '../../../src/random/random';
import { sessionOf } from '../graph/support';
import { randomNetwork } from './randomNetworks';
import { call, plan, runSteps, type StepResult } from './support';

/** Networks drawn; `DNN_SLOW` draws many more. */
const networks = process.env.DNN_SLOW ? 300 : 15;
const steps = 3;
const tolerance = 5e-4;

/** The ways a step is written, beside the one without any pass. */
function forms(block: number | undefined): Readonly<Record<string, (graph: Graph) => Graph>> {
  const cpu = { cpu: true, ...(block !== undefined && { block }) };
  return {
    'all passes': (graph) => optimize(graph, passNames, cpu),
    'all in the plain layout': (graph) => optimize(graph, passNames, { cpu: true }),
    'for a GPU': (graph) => decompose(optimize(graph)),
    ...Object.fromEntries(
      passNames.map((pass) => [pass, (graph: Graph) => optimize(graph, [pass], cpu)]),
    ),
  };
}

interface Made {
  readonly result: StepResult;
  readonly state: ReadonlyMap<string, Float32Array>;
}

const greatest = (numbers: Float32Array): number =>
  numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** What of a step differs by more than rounding; velocities beside the largest of all. */
function difference(found: Made, expected: Made): string | undefined {
  const close = (a: number, b: number, scale: number) =>
    Math.abs(a - b) <= tolerance * scale + 1e-6;
  if (!close(found.result.loss, expected.result.loss, Math.abs(expected.result.loss)))
    return `the loss is ${found.result.loss} instead of ${expected.result.loss}`;
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
      /** Steps from given states, or one after the other. */
      const make = async (graph: Graph, from?: readonly Made['state'][]): Promise<Made[]> => {
        const session = await sessionOf(graph);
        const made: Made[] = [];
        let state: Made['state'] = initialize(network, seed);
        for (const [i, given] of batches.entries()) {
          const next = new Map(from?.[i] ?? state);
          const [result] = await runSteps(session, step, next, [given], 0.02);
          made.push({ result, state: (state = next) });
        }
        await session.release();
        return made;
      };

      const plain = await make(step.graph);
      const starts = [initialize(network, seed), ...plain.map(({ state }) => state)];
      const block = await probeBlocked(await loadRuntime());
      for (const [form, write] of Object.entries(forms(block))) {
        const made = await make(write(step.graph), starts);
        const wrong = made.flatMap((one, i) => difference(one, plain[i]) ?? []);
        // A step whose numbers fall on the two sides of a kink may differ, but not one after the other.
        assert.ok(wrong.length < 2, `${form}, batch ${batch}: ${wrong.join('; ')}\n${text}`);
      }
    });
  }
});
