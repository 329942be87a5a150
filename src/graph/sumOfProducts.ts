import type { GraphWriter } from './operator';
import type { Value } from './graph';
import { flagOf, numberOf } from './attributes';

/** Aᵀ B with as many rows in A as in B. */
interface Product {
  readonly a: Value;
  readonly b: Value;
  readonly alpha: number;
}

function productOf({ producer }: Value): Product | undefined {
  if (producer?.operator.name !== 'Gemm') return undefined;
  const { inputs, attributes } = producer;
  const [a, b, bias] = inputs;
  const fits = flagOf(attributes, 'transA', false) && !flagOf(attributes, 'transB', false);
  if (!a || !b || bias || !fits) return undefined;
  return typeof a.type.shape[0] === 'number'
    ? { a, b, alpha: numberOf(attributes, 'alpha', 1) }
    : undefined;
}

/**
 * Terms with the same sum, of which those that are products Aᵀ B have become one: Σ Aᵢᵀ Bᵢ is the product of the stacked
 * Aᵢ and Bᵢ. A weight that is used at every step of a sequence gets its gradient from one product over all steps.
 */
export function sumOfProducts(graph: GraphWriter, terms: readonly Value[]): readonly Value[] {
  const products = terms.flatMap((term) => {
    const product = productOf(term);
    return product ? [{ term, ...product }] : [];
  });
  const { alpha } = products[0] ?? {};
  const alike = products.filter((product) => product.alpha === alpha);
  if (alike.length < 2) return terms;
  // Gradients arrive from the last use to the first; stacked in the order of use they may be known as a stack already.
  const stack = (side: 'a' | 'b') =>
    graph.concat(alike.map((product) => product[side]).reverse(), { axis: 0 });
  const stacked = graph.gemm(stack('a'), stack('b'), { alpha, transA: 1 });
  const replaced = new Set(alike.map(({ term }) => term));
  return [...terms.filter((term) => !replaced.has(term)), stacked];
}
