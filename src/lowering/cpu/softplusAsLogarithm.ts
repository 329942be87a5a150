import type { Graph } from '../../graph/builder';
import { rebuildGraph } from '../../graph/passes/rebuild';

/**
 * log(1 + eˣ) = max(x, 0) − log σ(|x|), whose parts ONNX Runtime computes several numbers at a time; its `Softplus` takes one
 * after the other, ten times as long. The error is within a rounding of the greater of 1 and |x|.
 */
export const softplusAsLogarithm = (graph: Graph): Graph =>
  rebuildGraph(graph, (builder, { operator }, [x]) => {
    if (operator.name !== 'Softplus' || x?.type.dataType !== 'float32') return undefined;
    return [builder.sub(builder.relu(x), builder.log(builder.sigmoid(builder.abs(x))))];
  });
