import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { branches, layers as catalogue } from '../../src/network/catalogue';
import { elements } from '../../src/shape/elements';

/** Networks to look at without a notebook: LeNet-5, and one with inception blocks, a residual block and two heads. */

export interface Sketch {
  readonly id: string;
  readonly text: string;
  readonly inputs: readonly string[];
  readonly shape: readonly number[];
  readonly weights?: readonly number[];
  readonly activations?: readonly string[];
  readonly groups?: readonly string[];
  readonly output?: LayerRow['output'];
  readonly window?: LayerRow['window'];
  readonly attends?: LayerRow['attends'];
}

function row({
  id,
  text,
  inputs,
  shape,
  weights,
  activations,
  groups,
  output,
  window,
  attends,
}: Sketch): LayerRow {
  const operator = text.replace(/\(.*/, '');
  const parameters = weights
    ? [
        { name: 'weight', shape: weights },
        { name: 'bias', shape: [weights[0] ?? 1] },
      ]
    : [];
  const parameterCount = parameters.reduce((sum, { shape: s }) => sum + elements(s), 0);
  return {
    id,
    operator,
    family: (catalogue.find(operator) ?? branches.find(operator))?.family ?? 'other',
    text,
    activations: activations ?? [],
    inputs,
    shape,
    parameters,
    parameterCount,
    multiplyAdds: weights ? elements(weights) * elements(shape.slice(1)) : 0,
    memory: 4 * (parameterCount + elements(shape)),
    groups: groups ?? [],
    ...(output && { output }),
    ...(window && { window }),
    ...(attends && { attends }),
  };
}

const convolution = (kernel: number, padding: number): LayerRow['window'] => ({
  ...{ kernel: [kernel, kernel], stride: [1, 1], dilation: [1, 1], before: [padding, padding] },
});
const halving: LayerRow['window'] = {
  ...{ kernel: [2, 2], stride: [2, 2], dilation: [1, 1], before: [0, 0] },
};

export function network(
  name: string,
  input: readonly number[],
  sketches: readonly Sketch[],
): NetworkPayload {
  const layers = sketches.map(row);
  const sum = (key: 'parameterCount' | 'multiplyAdds' | 'memory') =>
    layers.reduce((total, layer) => total + layer[key], 0);
  return {
    name,
    input: { name: 'image', shape: input },
    layers,
    totals: {
      parameterCount: sum('parameterCount'),
      multiplyAdds: sum('multiplyAdds'),
      memory: sum('memory'),
    },
  };
}

export const lenet5 = network(
  'LeNet5',
  [1, 28, 28],
  [
    {
      id: 'C1',
      text: 'conv(6, kernel: 5, padding: 2)',
      inputs: ['input'],
      shape: [6, 28, 28],
      weights: [6, 1, 5, 5],
      window: convolution(5, 2),
      activations: ['tanh'],
    },
    { id: 'S2', text: 'avg_pool(2)', inputs: ['C1'], shape: [6, 14, 14], window: halving },
    {
      id: 'C3',
      text: 'conv(16, kernel: 5)',
      inputs: ['S2'],
      shape: [16, 10, 10],
      weights: [16, 6, 5, 5],
      window: convolution(5, 0),
      activations: ['tanh'],
    },
    { id: 'S4', text: 'avg_pool(2)', inputs: ['C3'], shape: [16, 5, 5], window: halving },
    {
      id: 'C5',
      text: 'dense(120)',
      inputs: ['S4'],
      shape: [120],
      weights: [120, 400],
      activations: ['tanh'],
    },
    {
      id: 'F6',
      text: 'dense(84)',
      inputs: ['C5'],
      shape: [84],
      weights: [84, 120],
      activations: ['tanh'],
    },
    {
      id: 'output',
      text: 'dense(10)',
      inputs: ['F6'],
      shape: [10],
      weights: [10, 84],
      activations: ['softmax'],
      output: { name: 'output', weight: 1 },
    },
  ],
);

const relu = ['relu'];

function inception(name: string, from: string, channels: number, size: number): Sketch[] {
  const [a, b, c, d] = [channels / 4, channels / 2, channels / 8, channels / 8];
  const at = (
    id: string,
    text: string,
    inputs: readonly string[],
    count: number,
    kernel: number,
    source: number,
  ): Sketch => ({
    id: `${name}.${id}`,
    text,
    inputs,
    shape: [count, size, size],
    weights: [count, source, kernel, kernel],
    activations: relu,
    groups: [name, `${name}.concat`],
  });
  return [
    at('b1', `conv(${a}, kernel: 1)`, [from], a, 1, 64),
    at('r3', `conv(${b / 2}, kernel: 1)`, [from], b / 2, 1, 64),
    at('b3', `conv(${b}, kernel: 3, padding: 1)`, [`${name}.r3`], b, 3, b / 2),
    at('r5', `conv(${c / 2}, kernel: 1)`, [from], c / 2, 1, 64),
    at('b5', `conv(${c}, kernel: 5, padding: 2)`, [`${name}.r5`], c, 5, c / 2),
    {
      id: `${name}.pool`,
      text: 'max_pool(3, stride: 1, padding: 1)',
      inputs: [from],
      shape: [64, size, size],
      groups: [name, `${name}.concat`],
    },
    at('proj', `conv(${d}, kernel: 1)`, [`${name}.pool`], d, 1, 64),
    {
      id: `${name}.concat`,
      text: 'concat',
      inputs: [`${name}.b1`, `${name}.b3`, `${name}.b5`, `${name}.proj`],
      shape: [channels, size, size],
      groups: [name],
    },
  ];
}

export const branchy = network(
  'Branches',
  [3, 32, 32],
  [
    {
      id: 'stem',
      text: 'conv(64, kernel: 3, padding: 1)',
      inputs: ['input'],
      shape: [64, 32, 32],
      weights: [64, 3, 3, 3],
      activations: relu,
    },
    { id: 'pool_1', text: 'max_pool(2)', inputs: ['stem'], shape: [64, 16, 16] },
    ...inception('inception_1', 'pool_1', 128, 16),
    {
      id: 'res.a',
      text: 'conv(128, kernel: 3, padding: 1)',
      inputs: ['inception_1.concat'],
      shape: [128, 16, 16],
      weights: [128, 128, 3, 3],
      activations: relu,
      groups: ['res.add'],
    },
    {
      id: 'res.norm',
      text: 'batch_norm',
      inputs: ['res.a'],
      shape: [128, 16, 16],
      weights: [128],
      groups: ['res.add'],
    },
    {
      id: 'res.b',
      text: 'conv(128, kernel: 3, padding: 1)',
      inputs: ['res.norm'],
      shape: [128, 16, 16],
      weights: [128, 128, 3, 3],
      groups: ['res.add'],
    },
    {
      id: 'res.add',
      text: 'add',
      inputs: ['inception_1.concat', 'res.b'],
      shape: [128, 16, 16],
      activations: relu,
    },
    { id: 'pool_2', text: 'avg_pool(16)', inputs: ['res.add'], shape: [128, 1, 1] },
    { id: 'drop', text: 'dropout(0.5)', inputs: ['pool_2'], shape: [128, 1, 1] },
    {
      id: 'main',
      text: 'dense(10)',
      inputs: ['drop'],
      shape: [10],
      weights: [10, 128],
      activations: ['softmax'],
      output: { name: 'main', weight: 1 },
    },
    {
      id: 'aux_1',
      text: 'dense(10)',
      inputs: ['inception_1.concat'],
      shape: [10],
      weights: [10, 32768],
      activations: ['softmax'],
      output: { name: 'aux_1', weight: 0.3 },
    },
  ],
);

/** Nine blocks, folded at first. */
export const deep = network(
  'Deep',
  [3, 32, 32],
  [
    {
      id: 'stem',
      text: 'conv(64, kernel: 3, padding: 1)',
      inputs: ['input'],
      shape: [64, 16, 16],
      weights: [64, 3, 3, 3],
      activations: relu,
    },
    ...Array.from({ length: 9 }, (_, i) =>
      inception(`inception_${i + 1}`, i === 0 ? 'stem' : `inception_${i}.concat`, 64, 16),
    ).flat(),
    {
      id: 'output',
      text: 'dense(10)',
      inputs: ['inception_9.concat'],
      shape: [10],
      weights: [10, 16384],
      activations: ['softmax'],
      output: { name: 'output', weight: 1 },
    },
  ],
);

/** A network over time, with a wide layer and a single number. */
export const sequences = network(
  'Recurrent',
  [60, 28],
  [
    { id: 'R1', text: 'lstm(24)', inputs: ['input'], shape: [60, 24], weights: [24, 28] },
    { id: 'last', text: 'last_step', inputs: ['R1'], shape: [24] },
    { id: 'wide', text: 'dense(400)', inputs: ['last'], shape: [400], weights: [400, 24] },
    { id: 'output', text: 'dense(1)', inputs: ['wide'], shape: [1], weights: [1, 400] },
  ],
);

/** A network that reads rows of a table. */
export const rows = network(
  'Iris',
  [4],
  [
    { id: 'H', text: 'dense(16)', inputs: ['input'], shape: [16], weights: [16, 4] },
    { id: 'output', text: 'dense(3)', inputs: ['H'], shape: [3], weights: [3, 16] },
  ],
);

/** A network that reads characters. */
export const characters = network(
  'Characters',
  [32],
  [
    { id: 'E', text: 'embedding(8, vocabulary: 27)', inputs: ['input'], shape: [32, 8] },
    { id: 'R', text: 'lstm(24)', inputs: ['E'], shape: [24], weights: [24, 8] },
    { id: 'output', text: 'dense(27)', inputs: ['R'], shape: [27], weights: [27, 24] },
  ],
);

const block = (name: string, shape: readonly [number, number], attends: LayerRow['attends']) => {
  const [, features] = shape;
  const causal = attends?.causal ? ', causal: true' : '';
  return (before: string): readonly Sketch[] => [
    { id: `${name}.norm`, text: 'layer_norm(axis: 2)', inputs: [before], shape },
    {
      ...{ id: `${name}.attention`, text: `attention(${attends?.heads}${causal})` },
      ...{ inputs: [`${name}.norm`], shape, weights: [3 * features, features] },
      ...(attends && { attends }),
    },
    { id: `${name}.add`, text: 'add', inputs: [`${name}.attention`, before], shape },
  ];
};

/** A GPT: a text of `steps` characters, two causal layers of attention. */
export const gpt = (steps: number, heads = 4) => {
  const shape = [steps, 32] as const;
  const attends = { heads, causal: true };
  return network(
    'GPT',
    [steps],
    [
      { id: 'E', text: 'embedding(32, vocabulary: 27)', inputs: ['input'], shape },
      { id: 'P', text: 'position', inputs: ['E'], shape },
      ...block('block_1', shape, attends)('P'),
      ...block('block_2', shape, attends)('block_1.add'),
      ...[
        {
          ...{ id: 'output', text: 'step_dense(27)', inputs: ['block_2.add'], shape: [steps, 27] },
          ...{ weights: [27, 32], activations: ['softmax'], output: { name: 'output', weight: 1 } },
        },
      ],
    ],
  );
};

/** A vision transformer: sixteen patches of an image, two layers of attention. */
export const vit = network(
  'ViT',
  [1, 28, 28],
  [
    {
      ...{ id: 'patches', text: 'conv(24, kernel: 7, stride: 7)', inputs: ['input'] },
      ...{ shape: [24, 4, 4], weights: [24, 1, 7, 7] },
      window: { kernel: [7, 7], stride: [7, 7], dilation: [1, 1], before: [0, 0] },
    },
    { id: 'S', text: 'to_sequence', inputs: ['patches'], shape: [16, 24] },
    ...block('encoder_1', [16, 24], { heads: 3, causal: false })('S'),
    ...block('encoder_2', [16, 24], { heads: 3, causal: false })('encoder_1.add'),
    { id: 'mean', text: 'global_avg_pool', inputs: ['encoder_2.add'], shape: [24] },
    {
      ...{ id: 'output', text: 'dense(10)', inputs: ['mean'], shape: [10], weights: [10, 24] },
      ...{ activations: ['softmax'], output: { name: 'output', weight: 1 } },
    },
  ],
);

/** A sequence of numbers whose steps read each other. */
export const attentive = network(
  'Attentive',
  [60, 28],
  [
    { id: 'H', text: 'step_dense(24)', inputs: ['input'], shape: [60, 24], weights: [24, 28] },
    {
      ...{ id: 'A', text: 'attention(2)', inputs: ['H'], shape: [60, 24], weights: [72, 24] },
      attends: { heads: 2, causal: false },
    },
    { id: 'mean', text: 'global_avg_pool', inputs: ['A'], shape: [24] },
    { id: 'output', text: 'dense(1)', inputs: ['mean'], shape: [1], weights: [1, 24] },
  ],
);
