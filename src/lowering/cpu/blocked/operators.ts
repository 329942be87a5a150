import type { Operator } from '../../../graph/operator';
import { numberOf, numbersOf } from '../../../graph/attributes';
import { operatorTable } from '../../../graph/operators';

/**
 * ONNX Runtime's own operators for tensors in the layout [N, C/b, H, W, b], which its CPU provider computes fastest. They
 * are no public contract: `probeBlocked` finds out whether they are there. Shapes are written as [N, C, H, W] all the same.
 */
const domain = 'com.microsoft.nchwc';

/** A standard operator's counterpart on blocked tensors. */
const counterpart = (name: string, attributes: Operator['attributes'] = {}): Operator => {
  const entry = operatorTable.get(name)!;
  const all = { ...entry.attributes, ...attributes };
  return { ...entry, domain, since: 1, attributes: all, gradient: undefined };
};

const sameShape: Operator['infer'] = ({ inputs }) => [inputs[0]!];

/** To the blocked layout, from [N, C, H, W] or, with `channels_last`, [N, H, W, C]; the channels must be a multiple of the block. */
export const reorderInput: Operator = {
  name: 'ReorderInput',
  domain,
  since: 1,
  attributes: { channels_last: 'int' },
  infer: ({ inputs, attributes }) => {
    const { dataType, shape } = inputs[0]!;
    if (numberOf(attributes, 'channels_last', 0) === 0) return [inputs[0]!];
    const [samples, height, width, channels] = shape;
    return [{ dataType, shape: [samples, channels, height, width] }];
  },
};

/** Back to the plain layout. */
export const reorderOutput: Operator = {
  name: 'ReorderOutput',
  domain,
  since: 1,
  attributes: { channels: 'int' },
  infer: sameShape,
};

const conv = counterpart('Conv', { activation: 'string' });

export const blockedConv: Operator = {
  ...conv,
  // A fourth input is added to the result.
  infer: (context) => conv.infer({ ...context, inputs: context.inputs.slice(0, 3) }),
};

export const blockedMaxPool = counterpart('MaxPool');
export const blockedAveragePool = counterpart('AveragePool');
export const blockedGlobalAveragePool = counterpart('GlobalAveragePool');

/** Nearest-neighbour upsampling by whole factors. */
export const blockedUpsample: Operator = {
  name: 'Upsample',
  domain,
  since: 1,
  attributes: { scales: 'ints', mode: 'string' },
  infer: ({ inputs, attributes }) => {
    const { dataType, shape } = inputs[0]!;
    const scales = numbersOf(attributes, 'scales')!;
    return [{ dataType, shape: shape.map((length, axis) => Number(length) * scales[axis]) }];
  },
};

/** Whether a node convolves in one group of channels. */
export const ungrouped = (attributes: Parameters<typeof numberOf>[0]): boolean =>
  numberOf(attributes, 'group', 1) === 1;
