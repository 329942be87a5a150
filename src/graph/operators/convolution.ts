import type { Dimension, Value } from '../graph';
import type { GradientContext, InferenceContext, Operator } from '../operator';
import { Arithmetic } from '../arithmetic';
import { numberOf, numbersOf } from '../attributes';
import { GraphError } from '../graphError';
import { product, range, type Shape } from '../shapes';
import { formatShape } from '../../text/numbers';
import { dataGradient, filterGradient } from './convolutionGradient';
import { define, inputType } from './define';
import {
  extent,
  slidingLengths,
  spatialLengths,
  windowOf,
  windowToAttributes,
  type Window,
} from './window';
import { slice } from '../layout';

/** Convolution (cross-correlation) and its adjoint, over any number of spatial axes. */

interface Operands {
  readonly x: Shape;
  readonly filters: readonly number[];
  readonly group: number;
}

function operands(name: string, context: InferenceContext): Operands {
  const { shape: x } = inputType(name, context, 0, 'float32');
  const { shape: filters } = inputType(name, context, 1, 'float32');
  const group = numberOf(context.attributes, 'group', 1);
  if (x.length < 3 || x.length !== filters.length) {
    const text = `input ${formatShape(x)} and filters ${formatShape(filters)}`;
    throw new GraphError(name, `${text} must both have samples, channels and then the same axes`);
  }
  // The number of filters or samples may be a name: gradients convolve with a batch.
  return { x, filters: filters as readonly number[], group };
}

function expectBias(name: string, context: InferenceContext, channels: Dimension): void {
  const bias = context.inputs[2];
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== channels)) {
    throw new GraphError(name, `bias ${formatShape(bias.shape)} does not fit ${channels} channels`);
  }
}

function misfit(name: string, { x, filters, group }: Operands): GraphError {
  const groups = group === 1 ? '' : ` in ${group} groups`;
  return new GraphError(
    name,
    `input ${formatShape(x)} does not fit filters ${formatShape(filters)}${groups}`,
  );
}

/** Each element of the smaller side meets one filter. */
const products = (elements: Value, filters: Value): number =>
  Number(product([...elements.type.shape, ...filters.type.shape.slice(1)]));

const multiple = (length: Dimension, factor: number): Dimension => product([length, factor]);

const biasGradient = (a: Arithmetic, dy: Value): Value =>
  a.sum(dy, [0, ...range(2, dy.type.shape.length)]);

const conv = define('Conv', 1, {
  multiplyAdds: ({ inputs, outputs }) => products(outputs[0], inputs[1]!),
  infer: (context) => {
    const operand = operands('Conv', context);
    const { x, filters, group } = operand;
    const channels: Dimension = filters[0];
    const divides = typeof channels === 'string' || channels % group === 0;
    if (x[1] !== multiple(filters[1], group) || !divides) throw misfit('Conv', operand);
    expectBias('Conv', context, channels);
    const window = windowOf('Conv', context.attributes, x.slice(2), filters.slice(2));
    const lengths = slidingLengths('Conv', x.slice(2), window);
    return [{ dataType: 'float32', shape: [x[0], channels, ...lengths] }];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const [x, filters] = inputs as [Value, Value];
    const dy = gradients[0]!;
    const lengths = spatialLengths('Conv', x.type.shape);
    const kernel = spatialLengths('Conv', filters.type.shape);
    const window = windowOf('Conv', attributes, lengths, kernel);
    const group = numberOf(attributes, 'group', 1);
    return [
      wanted[0] ? dataGradient(graph, dy, filters, lengths, window, group) : undefined,
      wanted[1] ? filterGradient(graph, x, dy, window, group) : undefined,
      wanted[2] ? biasGradient(new Arithmetic(graph), dy) : undefined,
    ];
  },
});

/** Length of the input that a convolution with this window maps to `length`. */
const transposedLength = (window: Window, extra: readonly number[], length: number, i: number) =>
  window.strides[i] * (length - 1) +
  extra[i] +
  extent(window, i) -
  window.begins[i] -
  window.ends[i];

const convTranspose = define('ConvTranspose', 1, {
  multiplyAdds: ({ inputs }) => products(inputs[0]!, inputs[1]!),
  infer: (context) => {
    const operand = operands('ConvTranspose', context);
    const { x, filters, group } = operand;
    const channels = multiple(filters[1], group);
    const divides = typeof x[1] === 'number' && x[1] % group === 0;
    if (x[1] !== filters[0] || (group !== 1 && !divides)) throw misfit('ConvTranspose', operand);
    expectBias('ConvTranspose', context, channels);
    const lengths = spatialLengths('ConvTranspose', x);
    const window = windowOf('ConvTranspose', context.attributes, lengths, filters.slice(2));
    if (!['NOTSET', 'VALID'].includes(String(context.attributes['auto_pad'] ?? 'NOTSET'))) {
      throw new GraphError('ConvTranspose', 'auto_pad is not supported; give pads');
    }
    const extra = numbersOf(context.attributes, 'output_padding') ?? lengths.map(() => 0);
    const result = lengths.map((length, i) => transposedLength(window, extra, length, i));
    return [{ dataType: 'float32', shape: [x[0], channels, ...result] }];
  },
  gradient: ({ graph, inputs, gradients, attributes, wanted }: GradientContext) => {
    const [x, filters] = inputs as [Value, Value];
    const lengths = spatialLengths('ConvTranspose', x.type.shape);
    const kernel = spatialLengths('ConvTranspose', filters.type.shape);
    const window = windowOf('ConvTranspose', attributes, lengths, kernel);
    const group = numberOf(attributes, 'group', 1);
    const dy = gradients[0]!;
    const dx = (): Value => {
      const whole = graph.conv(dy, filters, { ...windowToAttributes(window), group });
      return slice(
        graph,
        whole,
        lengths.map(() => 0),
        lengths,
      );
    };
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? filterGradient(graph, dy, x, window, group) : undefined,
      wanted[2] ? biasGradient(new Arithmetic(graph), dy) : undefined,
    ];
  },
});

export const convolutionOperators: readonly Operator[] = [conv, convTranspose];
