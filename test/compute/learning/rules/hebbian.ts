import { chain } from '../../../unit/network/support';
import { call } from '../support';
import { classes, type RuleCase } from './case';

/** Simple cells of a neocognitron that learn where they win. */

interface Geometry {
  readonly channels: number;
  readonly size: number;
  readonly kernel: number;
  readonly padding: number;
  readonly planes: number;
  readonly selectivity: number;
  readonly falloff: number;
}

interface Cell {
  readonly plane: number;
  readonly top: number;
  readonly left: number;
  readonly field: readonly number[];
  readonly v: number;
  readonly output: number;
}

function competition(geometry: Geometry, amount: number, radius: number): RuleCase['step'] {
  const { channels, size, kernel, padding, planes, selectivity: r, falloff } = geometry;
  const span = (length: number) => Array.from({ length }, (_, i) => i);
  const middle = (kernel - 1) / 2;
  const near = span(kernel).flatMap((i) =>
    span(kernel).map((j) => falloff ** Math.hypot(i - middle, j - middle)),
  );
  const total = channels * near.reduce((sum, weight) => sum + weight, 0);
  const c = span(channels).flatMap(() => near.map((weight) => weight / total));
  const places = span(size + 2 * padding - kernel + 1);

  return (parameters, { samples }) => {
    const weight = parameters.get('S.weight')!;
    const inhibition = parameters.get('S.inhibition')!;
    const each = channels * size * size;
    const batch = samples.length / each;
    const pixel = (n: number, channel: number, y: number, x: number) =>
      y < 0 || x < 0 || y >= size || x >= size
        ? 0
        : samples[n * each + (channel * size + y) * size + x];
    const learning: Cell[] = [];
    let strongest = 0;
    for (let n = 0; n < batch; n++) {
      const cells = span(planes).flatMap((plane) =>
        places.flatMap((top) =>
          places.map((left): Cell => {
            const field = span(channels).flatMap((channel) =>
              span(kernel).flatMap((i) =>
                span(kernel).map((j) => pixel(n, channel, top + i - padding, left + j - padding)),
              ),
            );
            const v = Math.sqrt(field.reduce((sum, x, i) => sum + c[i] * x * x, 0));
            const a = field.reduce((sum, x, i) => sum + weight[plane * c.length + i] * x, 0);
            const b = (r / (1 + r)) * Math.abs(inhibition[plane]) * v;
            const output = r * Math.max(0, (1 + a) / (1 + b) - 1);
            return { plane, top, left, field, v, output };
          }),
        ),
      );
      strongest += Math.max(...cells.map(({ output }) => output));
      const candidates = cells.filter(
        ({ top, left, output }) =>
          output > 0 &&
          cells.every(
            (other) =>
              Math.abs(other.top - top) > radius ||
              Math.abs(other.left - left) > radius ||
              other.output <= output,
          ),
      );
      for (const plane of span(planes)) {
        const own = candidates.filter((cell) => cell.plane === plane);
        const best = Math.max(...own.map(({ output }) => output));
        const first = own.find(({ output }) => output === best);
        if (first) learning.push(first);
      }
    }
    weight.forEach((value, i) => (weight[i] = Math.max(0, value)));
    for (const { plane, field, v } of learning) {
      field.forEach((x, i) => (weight[plane * c.length + i] += amount * c[i] * x));
      inhibition[plane] += amount * v;
    }
    return { representatives: learning.length / batch, response: strongest / batch };
  };
}

const common = { targets: classes(3) };
const usual = { channels: 1, size: 7, kernel: 3, padding: 1, planes: 5, selectivity: 4 };

export const hebbianCases: Readonly<Record<string, RuleCase>> = {
  hebbian: {
    ...common,
    batch: 1,
    network: chain('x[1, 7, 7]', 'output S: s_cell(5, kernel: 3, padding: same, inhibition: 0.01)'),
    plan: { rule: call('hebbian', { amount: 4, radius: 2 }) },
    step: competition({ ...usual, falloff: 0.9 }, 4, 2),
  },
  'hebbian, of several planes, in batches': {
    ...common,
    batch: 3,
    network: chain(
      'x[2, 5, 5]',
      'output S: s_cell(4, kernel: 2, selectivity: 1, inhibition: 0.2, falloff: 0.7)',
    ),
    plan: { rule: call('hebbian', { amount: 0.5, radius: 1 }) },
    step: competition(
      { channels: 2, size: 5, kernel: 2, padding: 0, planes: 4, selectivity: 1, falloff: 0.7 },
      0.5,
      1,
    ),
  },
  'hebbian, across planes alone': {
    ...common,
    batch: 2,
    network: chain('x[1, 7, 7]', 'output S: s_cell(5, kernel: 3, padding: 1)'),
    plan: { rule: call('hebbian', { amount: 1, radius: 0 }) },
    step: competition({ ...usual, falloff: 0.9 }, 1, 0),
  },
};
