import { numberOf, numbersOf, textOf } from '../../graph/attributes';
import { constantNumbers } from '../../graph/constants';
import {
  conversion,
  expectNumber,
  required,
  same,
  unsupported,
  without,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Upsampling, and moving between channels and space. */

const coordinateModes = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];

function resizeAttributes(): string[] {
  return [
    ...['antialias', 'axes', 'coordinate_transformation_mode', 'cubic_coeff_a', 'exclude_outside'],
    ...['extrapolation_value', 'keep_aspect_ratio_policy', 'mode', 'nearest_mode'],
  ];
}

function constantAtOne({ operator, inputs }: ImportedNode): readonly number[] {
  const { data } = inputs[1] ?? {};
  if (data instanceof Float32Array) return Array.from(data);
  throw unsupported(operator, 'scales (input 1) that are not constant');
}

/** The coordinates of `Upsample`, and of `Resize` before they could be chosen. */
function upsampling({ operator, attributes }: ImportedNode) {
  const mode = textOf(attributes, 'mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear') throw unsupported(operator, `mode '${mode}'`);
  return { mode, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
}

function resize(
  node: ImportedNode,
  scales: readonly number[],
  attributes: ReturnType<typeof upsampling>,
) {
  const factors = node.graph.constant(Float32Array.from(scales), [scales.length]);
  return node.graph.resize(required(node, 0), { scales: factors, ...attributes });
}

const lengthOf =
  (operator: string) =>
  (length: number | string): number => {
    if (typeof length === 'number') return length;
    throw unsupported(operator, `an axis of unknown length ('${length}')`);
  };

/**
 * Scales that give no whole length: ONNX puts the corners where that length ends, ONNX Runtime where the length rounded
 * down does, which gives other numbers.
 */
function expectWholeLengths(node: ImportedNode, coordinates: string): void {
  const scales = constantNumbers(node.inputs[2]) ?? [];
  required(node, 0).type.shape.forEach((length, axis) => {
    if (typeof length !== 'number' || scales[axis] === undefined) return;
    const target = length * scales[axis];
    const whole = Math.abs(target - Math.round(target)) <= 1e-6 * target;
    const alone = coordinates === 'pytorch_half_pixel' && length > 1 && target < 2;
    if (whole || (coordinates !== 'align_corners' && !alone)) return;
    const text = `coordinate_transformation_mode '${coordinates}' with scales that make a length of`;
    throw unsupported('Resize', `${text} ${Number(target.toPrecision(6))} (export it with sizes)`);
  });
}

/** A length that stays, in a shape to reshape to: any number of samples. */
const samples = 0;

export const resamplingConversions: readonly Conversion[] = [
  conversion('DepthToSpace', [7], ['blocksize', 'mode'], ({ graph, ...node }) => {
    const x = required({ graph, ...node }, 0);
    const size = numberOf(node.attributes, 'blocksize', 1);
    const [channels, height, width] = x.type.shape.slice(1).map(lengthOf('DepthToSpace'));
    const depth = channels / size ** 2;
    const rowsFirst = textOf(node.attributes, 'mode', 'DCR') === 'DCR';
    const split = rowsFirst ? [size, size, depth] : [depth, size, size];
    const perm = rowsFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
    const blocks = graph.reshape(x, [samples, ...split, height, width]);
    const moved = graph.transpose(blocks, { perm });
    const shape = [samples, depth, height * size, width * size];
    return graph.reshape(moved, shape);
  }),
  conversion('SpaceToDepth', [7], ['blocksize'], ({ graph, ...node }) => {
    const x = required({ graph, ...node }, 0);
    const size = numberOf(node.attributes, 'blocksize', 1);
    const [depth, height, width] = x.type.shape.slice(1).map(lengthOf('SpaceToDepth'));
    const [rows, columns] = [height / size, width / size];
    const split = [samples, depth, rows, size, columns, size];
    const blocks = graph.reshape(x, split);
    const moved = graph.transpose(blocks, { perm: [0, 3, 5, 1, 2, 4] });
    return graph.reshape(moved, [samples, depth * size ** 2, rows, columns]);
  }),
  conversion('Upsample', [7, 8], ['mode', 'scales'], (node) => {
    const scales = numbersOf(node.attributes, 'scales') ?? [];
    return resize(node, scales, upsampling(node));
  }),
  conversion('Upsample', [9, 9], ['mode'], (node) =>
    resize(node, constantAtOne(node), upsampling(node)),
  ),
  conversion('Resize', [10, 10], ['mode'], (node) =>
    resize(node, constantAtOne(node), upsampling(node)),
  ),
  conversion('Resize', [11], resizeAttributes(), (node) => {
    expectNumber(node, 'antialias', 0);
    const { attributes, inputs } = node;
    if ('axes' in attributes) throw unsupported('Resize', 'axes');
    const policy = textOf(attributes, 'keep_aspect_ratio_policy', 'stretch');
    const coordinates = textOf(attributes, 'coordinate_transformation_mode', 'half_pixel');
    if (policy !== 'stretch') throw unsupported('Resize', `keep_aspect_ratio_policy '${policy}'`);
    if (!coordinateModes.includes(coordinates)) {
      throw unsupported('Resize', `coordinate_transformation_mode '${coordinates}'`);
    }
    expectWholeLengths(node, coordinates);
    // Empty lists stood for inputs left out before opset 13.
    const given = [0, 1, 2, 3].map((i) => (inputs[i]?.type.shape[0] === 0 ? undefined : inputs[i]));
    const last = given[3] ? 4 : 3;
    const plain = without(attributes, 'antialias', 'keep_aspect_ratio_policy');
    return same(node, given.slice(0, last), plain);
  }),
];
