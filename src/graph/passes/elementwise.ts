import type { GraphNode } from '../graph';

/** Operators that treat each element alone. */
const elementwise = new Set([
  ...['Relu', 'LeakyRelu', 'Elu', 'Selu', 'Tanh', 'Sigmoid', 'HardSigmoid', 'Softplus', 'Erf'],
  ...['Neg', 'Abs', 'Sign', 'Exp', 'Log', 'Sqrt', 'Reciprocal', 'Cast', 'Not', 'Clip', 'Identity'],
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max', 'Where'],
  ...['Equal', 'Greater', 'Less', 'GreaterOrEqual', 'LessOrEqual', 'And', 'Or', 'Xor'],
]);

export const isElementwise = ({ operator }: GraphNode): boolean => elementwise.has(operator.name);
