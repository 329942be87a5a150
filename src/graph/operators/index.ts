import type { Operator } from '../operator';
import { attentionOperators } from './attention';
import { binaryOperators } from './binary';
import { convolutionOperators } from './convolution';
import { indexingOperators } from './indexing';
import { joiningOperators } from './joining';
import { linearOperators } from './linear';
import { normalizationOperators } from './normalization';
import { poolingOperators } from './pooling';
import { recurrentOperators } from './recurrent';
import { reductionOperators } from './reduction';
import { resizeOperators } from './resize';
import { scatteringOperators } from './scattering';
import { selectionOperators } from './selection';
import { shapeOperators } from './shape';
import { softmaxOperators } from './softmax';
import { unaryOperators } from './unary';

/** Every operator a graph may contain, by its ONNX name. */
export const operatorTable: ReadonlyMap<string, Operator> = new Map(
  [
    unaryOperators,
    binaryOperators,
    selectionOperators,
    reductionOperators,
    linearOperators,
    shapeOperators,
    joiningOperators,
    indexingOperators,
    scatteringOperators,
    convolutionOperators,
    poolingOperators,
    softmaxOperators,
    normalizationOperators,
    recurrentOperators,
    attentionOperators,
    resizeOperators,
  ]
    .flat()
    .map((operator) => [operator.name, operator]),
);
