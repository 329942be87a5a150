import type { Graph } from '../../../graph/builder';
import type { GraphNode } from '../../../graph/graph';
import { removeDeadCode } from '../../../graph/passes/removeDeadCode';
import { affineMaps } from './affine';
import { adjointConvolution, convolution, filterGradient } from './convolution';
import { elementwiseNode, norm, reduction } from './elementwise';
import { Layouts } from './layouts';
import { concatenation, isPool, padding, pool, slicing, upsampling } from './pooling';
import { stridedAdjoint } from './stridedAdjoint';

const convolutions = new Set(['Conv', 'ConvTranspose']);

/**
 * Writes convolutions and what lies between them in the layout [N, C/b, H, W, b] of ONNX Runtime's CPU provider, wherever
 * the channels are multiples of the block; everything else stays as it is. Inputs and outputs of the graph stay plain.
 */
export function blockLayout(graph: Graph, block: number): Graph {
  if (!graph.nodes.some(({ operator }) => convolutions.has(operator.name))) return graph;
  const layouts = new Layouts(graph, block);
  const done = new Set<GraphNode>();
  for (const node of graph.nodes) {
    if (done.has(node)) continue;
    layouts.builder.within(node.origin, () => {
      const written = writeBlocked(layouts, node);
      for (const covered of written) done.add(covered);
      if (written.length === 0) writePlain(layouts, node);
    });
  }
  for (const { name, value } of graph.outputs) layouts.builder.output(name, layouts.plain(value));
  return removeDeadCode(layouts.builder.build());
}

/** Writes a node in the blocked layout if it can be; gives the nodes that are written by it. */
function writeBlocked(layouts: Layouts, node: GraphNode): readonly GraphNode[] {
  const one = (written: boolean): readonly GraphNode[] => (written ? [node] : []);
  if (node.operator.elementwise) {
    return one(affineMaps(layouts, node) || elementwiseNode(layouts, node));
  }
  if (isPool(node)) return one(pool(layouts, node));
  switch (node.operator.name) {
    case 'Conv':
      return filterGradient(layouts, node) ? [node] : convolution(layouts, node);
    case 'ConvTranspose':
      return one(adjointConvolution(layouts, node) || stridedAdjoint(layouts, node));
    case 'Resize':
      return one(upsampling(layouts, node));
    case 'Concat':
      return one(concatenation(layouts, node));
    case 'Slice':
      return one(slicing(layouts, node));
    case 'Pad':
      return one(padding(layouts, node));
    case 'ReduceSum':
    case 'ReduceMean':
      return one(reduction(layouts, node));
    case 'ReduceL2':
      return one(norm(layouts, node));
    default:
      return [];
  }
}

function writePlain(layouts: Layouts, { operator, inputs, outputs, attributes }: GraphNode): void {
  const moved = inputs.map((input) => input && layouts.plain(input));
  const written = layouts.builder.applyAll(operator, moved, attributes);
  outputs.forEach((output, i) => layouts.setPlain(output, written[i]));
}
