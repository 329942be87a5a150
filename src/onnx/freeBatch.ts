import type { Graph } from '../graph/builder';
import { GraphBuilder } from '../graph/builder';
import { numberOf } from '../graph/attributes';
import { GraphError } from '../graph/graphError';
import type { Dimension, GraphNode, Value } from '../graph/graph';
import { isStatic, normalizeAxis, product, range } from '../graph/shapes';
import { formatShape } from '../text/numbers';
import { constantAgain, dependentOn } from './lowerAgain';
import { ModelError } from './modelError';
import { likeRows, oneRow } from './rows';

/** The name of the samples' axis in a graph that was made for one batch size. */
const batch = 'N';

/**
 * A graph that was made for one batch size, for any: the first axis of its inputs gets a name, and reshapes to constant shapes
 * follow it. Also gives what became of each value. Throws `ModelError` where samples meet.
 */
export function freeBatch(
  graph: Graph,
  inputs: ReadonlySet<Value>,
): { readonly graph: Graph; readonly values: ReadonlyMap<Value, Value> } {
  const [first] = inputs;
  const size = first.type.shape[0] as number;
  const free = new FreedBatch(size, dependentOn(inputs, graph));
  for (const value of graph.inputs) free.input(value, inputs.has(value));
  for (const constant of graph.constants) free.constant(constant);
  for (const node of graph.nodes) free.node(node);
  for (const { name, value } of graph.outputs) free.output(name, value);
  return { graph: free.builder.build(), values: free.values };
}

/** Where the samples are in a tensor: element (o, sample, i) of the axis, with `outer` many o and `inner` many i. */
interface Batch {
  readonly axis: number;
  readonly outer: number;
  readonly inner: number;
}

class FreedBatch {
  readonly builder = new GraphBuilder();
  readonly values = new Map<Value, Value>();
  /** Of new values that have samples. */
  private readonly batches = new Map<Value, Batch>();

  constructor(
    private readonly size: number,
    private readonly samples: ReadonlySet<Value>,
  ) {}

  input(value: Value, hasSamples: boolean): void {
    const { dataType, shape } = value.type;
    const lengths = hasSamples ? shape.with(0, batch) : shape;
    const input = this.builder.input(value.name, dataType, lengths);
    this.values.set(value, input);
    if (hasSamples) this.batches.set(input, { axis: 0, outer: 1, inner: 1 });
  }

  constant(value: Value): void {
    this.values.set(value, constantAgain(this.builder, value));
  }

  node(node: GraphNode): void {
    const given = node.inputs.map((input) => input && this.values.get(input)!);
    const outputs = this.samples.has(node.outputs[0])
      ? this.withSamples(node, given)
      : this.builder.applyAll(node.operator, given, node.attributes);
    node.outputs.forEach((output, i) => this.values.set(output, outputs[i]));
  }

  output(name: string, value: Value): void {
    const now = this.values.get(value)!;
    const found = this.batches.get(now);
    if (this.samples.has(value) && (found?.axis !== 0 || found.outer !== 1))
      throw this.mixed(value.producer!, `one of N into ${formatShape(now.type.shape)} ('${name}')`);
    this.builder.output(name, now);
  }

  private withSamples(node: GraphNode, given: readonly (Value | undefined)[]): readonly Value[] {
    const { operator, attributes } = node;
    switch (operator.name) {
      case 'Reshape':
      case 'Flatten':
        return [this.reshape(node, given[0]!)];
      case 'Expand':
        return [this.expand(node, given[0]!)];
    }
    const fitting = this.fitting(node, given);
    let outputs: readonly Value[];
    try {
      outputs = this.builder.applyAll(operator, fitting, attributes);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      throw this.mixed(node, `cannot take one of N (${error.message})`);
    }
    const sources = fitting.flatMap((value) => {
      const found = value && this.batches.get(value);
      return found ? [found] : [];
    });
    for (const output of outputs) this.place(node, output, sources);
    return outputs;
  }

  /** Notes where the samples are in an output. */
  private place(node: GraphNode, output: Value, sources: readonly Batch[]): void {
    const { shape } = output.type;
    const axes = range(0, shape.length).filter((axis) => typeof shape[axis] === 'string');
    const [axis] = axes;
    const [source] = sources;
    const along = node.operator.alongAxis?.(node);
    const meets = along !== undefined && (along < 0 ? along + shape.length : along) === axis;
    const alike = sources.every(
      ({ outer, inner }) => outer === source.outer && inner === source.inner,
    );
    const kept = axes.length === 1 && shape[axis] === lengthOf(source);
    if (!kept || !alike || meets) throw this.mixed(node, `one of N into ${formatShape(shape)}`);
    this.batches.set(output, { ...source, axis });
  }

  private reshape(node: GraphNode, x: Value): Value {
    const target = node.outputs[0].type.shape;
    const source = this.batches.get(x);
    const old = node.inputs[0]!.type.shape;
    if (!source || !isStatic(target) || !isStatic(old) || target.includes(0))
      throw this.mixed(node, 'has no such shape for one of N');
    const before = Number(product(old.slice(0, source.axis))) * source.outer;
    const found = placedIn(target, before, this.size);
    if (!found) throw this.mixed(node, 'has no such shape for one of N');
    const value = this.builder.reshape(x, target.with(found.axis, -1));
    this.batches.set(value, found);
    return value;
  }

  private expand(node: GraphNode, x: Value): Value {
    const target = node.outputs[0].type.shape;
    const source = this.batches.get(x)!;
    const axis = source.axis + target.length - x.type.shape.length;
    const wanted = target.with(axis, 1);
    if (!isStatic(wanted) || target[axis] !== node.inputs[0]!.type.shape[source.axis])
      throw this.mixed(node, 'has no such shape for one of N');
    const value = this.builder.expand(x, wanted);
    this.batches.set(value, { ...source, axis });
    return value;
  }

  /** Operands without samples that have a row for each: if the rows are alike, one of them, or as many as there are samples. */
  private fitting(
    { operator, inputs, outputs, attributes }: GraphNode,
    given: readonly (Value | undefined)[],
  ): readonly (Value | undefined)[] {
    const isJoined = operator.name === 'Concat';
    if (!isJoined && !operator.elementwise) return given;
    const rank = outputs[0].type.shape.length;
    const like = given.find((value) => value && this.batches.has(value));
    const { axis, outer, inner } = this.batches.get(like!)!;
    const behind = axis - like!.type.shape.length;
    const joins = isJoined && numberOf(attributes, 'axis', 0);
    if (joins !== false && normalizeAxis('Concat', joins, rank) === axis) return given;
    return given.map((value, i) => {
      const input = inputs[i];
      if (!value || !input || this.batches.has(value) || outer * inner !== 1) return value;
      const length = input.type.shape.at(behind);
      const own = input.type.shape.length + behind;
      if (own < 0 || length !== this.size || (length === 1 && !isJoined)) return value;
      const row = oneRow(this.builder, value, own);
      if (!row) return value;
      return isJoined ? likeRows(this.builder, row, like!, axis) : row;
    });
  }

  private mixed({ operator, outputs }: GraphNode, what: string): ModelError {
    const [{ name, type }] = outputs;
    const text = `${operator.name} '${name}' turns a batch of ${this.size} into ${formatShape(type.shape)}`;
    const way = 'it mixes samples; export it with a batch axis of any length';
    return new ModelError('batch', `${text} and ${what}: ${way}`);
  }
}

const lengthOf = ({ outer, inner }: Batch): Dimension => product([outer * inner, batch]);

/**
 * Where samples with `before` elements for each place outside of them are in a shape: best as an axis of their own, else where
 * they are outermost, as batch and heads are merged.
 */
function placedIn(shape: readonly number[], before: number, size: number): Batch | undefined {
  const places = range(0, shape.length).flatMap((axis): Batch[] => {
    const outer = before / Number(product(shape.slice(0, axis)));
    const inner = shape[axis] / (outer * size);
    return Number.isInteger(outer) && Number.isInteger(inner) ? [{ axis, outer, inner }] : [];
  });
  const own = places.find(({ outer, inner }) => outer * inner === 1);
  return own ?? places.find(({ outer }) => outer === 1) ?? places[0];
}
