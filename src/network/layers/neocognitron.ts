import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer, number, optional, pair } from '../../language/parameters';
import { constantParameter, defineLayer, weight } from '../define';
import { elements } from '../../shape/elements';
import type { Shape } from '../parameters';
import { channelsMean, windowMean, windowWeights } from './fixedWindow';
import { padding } from './padding';
import { place } from './window';

/** The layers of Fukushima’s neocognitron (1980). */

const falloff = number('A weight is this to the power of its distance from the window’s centre.', {
  above: 0,
  maximum: 1,
  default: 0.9,
});

const fixedWeights = (kernel: readonly [number, number], base: number) =>
  windowWeights(kernel, (i, j) => base ** Math.hypot(i, j));

/** What places the fields of simple cells. */
export interface Fields {
  readonly kernel: readonly [number, number];
  readonly padding: readonly [number, number] | 'same';
  readonly falloff: number;
}

/** What simple cells read of the planes x, [N, channels, height, width], each by its field. */
export function fields(
  graph: GraphBuilder,
  x: Value,
  values: Fields,
  inputShapes: readonly Shape[],
) {
  const { kernel, falloff } = values;
  const { pads, channels } = place('s_cell', { ...values, stride: [1, 1] }, inputShapes);
  const weights = fixedWeights(kernel, falloff);
  return {
    /** The sum of a x of each cell, by its weights a. */
    excitation: (weight: Value): Value => graph.conv(x, weight, { kernel_shape: kernel, pads }),
    /** v: the root mean square of a field over all planes, by fixed weights; [N, 1, …]. */
    mean(): Value {
      const square = channelsMean(graph, graph.mul(x, x));
      const energy = windowMean(graph, square, kernel, weights, { pads });
      // The root of zero has no slope; beside any number that matters this one vanishes.
      return graph.sqrt(graph.add(energy, 1e-12));
    },
    /** The fixed weights of the mean, which sum to 1 over all planes: [1, 1, …kernel]. */
    weights: (): Value =>
      graph.constant(
        weights.map((weight) => weight / channels),
        [1, 1, ...kernel],
      ),
  };
}

export const sCell = defineLayer({
  name: 's_cell',
  family: 'convolution',
  synonyms: ['s_layer', 'simple_cell', 'scell'],
  summary: 'Simple cells of a neocognitron: planes of feature detectors with inhibition.',
  details:
    '$u = r\\,\\varphi\\Big(\\frac{1 + \\sum a x}{1 + \\frac{r}{1 + r} |b| v} - 1\\Big)$ with $\\varphi$ a rectifier and $v$ the root mean square of the same field over all planes, by fixed weights; a greater $r$ makes cells more selective. The inhibition $b$ counts by its size, so that the quotient stays finite. Fukushima, *Neocognitron* (1980).',
  parameters: {
    planes: integer('Number of planes.', { minimum: 1 }),
    kernel: pair('Height and width of a cell’s field.', { minimum: 1 }),
    padding,
    selectivity: number('r', { above: 0, default: 4 }),
    inhibition: number('What b starts at: the greater, the more cells are silent at first.', {
      above: 0,
      default: 0.5,
    }),
    falloff,
  },
  example: 'S1: s_cell(24, kernel: 5, padding: same)',
  infer(values, inputs) {
    const { planes, kernel, inhibition } = values;
    const { channels, size } = place('s_cell', { ...values, stride: [1, 1] }, inputs);
    const area = kernel[0] * kernel[1];
    return {
      shape: [planes, ...size],
      parameters: [
        weight([planes, channels, ...kernel], channels * area, planes * area),
        constantParameter('inhibition', [planes], inhibition),
      ],
      cost: { multiplyAdds: size[0] * size[1] * area * (planes * channels + 1) },
    };
  },
  build({ graph, inputs, inputShapes, arguments: values, parameter }) {
    const { planes, selectivity: r } = values;
    const read = fields(graph, inputs[0], values, inputShapes);
    const excitation = read.excitation(parameter('weight'));
    const mean = read.mean();
    const size = graph.mul(graph.abs(parameter('inhibition')), r / (1 + r));
    const perPlane = graph.reshape(size, [1, planes, 1, 1]);
    const inhibition = graph.add(graph.mul(perPlane, mean), 1);
    const quotient = graph.div(graph.add(excitation, 1), inhibition);
    const output = graph.relu(graph.sub(quotient, 1));
    return graph.mul(output, r);
  },
});

export const cCell = defineLayer({
  name: 'c_cell',
  family: 'pooling',
  synonyms: ['c_layer', 'complex_cell', 'ccell'],
  summary: 'Complex cells of a neocognitron: blur each plane, with saturation.',
  details:
    '$u = s / (\\alpha + s)$ with $s = \\varphi(\\sum d x)$, fixed weights $d$ that sum to 1 and a rectifier $\\varphi$: a feature may shift a little and still be seen. Fukushima (1980), without the inhibition between planes.',
  parameters: {
    kernel: pair('Height and width of the blur.', { minimum: 1 }),
    stride: optional(pair('Step of the window; 1 when left out.', { minimum: 1 })),
    padding,
    saturation: number('α: the blurred response that gives ½.', { above: 0, default: 0.5 }),
    falloff,
  },
  example: 'C1: c_cell(5, stride: 2)',
  infer(values, inputs) {
    const { stride = [1, 1], kernel } = values;
    const { channels, size } = place('c_cell', { ...values, stride }, inputs);
    const shape = [channels, ...size];
    return {
      shape,
      parameters: [],
      cost: { multiplyAdds: elements(shape) * kernel[0] * kernel[1] },
    };
  },
  build({ graph, inputs, inputShapes, arguments: values }) {
    const { kernel, stride = [1, 1], saturation } = values;
    const { pads } = place('c_cell', { ...values, stride }, inputShapes);
    const weights = fixedWeights(kernel, values.falloff);
    const blurred = windowMean(graph, inputs[0], kernel, weights, { pads, strides: stride });
    const sum = graph.relu(blurred);
    return graph.div(sum, graph.add(sum, saturation));
  },
});
