import type { Graph } from '../../graph/builder';
import type { GraphNode, Value } from '../../graph/graph';
import { rebuildGraph } from '../../graph/passes/rebuild';

/**
 * In the gradient of a rectifier below a maximum pool, M · U(g) · [x > 0] with M = [x = U(y)] and U repeating pixels, is
 * M · U(g · [y > 0]): where x is not y, M is 0. The mask of the rectifier shrinks to the pooled size.
 */
export const rectifyBelowPool = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, node, inputs) => {
    const [passed, mask] = inputs;
    const positive = producerOf(mask, 'HardSigmoid');
    const product = node.operator.name === 'Mul' ? producerOf(passed, 'Mul') : undefined;
    if (!positive || !product) return undefined;
    const [chosen, repeated] = product.inputs as readonly [Value, Value];
    const equal = producerOf(producerOf(chosen, 'Cast')?.inputs[0], 'Equal');
    const up = producerOf(repeated, 'Resize');
    if (!equal || !up || equal.inputs[0] !== positive.inputs[0]) return undefined;
    const upY = producerOf(equal.inputs[1], 'Resize');
    if (!upY || upY.inputs[2] !== up.inputs[2]) return undefined;
    const above = builder.apply(positive.operator, [upY.inputs[0]], positive.attributes);
    const gradient = builder.mul(up.inputs[0]!, above);
    const large = builder.apply('Resize', [gradient, ...up.inputs.slice(1)], up.attributes);
    return [builder.mul(chosen, large)];
  });

const producerOf = (value: Value | undefined, operator: string): GraphNode | undefined =>
  value?.producer?.operator.name === operator ? value.producer : undefined;
