import type { Graph } from '../../graph/builder';
import type { Operator } from '../../graph/operator';
import { elementType } from '../../graph/dataTypes';
import { rebuildGraph } from '../../graph/passes/rebuild';

const hardSigmoid: Operator = {
  name: 'HardSigmoid',
  domain: '',
  since: 6,
  attributes: { alpha: 'float', beta: 'float' },
  elementwise: true,
  infer: ({ inputs }) => [inputs[0]!],
};

/** So steep that every float32 above zero, subnormal numbers aside, becomes 1. */
const steepest = 3e38;

/**
 * The numbers 1 where x > 0, as rectifiers' gradients need them, or x ≥ y for a pool's maxima y, as those of overlapping
 * pools do, and else 0, without a tensor of truth values between, which `Cast` turns into numbers with one thread.
 */
export const maskInOneKernel = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, [condition]) => {
    if (operator.name !== 'Cast' || attributes['to'] !== elementType.float32) return undefined;
    const comparison = condition?.producer;
    const [x, y] = comparison?.inputs ?? [];
    if (x?.type.dataType !== 'float32' || !y) return undefined;
    switch (comparison?.operator.name) {
      case 'Greater':
        if (y.data?.[0] !== 0 || y.type.shape.length > 0) return undefined;
        return [builder.apply(hardSigmoid, [x], { alpha: steepest, beta: 0 })];
      case 'GreaterOrEqual': {
        if (y.producer?.operator.name !== 'MaxPool') return undefined;
        const difference = builder.sub(x, y);
        return [builder.apply(hardSigmoid, [difference], { alpha: steepest, beta: 1 })];
      }
      default:
        return undefined;
    }
  });
