import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RunEvent } from '../../../src/runs/events';
import type { Run } from '../../../src/runs/run';
import { bundles, cores, finish, train, values, weights, Workspace } from '../support';
import { killed, resumptionOf, trainHere, trainingOf, type Moments } from '../training';

const data = `
data digits {
  source digits(train: 240, test: 40, seed: 5)
  split validation 40
  batch 20
}`;

const deep = `
network Deep {
  input image[1, 28, 28]
  H1: dense(12) logistic
  H2: dense(8) logistic
  output: dense(10) softmax
}`;

interface Case {
  readonly cells: readonly string[];
  /** Steps of one run of the executor; as suits the device when left out. */
  readonly stepsPerRun?: number;
}

const trainings = {
  'phases in the text': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  phase one: cd { layers H1; epochs 3 }
  phase two: cd(steps: 2) { layers H2; epochs 3 }
  phase fine: backprop { epochs 3; optimizer adam(rate: 0.01) }
}`,
    ],
  },
  'several steps a run, measures to watch, batches of their own': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  watch updates
  phase one: cd { layers H1; epochs 2; batch 7 }
  phase fine: backprop { epochs 3; optimizer adam(rate: 0.01); accumulate 3; average ema 0.9 }
}`,
    ],
    stepsPerRun: 4,
  },
  'chains, and a machine with labels on top': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  phase one: pcd(chains: 6) { layers H1; epochs 3 }
  phase top: cd(labels: true) { layers H2, output; epochs 3 }
}`,
    ],
  },
  'a running mean of the curvature': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  phase one: levenberg_marquardt { epochs 2 }
  phase fine: levenberg_marquardt(forget: 0.2) { layers output; epochs 2 }
}`,
    ],
  },
  'layerwise, supervised': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  rule layerwise(epochs: 2)
  epochs 3
  optimizer adam(rate: 0.01)
}`,
    ],
  },
  'layerwise, around a rule': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  rule layerwise(around: cd, epochs: 2)
  epochs 2
  stop early(patience: 1)
}`,
    ],
  },
  'a pass before everything else': {
    cells: [
      data,
      `network A {
  input image[1, 28, 28]
  output: dense(10)
}`,
      `train A on digits {
  rule delta
  epochs 3
}`,
    ],
  },
  'a pass between steps, behind frozen layers': {
    cells: [
      data.replace('train: 240', 'train: 640'),
      deep.replace(' softmax', ''),
      `train Deep on digits {
  phase first: backprop { epochs 2 }
  phase second: delta { layers output; epochs 3; optimizer sgd(rate: 0.01, momentum: 0.5) }
}`,
    ],
  },
  'a ridge regression that chooses its penalty, between steps': {
    cells: [
      data,
      deep.replace(' softmax', ''),
      `train Deep on digits {
  phase first: backprop { layers H1, H2, output; epochs 2 }
  phase readout: ridge(penalty: [0.01, 1, 100]) { layers output }
  phase fine: delta { layers output; epochs 2; optimizer sgd(rate: 0.001) }
}`,
    ],
  },
  'a pass that finds parameters, and steps behind them': {
    cells: [
      data,
      `network W {
  input image[1, 28, 28]
  max_pool(4)
  W: dense(49)
  output: dense(10) softmax
}`,
      `train W on digits {
  phase white: zca { layers W }
  phase out: backprop { layers output; epochs 3 }
}`,
    ],
  },
  'belief nets, one for each class': {
    cells: [
      data,
      `network B {
  input image[1, 28, 28]
  avg_pool(4) step
  output: belief_net(10, units: [6, 3], iterations: 3) softmax
}`,
      `train B on digits {
  rule meanfield
  epochs 3
}`,
    ],
  },
  'wake and sleep, with a memory that goes on': {
    cells: [
      data,
      deep,
      `train Deep on digits {
  phase first: wakesleep(top: 1) { layers H1, H2; epochs 2 }
  phase all: wakesleep(top: 2, labels: true) { epochs 3 }
}`,
    ],
  },
  'a dictionary that remembers sums': {
    cells: [
      data,
      `network K {
  input image[1, 28, 28]
  D: dense(12, bias: false) triangle
  output: dense(10) softmax
}`,
      `train K on digits {
  phase atoms: kmeans(patience: 2) { layers D; epochs 3; batch 20 }
  phase out: backprop { layers output; epochs 2 }
}`,
    ],
  },
  'a deep Boltzmann machine, layer by layer and together': {
    cells: [
      data,
      deep.replace('softmax', 'logistic'),
      `train Deep on digits {
  rule dbm(pretraining: 2, iterations: 3, chains: 6, steps: 2)
  epochs 3
}`,
    ],
  },
  'a state carried through segments': {
    cells: [
      `data stream {
  source digit_stream(train: 13, test: 4, steps: 50)
  split validation 4
  segments 12
  delay 2
  batch 3
}`,
      `network R {
  input columns[12, 28]
  delay_line(2)
  H: lstm(6, output: sequence)
  output: step_dense(11) softmax
}`,
      `train R on stream {
  carry state
  decode viterbi "gap"
  epochs 3
  optimizer adam(rate: 0.01)
}`,
    ],
  },
  'parameters of a rule that do not start at zero': {
    cells: [
      data,
      `network S {
  input image[1, 28, 28]
  max_pool(4)
  H: dense(20) tanh
  output: dense(10) softmax
}`,
      `train S on digits {
  phase codes: psd(iterations: 3) { layers H; epochs 3 }
  phase out: backprop { layers output; epochs 2 }
}`,
    ],
  },
  perceptron: {
    cells: [
      data,
      `network P {
  input image[1, 28, 28]
  output: dense(10) step
}`,
      `train P on digits {
  rule perceptron
  epochs 2
}`,
    ],
  },
} as const satisfies Readonly<Record<string, Case>>;

/** What a training leaves: parameters and all that was told. */
const left = async (run: Run) => ({
  weights: await weights(run),
  values: await values(run),
  found: (await run.events()).filter(({ event }) => event === 'measured'),
});

describe('phases of a training that was stopped or killed go on bit for bit', function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  afterEach(() => delete process.env.DNN_STEPS_PER_RUN);

  for (const [name, { cells, stepsPerRun }] of Object.entries<Case>(trainings)) {
    it(name, async () => {
      if (stepsPerRun) process.env.DNN_STEPS_PER_RUN = String(stepsPerRun);
      const notebook = workspace.notebook([...cells]);
      const copies: string[] = [];
      let isEntered = false;
      const whole = await trainHere(trainingOf(notebook), {
        onEvent({ event }, run) {
          if (event === 'checkpoint' && isEntered) copies.push(killed(run, `at-${copies.length}`));
          isEntered = event === 'phase';
        },
      });
      const expected = await left(whole);
      for (const copy of copies)
        assert.deepEqual(await left(await trainHere(resumptionOf(copy))), expected, copy);
      // One training, stopped in each of its phases: each goes on from what the one before has left.
      let next = trainingOf(notebook);
      for (const { what, ...moments } of stops(await whole.events())) {
        const { folder, manifest } = await trainHere(next, moments);
        assert.equal(manifest.status, 'interrupted', what);
        next = resumptionOf(folder);
      }
      assert.deepEqual(await left(await trainHere(next)), expected, 'stopped in each phase');
    });
  }

  it('a pass that was over is not made again, one whose end was not saved is', async () => {
    const { cells } = trainings['a pass between steps, behind frozen layers'];
    const copies = new Map<string, string>();
    const whole = await trainHere(trainingOf(workspace.notebook([...cells])), {
      onEvent({ event }, run) {
        const isPassed = copies.has('measured');
        if (event === 'measured' || (isPassed && (event === 'phase' || event === 'step')))
          if (!copies.has(event)) copies.set(event, killed(run, event));
      },
    });
    const expected = await left(whole);
    for (const [moment, times] of Object.entries({ measured: 1, phase: 1, step: 0 })) {
      let found = 0;
      const resumed = await trainHere(resumptionOf(copies.get(moment)!), {
        onEvent: ({ event }) => void (found += Number(event === 'measured')),
      });
      assert.equal(found, times, moment);
      assert.deepEqual(await left(resumed), expected, moment);
    }
  });

  /** The middle of each phase's second epoch; the middle of a pass. */
  function stops(events: readonly RunEvent[]): (Moments & { what: string })[] {
    const phases = events.flatMap((event) =>
      event.event === 'start' || event.event === 'phase' ? [event] : [],
    );
    return phases.map(({ event, step, stepsPerEpoch, phase: { name } = { name: 'only' } }) => {
      if (stepsPerEpoch > 0)
        return { what: `in steps of ${name}`, stopAt: step + Math.round(1.5 * stepsPerEpoch) };
      const onEvent = (now: RunEvent) => now.event === event && now.phase?.name === name;
      return { what: `in ${name}`, onEvent };
    });
  }
});

describe('phases of a training', function () {
  this.timeout(60_000);
  bundles();
  const workspace = new Workspace();
  const open = cores(workspace);

  it('tell where each begins, what its steps tell and how long the training is', async () => {
    const client = await open();
    const { events, run } = await finish(
      client,
      train(workspace.notebook([...trainings['phases in the text'].cells])),
    );
    const [start] = events.flatMap((event) => (event.event === 'start' ? [event] : []));
    const phases = events.flatMap((event) => (event.event === 'phase' ? [event] : []));
    const names = (measures: typeof start.measures) => measures.map(({ name }) => name);
    assert.deepEqual(start.phase, { name: 'one', index: 0, count: 3 });
    assert.deepEqual(
      [start.epochs, start.steps, names(start.measures)],
      [9, 90, ['reconstruction', 'directions', 'free_energy', 'free_energy_gap']],
    );
    assert.deepEqual(
      phases.map(({ step, phase, measures }) => [step, phase.name, names(measures)]),
      [
        [30, 'two', ['reconstruction', 'directions', 'free_energy', 'free_energy_gap']],
        [60, 'fine', ['loss', 'accuracy', 'gradients']],
      ],
    );
    assert.deepEqual(
      run.manifest.measures.map(({ name }) => name),
      ['loss', 'accuracy'],
    );
  });

  it('leave the layers alone that they do not train', async () => {
    const client = await open();
    const [first, second] = [
      'phase one: cd { layers H1; epochs 2 }',
      'phase one: cd { layers H1; epochs 2 }\n  phase two: cd { layers H2; epochs 2 }',
    ].map((lines) => [data, deep, `train Deep on digits {\n  ${lines}\n}`]);
    const one = await finish(client, train(workspace.notebook(first, 'one.dnn')));
    const two = await finish(client, train(workspace.notebook(second, 'two.dnn')));
    const [after, later] = [await weights(one.run), await weights(two.run)];
    for (const key of ['H1.weight', 'H1.bias', 'H1.visible_bias', 'output.weight'])
      assert.equal(later.get(key), after.get(key), key);
    assert.notEqual(later.get('H2.weight'), after.get('H2.weight'));
  });

  it('each have the device asked for, and a resumed training remembers which that is', async () => {
    const lines = 'phase one: cd { layers H1; epochs 1 }\n  phase two: cd { layers H2; epochs 1 }';
    const notebook = workspace.notebook([data, deep, `train Deep on digits {\n  ${lines}\n}`]);
    const devices: (string | undefined)[] = [];
    const onEvent = (event: RunEvent) =>
      void ('device' in event && event.event !== 'done' && devices.push(event.device));
    const { folder, manifest } = await trainHere(trainingOf(notebook, 'auto'), { stopAt: 5 });
    assert.equal(manifest.requestedDevice, 'auto');
    const resumed = await trainHere(resumptionOf(folder), { stopAt: 8, onEvent });
    assert.equal(resumed.manifest.requestedDevice, 'auto');
    const chosen = await trainHere(resumptionOf(folder, 'cpu'), { onEvent });
    assert.equal(chosen.manifest.requestedDevice, 'cpu');
    assert.deepEqual(devices, [manifest.device, 'cpu', 'cpu']);
  });

  const image = 'network N {\n  input image[1, 28, 28]\n  ';
  const works: readonly (readonly [what: string, layers: string, lines: string])[] = [
    [
      'heads in a chain of which only the last one learns',
      'H: dense(8) tanh; output mid: dense(10) softmax; G: dense(6) tanh from mid; output: dense(10) softmax',
      'phase a: backprop { layers output; epochs 2 }',
    ],
    [
      'convolution, pooling, normalization and dropout, layer by layer',
      'conv(2, kernel: 5); batch_norm relu; max_pool(4); dense(8) relu; dropout(0.2); output: dense(10) softmax',
      'rule layerwise(epochs: 1); epochs 1',
    ],
    [
      'phases of no epochs',
      'H: dense(8) logistic; output: dense(10)',
      'phase a: cd { layers H; epochs 0 }; phase b: delta { layers output; epochs 0 }',
    ],
    [
      'a hundred steps of Gibbs sampling',
      'H: dense(4) logistic; output: dense(10)',
      'phase a: cd(steps: 100) { layers H; epochs 1 }',
    ],
  ];
  for (const [what, layers, lines] of works) {
    it(`may be of ${what}`, async () => {
      const block = (all: string) => `${all.replaceAll('; ', '\n  ')}\n}`;
      const cells = [data, image + block(layers), `train N on digits {\n  ${block(lines)}`];
      const { manifest } = await trainHere(trainingOf(workspace.notebook(cells)));
      assert.equal(manifest.status, 'done');
    });
  }

  it('carry out a pass, and warn of a rate above the limit it finds', async () => {
    const client = await open();
    const cells = trainings['a pass before everything else'].cells.map((cell) =>
      cell.replace('rule delta', 'rule delta\n  optimizer sgd(rate: 0.4)'),
    );
    const { events, end } = await finish(client, train(workspace.notebook(cells)));
    const [found] = events.flatMap((event) => (event.event === 'measured' ? event.values : []));
    assert.equal(found.name, 'rate_limit');
    const epochs = events.flatMap((event) =>
      event.event === 'start' || event.event === 'phase' ? [event.epochs] : [],
    );
    assert.deepEqual(epochs, [3, 3], 'a pass has none of its own');
    const warnings = events.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
    assert.match(warnings.join(), /The rate 0\.4 is above 0\.0\d+/);
    assert.equal(end.event === 'error' && end.code, 'diverged');
  });
});
