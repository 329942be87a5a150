import type { TensorProto } from './onnx_pb';
import type { DescribedModel, DescribedNode } from './description';
import { numbersOf } from './tensorNumbers';
import { formatShape } from '../text/numbers';

/** Two models side by side. Both are bounded by what descriptions hold. */
export interface ModelComparison {
  readonly alike: number;
  readonly onlyFirst: readonly NodeName[];
  readonly onlySecond: readonly NodeName[];
  readonly changed: readonly ChangedNode[];
  readonly tensors: readonly ComparedTensor[];
  readonly tensorsOnlyFirst: readonly string[];
  readonly tensorsOnlySecond: readonly string[];
}

export interface NodeName {
  readonly name: string;
  readonly operator: string;
}

/** A node of both, and what of it differs: `kernel_shape`, `shape`. */
export interface ChangedNode {
  /** Its names, where they differ both. */
  readonly name: string;
  readonly differences: readonly {
    readonly what: string;
    readonly first: string;
    readonly second: string;
  }[];
}

export interface ComparedTensor {
  readonly name: string;
  /** Absent where it has the same name. */
  readonly other?: string;
  readonly shape: readonly number[];
  /** Absent where its shapes differ. */
  readonly otherShape?: readonly number[];
  /** Of its numbers in the first, and of the differences; absent where there are none to compare. */
  readonly norm?: number;
  readonly difference?: number;
}

/** Gives the bytes of a tensor that lie in another file; undefined where they are not to be read. */
export type RawOf = (tensor: TensorProto) => Uint8Array | undefined;

/** Compares two models: nodes by name, the others in order by operator; tensors by name, the others by the nodes that read them. */
export function compareModels(
  [first, second]: readonly [DescribedModel, DescribedModel],
  rawOf: readonly [RawOf, RawOf],
): ModelComparison {
  const pairs = pairNodes(first.description.nodes, second.description.nodes);
  const paired = [new Set(pairs.map(([a]) => a)), new Set(pairs.map(([, b]) => b))] as const;
  const only = (nodes: readonly DescribedNode[], known: ReadonlySet<DescribedNode>) =>
    nodes.filter((node) => !known.has(node)).map(({ name, operator }) => ({ name, operator }));
  const changed = pairs.flatMap(([a, b]): ChangedNode[] => {
    const differences = differencesOf(a, b);
    const name = a.name === b.name ? a.name : `${a.name} / ${b.name}`;
    return differences.length > 0 ? [{ name, differences }] : [];
  });
  return {
    alike: pairs.length - changed.length,
    onlyFirst: only(first.description.nodes, paired[0]),
    onlySecond: only(second.description.nodes, paired[1]),
    changed,
    ...compareTensors(first, second, pairs, rawOf),
  };
}

type Pair = readonly [DescribedNode, DescribedNode];

function pairNodes(first: readonly DescribedNode[], second: readonly DescribedNode[]): Pair[] {
  const key = ({ name, operator }: DescribedNode) => `${operator} ${name}`;
  const named = new Map(second.map((node) => [key(node), node]));
  const pairs: Pair[] = [];
  const used = new Set<DescribedNode>();
  const left: DescribedNode[] = [];
  for (const node of first) {
    const other = named.get(key(node));
    if (other && !used.has(other)) {
      used.add(other);
      pairs.push([node, other]);
    } else left.push(node);
  }
  // The first of the same operator that is left, in order: names of exporters count up.
  const queues = new Map<string, DescribedNode[]>();
  for (const node of second) {
    if (used.has(node)) continue;
    const queue = queues.get(node.operator) ?? [];
    queue.push(node);
    queues.set(node.operator, queue);
  }
  const next = new Map<string, number>();
  for (const node of left) {
    const at = next.get(node.operator) ?? 0;
    const other = queues.get(node.operator)?.[at];
    if (!other) continue;
    next.set(node.operator, at + 1);
    pairs.push([node, other]);
  }
  return pairs;
}

function differencesOf(a: DescribedNode, b: DescribedNode): ChangedNode['differences'] {
  const facts = ({ operator, shape, attributes }: DescribedNode) =>
    new Map([
      ['operator', operator],
      ...attributes.map(({ name, text }) => [name, text] as const),
      ...(shape ? [['shape', formatShape(shape)] as const] : []),
    ]);
  const [first, second] = [facts(a), facts(b)];
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((what) => {
    const [x = '', y = ''] = [first.get(what), second.get(what)];
    // A shape that one of the files does not tell is no difference.
    return x === y || (what === 'shape' && (x === '' || y === ''))
      ? []
      : [{ what, first: x, second: y }];
  });
}

function compareTensors(
  first: DescribedModel,
  second: DescribedModel,
  pairs: readonly Pair[],
  [rawOfFirst, rawOfSecond]: readonly [RawOf, RawOf],
): Pick<ModelComparison, 'tensors' | 'tensorsOnlyFirst' | 'tensorsOnlySecond'> {
  const indices = (model: DescribedModel) =>
    new Map(model.description.tensors.map(({ name }, i) => [name, i]));
  const [ofFirst, ofSecond] = [indices(first), indices(second)];
  const otherOf = new Map<string, string>();
  for (const name of ofFirst.keys()) if (ofSecond.has(name)) otherOf.set(name, name);
  const taken = new Set(otherOf.values());
  for (const [a, b] of pairs) {
    a.inputs.forEach((name, i) => {
      const other = b.inputs[i] ?? '';
      if (!ofFirst.has(name) || !ofSecond.has(other)) return;
      if (otherOf.has(name) || taken.has(other)) return;
      otherOf.set(name, other);
      taken.add(other);
    });
  }
  const tensors = [...otherOf].map(([name, other]): ComparedTensor => {
    const [i, j] = [ofFirst.get(name)!, ofSecond.get(other)!];
    const [{ shape }, { shape: otherShape }] = [
      first.description.tensors[i],
      second.description.tensors[j],
    ];
    const isSame = shape.join() === otherShape.join();
    const norms = isSame
      ? normsOf(
          [first.tensors[i], rawOfFirst(first.tensors[i])],
          [second.tensors[j], rawOfSecond(second.tensors[j])],
        )
      : undefined;
    return {
      ...{ name, shape },
      ...(other !== name && { other }),
      ...(!isSame && { otherShape }),
      ...norms,
    };
  });
  const left = (known: ReadonlyMap<string, number>, used: (name: string) => boolean) =>
    [...known.keys()].filter((name) => !used(name));
  return {
    tensors,
    tensorsOnlyFirst: left(ofFirst, (name) => otherOf.has(name)),
    tensorsOnlySecond: left(ofSecond, (name) => taken.has(name)),
  };
}

type Data = readonly [TensorProto, Uint8Array | undefined];

/** The Euclidean norms of a tensor's numbers and of the differences; undefined where one of the two has none, or fewer. */
function normsOf(
  [a, rawA]: Data,
  [b, rawB]: Data,
): { readonly norm: number; readonly difference: number } | undefined {
  const [first, second] = [numbersOf(a, rawA), numbersOf(b, rawB)];
  if (!first || !second) return undefined;
  let [norm, difference] = [0, 0];
  const others = second()[Symbol.iterator]();
  let [other, at]: [ArrayLike<number>, number] = [[], 0];
  for (const part of first()) {
    for (let i = 0; i < part.length; i++) {
      while (at >= other.length) {
        const next = others.next();
        if (next.done) return undefined;
        [other, at] = [next.value, 0];
      }
      norm += part[i] ** 2;
      difference += (part[i] - other[at++]) ** 2;
    }
  }
  return { norm: Math.sqrt(norm), difference: Math.sqrt(difference) };
}
