import type { AttributeKind } from '../operator';

/** What an operator is given, by ONNX's names; its method in `GraphWriter` follows from it. */
export interface Signature {
  /** The inputs that must be there; `any` is a list of any length. */
  readonly inputs: readonly string[] | 'any';
  /** Inputs behind them that may be left out. */
  readonly optional?: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeKind>>;
  /** `any` where the number of outputs follows from the inputs; else there is one. */
  readonly outputs?: 'any';
}

const one = { inputs: ['x'] } as const;
const two = { inputs: ['a', 'b'] } as const;
const any = { inputs: 'any' } as const;
const alongAxis = { inputs: ['x'], attributes: { axis: 'int' } } as const;
const reduction = { inputs: ['x'], attributes: { keepdims: 'int', axes: 'ints' } } as const;
const extremePlace = {
  inputs: ['x'],
  attributes: { axis: 'int', keepdims: 'int', select_last_index: 'int' },
} as const;
const window = {
  auto_pad: 'string',
  kernel_shape: 'ints',
  strides: 'ints',
  pads: 'ints',
} as const;
const recurrent = {
  inputs: ['x', 'weight', 'recurrent'],
  optional: ['bias', 'lengths', 'initial'],
  attributes: {
    hidden_size: 'int',
    direction: 'string',
    activations: 'strings',
    activation_alpha: 'floats',
    activation_beta: 'floats',
    clip: 'float',
    layout: 'int',
  },
  outputs: 'any',
} as const;
const convolution = { ...window, dilations: 'ints', group: 'int' } as const;

/** Every operator's inputs and attributes. */
export const signatures = {
  Neg: one,
  Abs: one,
  Sign: one,
  Sqrt: one,
  Exp: one,
  Log: one,
  Reciprocal: one,
  Round: one,
  Tanh: one,
  Sigmoid: one,
  Softplus: one,
  HardSwish: one,
  HardSigmoid: { inputs: ['x'], attributes: { alpha: 'float', beta: 'float' } },
  Mish: one,
  Gelu: { inputs: ['x'], attributes: { approximate: 'string' } },
  Erf: one,
  Sin: one,
  Cos: one,
  Relu: one,
  LeakyRelu: { inputs: ['x'], attributes: { alpha: 'float' } },
  Elu: { inputs: ['x'], attributes: { alpha: 'float' } },
  Selu: { inputs: ['x'], attributes: { alpha: 'float', gamma: 'float' } },
  Not: one,
  Identity: one,

  Add: two,
  Sub: two,
  Mul: two,
  Div: two,
  Pow: two,

  Equal: two,
  Greater: two,
  Less: two,
  GreaterOrEqual: two,
  LessOrEqual: two,
  And: two,
  Or: two,
  Xor: two,
  Min: any,
  Max: any,
  Clip: { inputs: ['x'], optional: ['min', 'max'] },
  Where: { inputs: ['condition', 'a', 'b'] },
  Cast: { inputs: ['x'], attributes: { to: 'int' } },

  ReduceSum: {
    inputs: ['x'],
    optional: ['axes'],
    attributes: { keepdims: 'int', noop_with_empty_axes: 'int' },
  },
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceL2: reduction,
  ReduceSumSquare: reduction,
  ReduceProd: reduction,
  ArgMax: extremePlace,
  ArgMin: extremePlace,
  CumSum: { inputs: ['x', 'axis'], attributes: { exclusive: 'int', reverse: 'int' } },

  MatMul: two,
  Gemm: {
    inputs: ['a', 'b'],
    optional: ['bias'],
    attributes: { alpha: 'float', beta: 'float', transA: 'int', transB: 'int' },
  },
  Transpose: { inputs: ['x'], attributes: { perm: 'ints' } },

  Reshape: { inputs: ['x', 'shape'], attributes: { allowzero: 'int' } },
  Flatten: alongAxis,
  Squeeze: { inputs: ['x'], optional: ['axes'] },
  Unsqueeze: { inputs: ['x', 'axes'] },
  Expand: { inputs: ['x', 'shape'] },
  ConstantOfShape: { inputs: ['shape'], attributes: { value: 'tensor' } },
  Shape: one,

  Concat: { inputs: 'any', attributes: { axis: 'int' } },
  Split: { inputs: ['x', 'lengths'], attributes: { axis: 'int' }, outputs: 'any' },
  Pad: { inputs: ['x', 'pads'], optional: ['value'], attributes: { mode: 'string' } },

  Slice: { inputs: ['x', 'starts', 'ends'], optional: ['axes', 'steps'] },
  Gather: { inputs: ['x', 'indices'], attributes: { axis: 'int' } },
  ScatterND: { inputs: ['x', 'indices', 'updates'], attributes: { reduction: 'string' } },

  Conv: { inputs: ['x', 'filters'], optional: ['bias'], attributes: convolution },
  ConvTranspose: {
    inputs: ['x', 'filters'],
    optional: ['bias'],
    attributes: { ...convolution, output_padding: 'ints' },
  },

  AveragePool: {
    inputs: ['x'],
    attributes: { ...window, ceil_mode: 'int', count_include_pad: 'int' },
  },
  MaxPool: {
    inputs: ['x'],
    attributes: { ...window, ceil_mode: 'int', dilations: 'ints', storage_order: 'int' },
  },
  GlobalAveragePool: one,
  GlobalMaxPool: one,

  Softmax: alongAxis,
  LogSoftmax: alongAxis,

  RNN: recurrent,
  GRU: { ...recurrent, attributes: { ...recurrent.attributes, linear_before_reset: 'int' } },
  LSTM: {
    ...recurrent,
    optional: [...recurrent.optional, 'initial_cell', 'peepholes'],
    attributes: { ...recurrent.attributes, input_forget: 'int' },
  },

  BatchNormalization: {
    inputs: ['x', 'scale', 'shift', 'mean', 'variance'],
    attributes: { epsilon: 'float', momentum: 'float', training_mode: 'int' },
  },
  InstanceNormalization: {
    inputs: ['x', 'scale', 'shift'],
    attributes: { epsilon: 'float' },
  },
  GroupNormalization: {
    inputs: ['x', 'scale', 'shift'],
    attributes: { epsilon: 'float', num_groups: 'int', stash_type: 'int' },
  },
  RMSNormalization: {
    inputs: ['x', 'scale'],
    attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
  },
  Attention: {
    inputs: ['q', 'k', 'v'],
    attributes: {
      is_causal: 'int',
      q_num_heads: 'int',
      kv_num_heads: 'int',
      scale: 'float',
      qk_matmul_output_mode: 'int',
      softcap: 'float',
      softmax_precision: 'int',
    },
  },
  LRN: { inputs: ['x'], attributes: { size: 'int', alpha: 'float', beta: 'float', bias: 'float' } },
  LayerNormalization: {
    inputs: ['x', 'scale'],
    optional: ['bias'],
    attributes: { axis: 'int', epsilon: 'float', stash_type: 'int' },
  },

  Resize: {
    inputs: ['x'],
    optional: ['roi', 'scales', 'sizes'],
    attributes: {
      mode: 'string',
      coordinate_transformation_mode: 'string',
      nearest_mode: 'string',
      cubic_coeff_a: 'float',
      exclude_outside: 'int',
      extrapolation_value: 'float',
    },
  },
} as const satisfies Readonly<Record<string, Signature>>;

export type OperatorName = keyof typeof signatures;
