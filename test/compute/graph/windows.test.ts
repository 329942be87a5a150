import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type GradientCase, checkGradient, operatorCase } from './support';

/** Convolution and pooling over random geometries: one or two axes, any stride, dilation, padding and grouping. */

const axis = fc.record({
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  begin: fc.integer({ min: 0, max: 3 }),
  end: fc.integer({ min: 0, max: 3 }),
  spare: fc.integer({ min: 0, max: 5 }),
});

const geometry = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
  batch: fc.integer({ min: 1, max: 3 }),
  group: fc.integer({ min: 1, max: 3 }),
  inGroup: fc.integer({ min: 1, max: 2 }),
  outGroup: fc.integer({ min: 1, max: 2 }),
  countPadding: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

type Geometry = typeof geometry extends fc.Arbitrary<infer T> ? T : never;
type Axis = Geometry['axes'][number];

const attributesOf = (axes: readonly Axis[]) => ({
  kernel_shape: axes.map((a) => a.kernel),
  strides: axes.map((a) => a.stride),
  dilations: axes.map((a) => a.dilation),
  pads: [...axes.map((a) => a.begin), ...axes.map((a) => a.end)],
});

/** The shortest input a window fits on, and some more. */
const lengthOf = (a: Axis): number =>
  Math.max(1, (a.kernel - 1) * a.dilation + 1 - a.begin - a.end) + a.spare;

const conv = (g: Geometry): GradientCase => {
  const kernel = g.axes.map((a) => a.kernel);
  const x = [g.batch, g.group * g.inGroup, ...g.axes.map(lengthOf)];
  const filters = [g.group * g.outGroup, g.inGroup, ...kernel];
  const attributes = { ...attributesOf(g.axes), group: g.group };
  return operatorCase('Conv', [x, filters, [filters[0]]], attributes, { seed: g.seed });
};

const convTranspose = (g: Geometry): GradientCase => {
  const kernel = g.axes.map((a) => a.kernel);
  const x = [g.batch, g.group * g.inGroup, ...g.axes.map((a) => a.spare + 1)];
  const filters = [g.group * g.inGroup, g.outGroup, ...kernel];
  // Padding must leave something of the output.
  const axes = g.axes.map((a) => ({ ...a, begin: 0, end: Math.min(a.end, a.kernel - 1) }));
  const output_padding = axes.map((a) => a.spare % a.stride);
  const attributes = { ...attributesOf(axes), group: g.group, output_padding };
  return operatorCase('ConvTranspose', [x, filters], attributes, { seed: g.seed });
};

const pool = (operator: string, g: Geometry): GradientCase => {
  const average = operator === 'AveragePool';
  const axes = g.axes.map((a) => ({
    ...a,
    dilation: average ? 1 : a.dilation,
    begin: Math.min(a.begin, a.kernel - 1),
    end: Math.min(a.end, a.kernel - 1),
  }));
  const { dilations, ...attributes } = attributesOf(axes);
  return operatorCase(
    operator,
    [[g.batch, g.group, ...axes.map(lengthOf)]],
    average
      ? { ...attributes, count_include_pad: g.countPadding ? 1 : 0 }
      : { ...attributes, dilations },
    { seed: g.seed },
  );
};

const cases: readonly (readonly [string, (g: Geometry) => GradientCase])[] = [
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['AveragePool', (g) => pool('AveragePool', g)],
  ['MaxPool', (g) => pool('MaxPool', g)],
];

describe('gradients over random windows', () => {
  for (const [operator, build] of cases) {
    it(`of ${operator} agree with central differences`, async function () {
      this.timeout(60_000);
      const property = fc.asyncProperty(geometry, (g) => checkGradient(build(g)));
      await fc.assert(property, { numRuns: 150, seed: 17 });
    });
  }
});
