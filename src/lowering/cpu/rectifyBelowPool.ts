import type { Graph } from '../../graph/builder';
import type { GraphNode, Value } from '../../graph/graph';
import { maxPoolGradient } from '../../graph/operators/poolingGradient';
import { rebuildGraph } from '../../graph/passes/rebuild';

/**
 * What a maximum pool passes back goes to the elements x that are its maxima y: times [x > 0], as a rectifier below has it, it
 * is what the pool passes back of its own gradient times [y > 0]. The mask shrinks to the pooled size.
 */
export const rectifyBelowPool = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator }, [passed, mask]) => {
    const pool = operator.name === 'Mul' ? passed?.producer : undefined;
    const cast = producerOf(mask, 'Cast');
    const comparison = producerOf(cast?.inputs[0], 'Greater');
    if (pool?.operator !== maxPoolGradient || !cast || !comparison) return undefined;
    const [x, y, dy] = pool.inputs as [Value, Value, Value];
    const [rectified, bound] = comparison.inputs;
    if (rectified !== x || bound?.data?.[0] !== 0 || bound.type.shape.length > 0) return undefined;
    const masked = builder.mul(dy, builder.cast(builder.greater(y, 0), cast.attributes));
    const moved = (): Value => builder.apply(maxPoolGradient, [x, y, masked], pool.attributes);
    return [builder.within(pool.origin, moved)];
  });

const producerOf = (value: Value | undefined, operator: string): GraphNode | undefined =>
  value?.producer?.operator.name === operator ? value.producer : undefined;
