import type { Graph } from '../builder';
import type { Operator } from '../operator';
import { elementType } from '../dataTypes';
import { rebuildGraph } from './rebuild';

const hardSigmoid: Operator = {
  name: 'HardSigmoid',
  domain: '',
  since: 6,
  attributes: { alpha: 'float', beta: 'float' },
  infer: ({ inputs }) => [inputs[0]!],
};

/** So steep that every float32 above zero, subnormal numbers aside, becomes 1. */
const steepest = 3e38;

/** The numbers 1 where x > 0 and else 0, as rectifiers' gradients need them, without a tensor of truth values between. */
export const maskInOneKernel = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator, attributes }, [condition]) => {
    if (operator.name !== 'Cast' || attributes['to'] !== elementType.float32) return undefined;
    const comparison = condition?.producer;
    if (comparison?.operator.name !== 'Greater') return undefined;
    const [x, bound] = comparison.inputs;
    if (x?.type.dataType !== 'float32' || bound?.data?.[0] !== 0 || bound.type.shape.length > 0) {
      return undefined;
    }
    return [builder.add(hardSigmoid, [x], { alpha: steepest, beta: 0 })];
  });
