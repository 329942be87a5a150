import type { GraphWriter, Operator } from './operator';
import type { Attributes, Value } from './graph';
import { flagOf, numberOf } from './attributes';
import { rowSums } from './operators/rowSums';

/** A sum over the rows of two inputs with as many each: Aᵀ B, or rows added up by their places. */
interface Product {
  readonly operator: Operator;
  readonly a: Value;
  readonly b: Value;
  readonly attributes: Attributes;
}

function productOf({ producer }: Value): Product | undefined {
  if (!producer) return undefined;
  const { operator, inputs, attributes } = producer;
  const [a, b, bias] = inputs;
  if (!a || !b || bias || typeof a.type.shape[0] !== 'number') return undefined;
  if (operator === rowSums) return { operator, a, b, attributes };
  const fits = flagOf(attributes, 'transA', false) && !flagOf(attributes, 'transB', false);
  if (operator.name !== 'Gemm' || !fits) return undefined;
  return { operator, a, b, attributes: { alpha: numberOf(attributes, 'alpha', 1), transA: 1 } };
}

const alike = (a: Product, b: Product): boolean =>
  a.operator === b.operator && JSON.stringify(a.attributes) === JSON.stringify(b.attributes);

/**
 * Terms with the same sum, of which those that are products Aᵀ B have become one: Σ Aᵢᵀ Bᵢ is the product of the stacked
 * Aᵢ and Bᵢ. A weight that is used at every step of a sequence gets its gradient from one product over all steps.
 */
export function sumOfProducts(graph: GraphWriter, terms: readonly Value[]): readonly Value[] {
  const products = terms.flatMap((term) => {
    const product = productOf(term);
    return product ? [{ term, ...product }] : [];
  });
  const [first] = products;
  const joined = products.filter((product) => alike(product, first));
  if (joined.length < 2) return terms;
  // Gradients arrive from the last use to the first; stacked in the order of use they may be known as a stack already.
  const stack = (side: 'a' | 'b') =>
    graph.concat(joined.map((product) => product[side]).reverse(), { axis: 0 });
  const stacked = graph.apply(first.operator, [stack('a'), stack('b')], first.attributes);
  const replaced = new Set(joined.map(({ term }) => term));
  return [...terms.filter((term) => !replaced.has(term)), stacked];
}
