import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { around, classes, sgd, type RuleCase } from './case';
import { dense, Machine, Moves, windows, type Form, type Outer } from './machine';

const none: readonly number[] = [];

interface Variant {
  readonly gaussian?: boolean;
  readonly labels?: boolean;
}

/** The samples of a batch as a machine reads them. */
function batchOf(
  { visible }: Form,
  { labels }: Variant,
  samples: Float32Array,
  targets: Float32Array,
): Outer[] {
  const batch = samples.length / visible;
  const count = targets.length / batch;
  return Array.from({ length: batch }, (_, n) => ({
    visible: [...samples.subarray(n * visible, (n + 1) * visible)],
    labels: labels ? [...targets.subarray(n * count, (n + 1) * count)] : none,
  }));
}

const squares = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

/** Contrastive divergence, sample by sample. */
function contrastiveDivergence(k: number, form: Form, variant: Variant = {}): RuleCase['step'] {
  return (parameters, { samples, targets, uniform }, rate) => {
    const machine = new Machine(form, variant.gaussian ?? false, parameters);
    const moves = new Moves(machine);
    const data = batchOf(form, variant, samples, targets);
    let distance = 0;
    data.forEach((outer, n) => {
      const h0 = machine.hiddenGiven(outer);
      moves.add(1 / data.length, outer, h0);
      let h = h0;
      let model = outer;
      for (let step = 1; step <= k; step++) {
        const means = machine.outerGiven(machine.drawHidden(h, uniform, step, n));
        if (step === 1) distance += squares(outer.visible, means.visible);
        model = step < k ? machine.drawOuter(means, uniform, step, n) : means;
        h = machine.hiddenGiven(model);
      }
      moves.add(-1 / data.length, model, h);
    });
    moves.apply(rate);
    return { reconstruction: distance / samples.length };
  };
}

/** The same with chains that go on from one step to the next. */
function persistent(k: number, form: Form, variant: Variant = {}): RuleCase['step'] {
  return (parameters, { samples, targets, uniform }, rate) => {
    const machine = new Machine(form, variant.gaussian ?? false, parameters);
    const moves = new Moves(machine);
    const chains = parameters.get('H.chains')!;
    const count = chains.length / form.hidden;
    const data = batchOf(form, variant, samples, targets);
    let distance = 0;
    for (const outer of data) {
      const h = machine.hiddenGiven(outer);
      moves.add(1 / data.length, outer, h);
      distance += squares(outer.visible, machine.outerGiven(h).visible);
    }
    for (let n = 0; n < count; n++) {
      const units = chains.subarray(n * form.hidden, (n + 1) * form.hidden);
      for (let step = 1; step <= k; step++) {
        const outer = machine.drawOuter(machine.outerGiven([...units]), uniform, step, n);
        const h = machine.hiddenGiven(outer);
        if (step === k) moves.add(-1 / count, outer, h);
        units.set(machine.drawHidden(h, uniform, step, n));
      }
    }
    moves.apply(rate);
    return { reconstruction: distance / samples.length };
  };
}

const bernoulli = { visible: 'bernoulli', labels: false };
const units = chain('x[12]', 'output H: dense(5) logistic');
const labelled = chain('x[12]', 'H: dense(5) logistic', 'output O: dense(3) softmax');
const square = { channels: 2, length: 4, filters: 3, kernel: 3, stride: 2, padding: 1 };
const onImages = (layer: string) =>
  chain('x[2, 4, 4]', `output H: ${layer}(3, kernel: 3, stride: 2, padding: 1) logistic`);
const common = { batch: 8, targets: classes(3) };

export const cdCases: Readonly<Record<string, RuleCase>> = {
  'cd(1)': {
    network: units,
    plan: { rule: call('cd', { steps: 1, ...bernoulli }), optimizer: sgd },
    ...common,
    step: contrastiveDivergence(1, dense(12, 5)),
  },
  'cd(3)': {
    network: units,
    plan: { rule: call('cd', { steps: 3, ...bernoulli }), optimizer: sgd },
    ...common,
    step: contrastiveDivergence(3, dense(12, 5)),
  },
  'cd(2), gaussian': {
    network: units,
    plan: { rule: call('cd', { steps: 2, visible: 'gaussian', labels: false }), optimizer: sgd },
    ...common,
    inputs: around,
    step: contrastiveDivergence(2, dense(12, 5), { gaussian: true }),
  },
  'cd(2), with labels': {
    network: labelled,
    plan: { rule: call('cd', { steps: 2, visible: 'bernoulli', labels: true }), optimizer: sgd },
    ...common,
    step: contrastiveDivergence(2, dense(12, 5), { labels: true }),
  },
  'cd(2), convolutional': {
    network: onImages('conv'),
    plan: { rule: call('cd', { steps: 2, ...bernoulli }), optimizer: sgd },
    ...common,
    step: contrastiveDivergence(2, windows('conv', square)),
  },
  'cd(1), untied': {
    network: onImages('local'),
    plan: { rule: call('cd', { steps: 1, ...bernoulli }), optimizer: sgd },
    ...common,
    step: contrastiveDivergence(1, windows('local', square)),
  },
};

export const pcdCases: Readonly<Record<string, RuleCase>> = {
  'pcd(1)': {
    network: units,
    plan: { rule: call('pcd', { chains: 6, steps: 1, ...bernoulli }), optimizer: sgd },
    ...common,
    step: persistent(1, dense(12, 5)),
  },
  'pcd(2), gaussian, with labels': {
    network: labelled,
    plan: {
      rule: call('pcd', { chains: 6, steps: 2, visible: 'gaussian', labels: true }),
      optimizer: sgd,
    },
    ...common,
    inputs: around,
    step: persistent(2, dense(12, 5), { gaussian: true, labels: true }),
  },
  'pcd(1), convolutional': {
    network: onImages('conv'),
    plan: { rule: call('pcd', { chains: 8, steps: 1, ...bernoulli }), optimizer: sgd },
    ...common,
    step: persistent(1, windows('conv', square)),
  },
};
