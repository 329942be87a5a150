import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { reshapeLike } from '../../graph/layout';
import { boolean, integer } from '../../language/parameters';
import { elements } from '../../shape/elements';
import { defineOptimizer, type ParameterUpdate } from '../entries';
import { adamParameters, average, buildAdam, share } from './adaptive';
import { decayFormula, decaying, decayParameters } from './decay';

/** Coefficients of the iteration x ← a x + b x³ + c x⁵ on the singular values; Jordan (2024). */
const [a, b, c] = [3.4445, -4.775, 2.0315];

/** What a matrix is divided by at least. */
const epsilon = 1e-7;

/** A matrix with singular values near 1 in place of those of `matrix`, by Newton–Schulz iterations. */
function orthogonalized(graph: GraphBuilder, matrix: Value, iterations: number): Value {
  const arithmetic = new Arithmetic(graph);
  const [rows, columns] = matrix.type.shape as [number, number];
  const norm = graph.sqrt(arithmetic.sum(arithmetic.square(matrix)));
  let x = arithmetic.div(matrix, arithmetic.max(norm, epsilon));
  for (let i = 0; i < iterations; i++) {
    const gram = graph.gemm(x, x, rows > columns ? { transA: 1 } : { transB: 1 });
    const factor = graph.gemm(gram, gram, { bias: gram, alpha: c, beta: b });
    const [left, right] = rows > columns ? [x, factor] : [factor, x];
    x = graph.gemm(left, right, { bias: x, beta: a });
  }
  return x;
}

export const muon = defineOptimizer({
  name: 'muon',
  synonyms: ['newton_schulz', 'momentum_orthogonalized'],
  summary:
    'Orthogonal steps for the matrices of hidden layers, from an averaged gradient; `adamw` for all others.',
  details: `$m \\leftarrow \\mu m + (1 - \\mu) g$, $w \\leftarrow w - 0.2\\, \\eta \\sqrt{\\max(n, k)}\\, O$ for a matrix [n, k], where $O$ is $(1 - \\mu) g + \\mu m$ with all singular values near 1, by Newton–Schulz iterations $X \\leftarrow 3.4445 X - 4.775\\, X X^\\top X + 2.0315\\, (X X^\\top)^2 X$. Filters [maps, …] count as matrices. Biases, normalizations, embeddings and output layers follow \`adamw\` at the same rate, which the factor makes good for both. Before that, ${decayFormula} Jordan et al., *Muon* (2024); the factor: Liu et al., *Muon is Scalable for LLM Training* (2025).`,
  parameters: {
    rate: adamParameters.rate,
    momentum: share('μ: decay of the average gradient of matrices.', 0.95),
    nesterov: boolean('Looks ahead along the average.', { default: true }),
    iterations: integer('Newton–Schulz iterations.', { minimum: 1, maximum: 20, default: 5 }),
    beta1: adamParameters.beta1,
    beta2: adamParameters.beta2,
    epsilon: adamParameters.epsilon,
    ...decayParameters,
  },
  example: 'optimizer muon(rate: 0.001)',
  state: (_, { isHiddenMatrix }) => (isHiddenMatrix ? ['momentum'] : ['mean', 'square']),
  build(context) {
    const { graph, rate, arguments: values } = context;
    const { momentum, nesterov, iterations } = values;
    const decayed = decaying(context);
    const adam = buildAdam(context);
    return (parameter: ParameterUpdate) => {
      if (!parameter.isHiddenMatrix) return adam(parameter);
      const { weight, gradient, state } = parameter;
      const mean = average(graph, state.momentum, gradient, momentum);
      const direction = nesterov ? average(graph, mean, gradient, momentum) : mean;
      const [rows, ...others] = weight.type.shape as readonly number[];
      const columns = elements(others);
      const matrix = graph.reshape(direction, [rows, columns]);
      const step = reshapeLike(graph, orthogonalized(graph, matrix, iterations), weight);
      const length = graph.mul(rate, 0.2 * Math.sqrt(Math.max(rows, columns)));
      return {
        weight: graph.sub(decayed(parameter), graph.mul(step, length)),
        state: { momentum: mean },
      };
    };
  },
});
