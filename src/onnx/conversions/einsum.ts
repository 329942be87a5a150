import { textOf } from '../../graph/attributes';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { reshape, transpose } from '../../graph/layout';
import { product } from '../../graph/shapes';
import {
  conversion,
  required,
  unsupported,
  type Conversion,
  type ImportedNode,
} from './conversion';

/** A tensor whose axes have letters. */
interface Lettered {
  readonly value: Value;
  readonly letters: readonly string[];
}

/** Sums of products of one or two tensors, as transposes around a matrix product: `abc,cde->abde`. */
function einsum(node: ImportedNode): Value {
  const { graph } = node;
  const equation = textOf(node.attributes, 'equation', '').replaceAll(' ', '');
  const [given, wanted] = equation.split('->');
  const terms = given.split(',');
  const apart = [...terms, wanted ?? ''].every((term) => new Set(term).size === term.length);
  const known = wanted !== undefined && [...wanted].every((letter) => given.includes(letter));
  if (!/^[a-z,]+$/i.test(given) || !apart || !known || terms.length !== node.inputs.length)
    throw unsupported('Einsum', `the equation '${equation}'`);
  const tensors = terms.map((term, i): Lettered => {
    const value = required(node, i);
    if (value.type.shape.length !== term.length)
      throw unsupported('Einsum', `the equation '${equation}' for such shapes`);
    return { value, letters: [...term] };
  });
  const needed = (others: readonly Lettered[]) =>
    new Set([...wanted, ...others.flatMap(({ letters }) => letters)]);
  const [a, b, ...more] = tensors.map((tensor) =>
    summed(graph, tensor, needed(tensors.filter((other) => other !== tensor))),
  );
  if (more.length > 0) throw unsupported('Einsum', `the product of ${tensors.length} tensors`);
  const result = b ? multiplied(graph, a, b, new Set(wanted)) : a;
  return inOrder(graph, result, [...wanted]);
}

/** Without the axes that nothing else has. */
function summed(graph: GraphBuilder, { value, letters }: Lettered, needed: ReadonlySet<string>) {
  const axes = letters.flatMap((letter, axis) => (needed.has(letter) ? [] : [axis]));
  if (axes.length === 0) return { value, letters };
  const kept = letters.filter((letter) => needed.has(letter));
  return { value: graph.reduceSum(value, { axes, keepdims: 0 }), letters: kept };
}

function inOrder(graph: GraphBuilder, { value, letters }: Lettered, to: readonly string[]): Value {
  return transpose(
    graph,
    value,
    to.map((letter) => letters.indexOf(letter)),
  );
}

function multiplied(
  graph: GraphBuilder,
  a: Lettered,
  b: Lettered,
  wanted: ReadonlySet<string>,
): Lettered {
  const both = a.letters.filter((letter) => b.letters.includes(letter));
  const batch = both.filter((letter) => wanted.has(letter));
  const inner = both.filter((letter) => !wanted.has(letter));
  const rows = a.letters.filter((letter) => !both.includes(letter));
  const columns = b.letters.filter((letter) => !both.includes(letter));
  const lengths = (letters: readonly string[]) =>
    letters.map((letter) => {
      const from = a.letters.includes(letter) ? a : b;
      return from.value.type.shape[from.letters.indexOf(letter)];
    });
  /** The axes of a tensor as those of matrices. */
  const matrices = (from: Lettered, first: readonly string[], second: readonly string[]) =>
    reshape(graph, inOrder(graph, from, [...batch, ...first, ...second]), [
      ...lengths(batch),
      product(lengths(first)),
      product(lengths(second)),
    ]);
  const result = graph.matMul(matrices(a, rows, inner), matrices(b, inner, columns));
  const letters = [...batch, ...rows, ...columns];
  return { value: reshape(graph, result, lengths(letters)), letters };
}

export const einsumConversions: readonly Conversion[] = [
  conversion('Einsum', [12], ['equation'], einsum),
];
