import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { transposeMatrix } from '../../graph/layout';
import { boolean, integer, number } from '../../language/parameters';
import { bias, biasParameters, defineLayer, weight } from '../define';
import { ShapeError } from '../entries';
import { sequenceShape } from './recurrent/sequence';

/** Added to the scores of later steps: their share becomes 0, also where numbers are as short as in float16. */
const hidden = -1e9;

/** What causal scores [steps, steps] are added to: no step reads a later one. */
function causalMask(graph: GraphBuilder, steps: number): Value {
  const mask = Float32Array.from({ length: steps * steps }, (_, i) =>
    i % steps > Math.floor(i / steps) ? hidden : 0,
  );
  return graph.constant(mask, [steps, steps], `causal${steps}`);
}

export const attention = defineLayer({
  name: 'attention',
  family: 'recurrent',
  synonyms: ['self_attention', 'multi_head_attention', 'multihead_attention', 'mha'],
  summary:
    'Self-attention: each step of a sequence [steps, features] reads what it needs of all steps.',
  details:
    '$\\operatorname{softmax}(Q K^\\top / \\sqrt{d}) V$ for each head, with $Q, K, V = W x + b$ of every step, $d$ features each; the heads side by side go through $W_o$. `weight` holds the rows of the queries, then those of the keys and of the values. Vaswani et al., *Attention Is All You Need* (2017).',
  parameters: {
    heads: integer('Heads, each with its share of the features.', { minimum: 1, default: 1 }),
    causal: boolean('Whether a step reads only itself and the steps before it.', {
      default: false,
    }),
    dropout: number('Probability that a step is not read, in training.', {
      minimum: 0,
      maximum: 0.99,
      default: 0,
    }),
    bias: biasParameters('feature').bias,
  },
  example: 'attention(4, causal: true)',
  infer({ heads, bias: biased }, inputs) {
    const [steps, features] = sequenceShape('attention', inputs);
    if (features % heads !== 0) {
      throw new ShapeError(
        `${heads} heads do not divide ${features} features evenly`,
        `a multiple of ${heads} features`,
        inputs,
      );
    }
    const output = { ...weight([features, features], features, features), name: 'output' };
    return {
      shape: [steps, features],
      parameters: [
        weight([3 * features, features], features, features),
        ...(biased ? [bias(3 * features)] : []),
        output,
        ...(biased ? [{ ...bias(features), name: 'output_bias' }] : []),
      ],
      cost: { multiplyAdds: steps * features * (4 * features + 2 * steps) },
    };
  },
  attends: ({ heads, causal }) => ({ heads, causal }),
  build({ graph, inputs: [x], shape, arguments: values, parameter, attend, training, uniform }) {
    const [steps, features] = shape;
    const { heads, causal, dropout, bias: biased } = values;
    const size = features / heads;
    const linear = (rows: Value, name: string, biasName: string): Value =>
      graph.gemm(rows, parameter(name), {
        bias: biased ? parameter(biasName) : undefined,
        transB: 1,
      });

    const sums = linear(graph.reshape(x, [-1, features]), 'weight', 'bias');
    // [N, 3 · heads, steps, size]: queries, keys and values of all heads in one transposition.
    const byHead = graph.transpose(graph.reshape(sums, [-1, steps, 3 * heads, size]), {
      perm: [0, 2, 1, 3],
    });
    const [queries, keys, contents] = graph.split(byHead, [heads, heads, heads], { axis: 1 });
    const scores = graph.matMul(
      graph.mul(queries, 1 / Math.sqrt(size)),
      transposeMatrix(graph, keys),
    );
    const masked = causal ? graph.add(scores, causalMask(graph, steps)) : scores;
    let shares = graph.softmax(masked, { axis: 3 });
    attend(shares);
    if (training && dropout > 0) {
      const kept = graph.cast(graph.greater(uniform(shares.type.shape), dropout), { to: 1 });
      shares = graph.mul(shares, graph.mul(kept, 1 / (1 - dropout)));
    }
    const read = graph.transpose(graph.matMul(shares, contents), { perm: [0, 2, 1, 3] });
    const rows = linear(graph.reshape(read, [-1, features]), 'output', 'output_bias');
    return graph.reshape(rows, [-1, ...shape]);
  },
  anyLength: (_values, _inputs, opset) => opset >= 23,
  exported({ graph, inputs: [x], shape, arguments: values, parameter }, opset) {
    if (opset < 23) return undefined;
    const { heads, causal, bias: biased } = values;
    const features = shape[1];
    const linear = (steps: Value, name: string, biasName: string): Value => {
      const sums = graph.matMul(steps, transposeMatrix(graph, parameter(name)));
      return biased ? graph.add(sums, parameter(biasName)) : sums;
    };
    const parts = [features, features, features];
    const [q, k, v] = graph.split(linear(x, 'weight', 'bias'), parts, { axis: 2 });
    const read = graph.attention(q, k, v, {
      ...{ q_num_heads: heads, kv_num_heads: heads },
      ...(causal && { is_causal: 1 }),
    });
    return linear(read, 'output', 'output_bias');
  },
});
