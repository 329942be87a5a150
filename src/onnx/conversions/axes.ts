import { numberOf, numbersOf, textOf } from '../../graph/attributes';
import { normalizeAxes, range } from '../../graph/shapes';
import {
  constantAt,
  conversion,
  int64Constant,
  newestOpset,
  required,
  same,
  unsupported,
  without,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** Axes, pads, bounds: attributes in some opsets, inputs in others. */

const reductions = ['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL2', 'ReduceSumSquare'];

/** Moves an attribute to the input behind the first one. */
const axesToInput = (operator: string, attributes: readonly string[]): Conversion =>
  conversion(operator, [7, 12], ['axes', ...attributes], (node) => {
    const axes = numbersOf(node.attributes, 'axes');
    const inputs = axes ? [node.inputs[0], node.graph.ints(axes)] : [node.inputs[0]];
    return same(node, inputs, without(node.attributes, 'axes'));
  });

const axesToAttribute = (operator: string): Conversion =>
  conversion(operator, [18], ['keepdims', 'noop_with_empty_axes'], (node) => {
    const axes = constantAt(node, 1, 'axes') ?? [];
    const attributes = without(node.attributes, 'noop_with_empty_axes');
    if (axes.length > 0) return same(node, [node.inputs[0]], { ...attributes, axes });
    if (numberOf(node.attributes, 'noop_with_empty_axes', 0) !== 0) {
      throw unsupported(operator, 'noop_with_empty_axes without axes');
    }
    return same(node, [node.inputs[0]], attributes);
  });

/** Equal parts, as long as they divide; the last one is smaller otherwise. */
function partLengths(node: ImportedNode, parts: number): number[] {
  const { shape } = required(node, 0).type;
  const axis = numberOf(node.attributes, 'axis', 0);
  const length = shape.at(axis);
  if (typeof length !== 'number') throw unsupported('Split', 'an axis of unknown length');
  const part = Math.ceil(length / parts);
  return range(0, parts).map((i) => Math.max(0, Math.min(part, length - i * part)));
}

const split: Conversion = {
  operator: 'Split',
  from: 7,
  to: newestOpset,
  attributes: ['axis', 'split', 'num_outputs'],
  convert: (node) => {
    const { graph, attributes, inputs } = node;
    const lengths = numbersOf(attributes, 'split') ?? partLengths(node, node.outputs);
    return graph.split(
      required(node, 0),
      inputs[1] ?? lengths,
      without(attributes, 'split', 'num_outputs'),
    );
  },
};

const padModes = ['constant', 'reflect', 'edge'];

function expectPadMode({ operator, attributes }: ImportedNode): void {
  const mode = textOf(attributes, 'mode', 'constant');
  if (!padModes.includes(mode)) throw unsupported(operator, `mode '${mode}'`);
}

export const axisConversions: readonly Conversion[] = [
  axesToInput('ReduceSum', ['keepdims']),
  axesToInput('Squeeze', []),
  axesToInput('Unsqueeze', []),
  ...[...reductions, 'ReduceProd'].map(axesToAttribute),
  split,
  conversion('Slice', [7, 9], ['starts', 'ends', 'axes'], ({ graph, inputs, attributes }) => {
    const lists = ['starts', 'ends', 'axes'].map((name) => numbersOf(attributes, name));
    return graph.apply('Slice', [
      inputs[0],
      ...lists.map((list) => list && int64Constant(graph, list)),
    ]);
  }),
  conversion('Clip', [7, 10], ['min', 'max'], (node) => {
    const { graph, attributes } = node;
    const bound = (name: string) =>
      name in attributes ? numberOf(attributes, name, 0) : undefined;
    return graph.clip(required(node, 0), { min: bound('min'), max: bound('max') });
  }),
  conversion('Pad', [7, 10], ['mode', 'pads', 'value'], (node) => {
    expectPadMode(node);
    const { graph, inputs, attributes } = node;
    const pads = graph.ints(numbersOf(attributes, 'pads') ?? []);
    const value = graph.scalar(numberOf(attributes, 'value', 0));
    return same(node, [inputs[0], pads, value], without(attributes, 'pads', 'value'));
  }),
  conversion('Pad', [11], ['mode'], (node) => {
    expectPadMode(node);
    const { graph, inputs } = node;
    const axes = constantAt(node, 3, 'axes');
    if (!axes) return same(node, inputs.slice(0, 3));
    const pads = constantAt(node, 1, 'pads') ?? [];
    const rank = required(node, 0).type.shape.length;
    const chosen = normalizeAxes('Pad', axes, rank);
    const whole = range(0, 2 * rank).map((place) => {
      const index = chosen.indexOf(place % rank);
      return index < 0 ? 0 : pads[place < rank ? index : index + axes.length];
    });
    return same(node, [inputs[0], graph.ints(whole), inputs[2]]);
  }),
];
