import type { Family } from '../graph/family';

/** The families of ONNX's operators, by name, those that are not read among them; operators in none are drawn without a colour. */
const members: Readonly<Record<Exclude<Family, 'other'>, readonly string[]>> = {
  convolution: ['Conv', 'ConvTranspose', 'ConvInteger', 'QLinearConv', 'DeformConv'],
  pooling: [
    ...['AveragePool', 'MaxPool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool'],
    ...['MaxRoiPool', 'RoiAlign', 'MaxUnpool'],
  ],
  dense: ['Gemm', 'MatMul', 'MatMulInteger', 'QLinearMatMul', 'Einsum', 'Gather', 'Attention'],
  recurrent: ['RNN', 'LSTM', 'GRU'],
  regularization: [
    ...['BatchNormalization', 'InstanceNormalization', 'LayerNormalization', 'GroupNormalization'],
    ...['MeanVarianceNormalization', 'LpNormalization', 'RMSNormalization', 'LRN', 'Dropout'],
  ],
  join: ['Add', 'Sub', 'Mul', 'Div', 'Sum', 'Mean', 'Max', 'Min', 'Concat'],
  reshape: [
    ...['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Expand', 'Transpose', 'Tile', 'Pad'],
    ...['Resize', 'Upsample', 'DepthToSpace', 'SpaceToDepth', 'Slice', 'Split'],
  ],
};

const families: ReadonlyMap<string, Family> = new Map(
  Object.entries(members).flatMap(([family, names]) =>
    names.map((name) => [name, family as Family] as const),
  ),
);

/** The family of an operator of ONNX. */
export const familyOf = (operator: string): Family => families.get(operator) ?? 'other';
