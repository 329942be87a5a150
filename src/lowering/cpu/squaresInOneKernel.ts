import type { Graph } from '../../graph/builder';
import { flagOf, numbersOf } from '../../graph/attributes';
import { constantNumbers } from '../../graph/constants';
import { isStatic, product, range } from '../../graph/shapes';
import { rebuildGraph } from '../../graph/passes/rebuild';

/** Σ x² and its mean over a whole tensor in one kernel, which reads x once and writes no squares. */
export const squaresInOneKernel = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, [squares, axes]) => {
    const isMean = operator.name === 'ReduceMean';
    if (!isMean && operator.name !== 'ReduceSum') return undefined;
    const producer = squares?.producer;
    if (!squares || producer?.operator.name !== 'Mul') return undefined;
    const [x, again] = producer.inputs;
    const { shape, dataType } = squares.type;
    if (!x || x !== again || dataType !== 'float32' || !isStatic(shape)) return undefined;
    const over = isMean ? numbersOf(attributes, 'axes') : constantNumbers(axes);
    if (over?.length !== shape.length) return undefined;
    const keepdims = flagOf(attributes, 'keepdims', true) ? 1 : 0;
    const sum = builder.reduceSumSquare(x, { axes: range(0, shape.length), keepdims });
    return [isMean ? builder.mul(sum, 1 / Number(product(shape))) : sum];
  });
