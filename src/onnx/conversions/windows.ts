import { numberOf, numbersOf, textOf } from '../../graph/attributes';
import { windowOf, extent, spatialLengths } from '../../graph/operators/window';
import {
  conversion,
  required,
  same,
  unsupported,
  without,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Windows of pooling and transposed convolution whose padding has to be worked out. */

const poolAttributes = ['auto_pad', 'ceil_mode', 'kernel_shape', 'pads', 'strides'];

/**
 * `ceil_mode` as padding behind: both pools leave padded elements out. A window that would start behind the input and
 * its padding is dropped, as the runtimes do.
 */
function roundedUp(node: ImportedNode): ImportedNode {
  const { operator, attributes } = node;
  if (numberOf(attributes, 'ceil_mode', 0) === 0) return node;
  if (numberOf(attributes, 'count_include_pad', 0) !== 0) {
    throw unsupported(operator, 'ceil_mode together with count_include_pad');
  }
  const plain = without(attributes, 'ceil_mode');
  const lengths = spatialLengths(operator, required(node, 0).type.shape);
  const window = windowOf(operator, plain, lengths);
  const automatic = textOf(attributes, 'auto_pad', 'NOTSET');
  if (automatic === 'VALID') throw unsupported(operator, 'ceil_mode together with auto_pad VALID');
  if (automatic !== 'NOTSET') return { ...node, attributes: plain };
  const ends = lengths.map((length, i) => {
    const stride = window.strides[i];
    const whole = length + window.begins[i] + window.ends[i];
    const steps = Math.ceil((whole - extent(window, i)) / stride);
    const last = steps * stride >= length + window.begins[i] ? steps - 1 : steps;
    return Math.max(0, last * stride + extent(window, i) - length - window.begins[i]);
  });
  return { ...node, attributes: { ...plain, pads: [...window.begins, ...ends] } };
}

/** The total padding that makes a transposed convolution give `output_shape`, or input times stride. */
function transposedPads(node: ImportedNode): readonly number[] {
  const { operator, attributes } = node;
  const lengths = spatialLengths(operator, required(node, 0).type.shape);
  const kernel = spatialLengths(operator, required(node, 1).type.shape);
  const automatic = textOf(attributes, 'auto_pad', 'NOTSET');
  const window = windowOf(operator, without(attributes, 'auto_pad'), lengths, kernel);
  const wanted = numbersOf(attributes, 'output_shape');
  const extra = numbersOf(attributes, 'output_padding') ?? lengths.map(() => 0);
  const totals = lengths.map((length, i) => {
    const stride = window.strides[i];
    const target = wanted ? wanted[wanted.length - lengths.length + i] : length * stride;
    return stride * (length - 1) + extra[i] + extent(window, i) - target;
  });
  if (totals.some((total) => total < 0)) {
    throw unsupported(operator, 'an output larger than the windows reach');
  }
  const half = totals.map((total) => Math.floor(total / 2));
  const rest = totals.map((total, i) => total - half[i]);
  return automatic === 'SAME_UPPER' ? [...half, ...rest] : [...rest, ...half];
}

export const windowConversions: readonly Conversion[] = [
  conversion('MaxPool', [7], [...poolAttributes, 'dilations', 'storage_order'], (node) => {
    const { inputs, attributes } = roundedUp(node);
    return same(node, inputs, attributes);
  }),
  conversion('AveragePool', [7], [...poolAttributes, 'count_include_pad', 'dilations'], (node) => {
    if (numbersOf(node.attributes, 'dilations')?.some((dilation) => dilation !== 1)) {
      throw unsupported('AveragePool', 'dilations other than 1');
    }
    const { inputs, attributes } = roundedUp(node);
    return same(node, inputs, without(attributes, 'dilations'));
  }),
  conversion(
    'ConvTranspose',
    [7],
    [
      ...['auto_pad', 'dilations', 'group', 'kernel_shape', 'output_padding', 'output_shape'],
      ...['pads', 'strides'],
    ],
    (node) => {
      const { attributes, inputs } = node;
      const automatic = textOf(attributes, 'auto_pad', 'NOTSET');
      if (!automatic.startsWith('SAME') && !('output_shape' in attributes)) {
        return same(node, inputs);
      }
      const plain = without(attributes, 'auto_pad', 'output_shape');
      return same(node, inputs, { ...plain, pads: transposedPads(node) });
    },
  ),
];
