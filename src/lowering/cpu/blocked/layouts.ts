import { GraphBuilder, type Graph } from '../../../graph/builder';
import type { GraphNode, Value } from '../../../graph/graph';
import { elementType } from '../../../graph/dataTypes';
import { isStatic } from '../../../graph/shapes';
import { reorderInput, reorderOutput } from './operators';

/**
 * A graph being written anew in which each old value exists in the plain layout, the blocked one, or both: conversions are
 * added when a layout is asked for that is not there yet.
 */
export class Layouts {
  readonly builder = new GraphBuilder();
  private readonly plainValues = new Map<Value, Value>();
  private readonly blockedValues = new Map<Value, Value>();
  private readonly consumers = new Map<Value, GraphNode[]>();
  private readonly outputs: ReadonlySet<Value>;

  constructor(
    graph: Graph,
    /** Channels side by side. */
    readonly block: number,
  ) {
    for (const input of graph.inputs) {
      const { dataType, shape } = input.type;
      this.plainValues.set(input, this.builder.input(input.name, dataType, shape));
    }
    for (const constant of graph.constants) {
      const shape = constant.type.shape as readonly number[];
      this.plainValues.set(constant, this.builder.constant(constant.data!, shape));
    }
    for (const node of graph.nodes) {
      for (const input of node.inputs) {
        if (input) this.consumers.set(input, [...(this.consumers.get(input) ?? []), node]);
      }
    }
    this.outputs = new Set(graph.outputs.map(({ value }) => value));
  }

  /** The only node that reads a value, if there is one and the value is no output of the graph. */
  onlyConsumer(value: Value): GraphNode | undefined {
    const nodes = this.consumers.get(value) ?? [];
    return nodes.length === 1 && !this.outputs.has(value) ? nodes[0] : undefined;
  }

  /** Whether a value has a shape for which the blocked layout is defined. */
  fits({ type: { shape } }: Value): boolean {
    return shape.length === 4 && isStatic(shape) && shape[1] % this.block === 0;
  }

  isBlocked(value: Value): boolean {
    return this.blockedValues.has(value);
  }

  plain(value: Value): Value {
    return this.plainValues.get(value) ?? this.convert(value, this.plainValues, this.toPlain);
  }

  /** A value that `fits`, in the blocked layout. */
  blocked(value: Value): Value {
    return this.blockedValues.get(value) ?? this.convert(value, this.blockedValues, this.toBlocked);
  }

  setPlain(value: Value, written: Value): void {
    this.plainValues.set(value, written);
  }

  setBlocked(value: Value, written: Value): void {
    this.blockedValues.set(value, written);
    if (layoutless(value)) this.plainValues.set(value, written);
  }

  private convert(value: Value, into: Map<Value, Value>, how: (value: Value) => Value): Value {
    const converted = how(value);
    into.set(value, converted);
    return converted;
  }

  private readonly toBlocked = (value: Value): Value => {
    const plain = this.plainValues.get(value)!;
    return layoutless(value)
      ? plain
      : this.asFloat(plain, (x) => this.builder.apply(reorderInput, [x]));
  };

  private readonly toPlain = (value: Value): Value => {
    const channels = Number(value.type.shape[1]);
    return this.asFloat(this.blockedValues.get(value)!, (x) =>
      this.builder.apply(reorderOutput, [x], { channels }),
    );
  };

  /** Only floats can be reordered. */
  private asFloat(value: Value, reorder: (value: Value) => Value): Value {
    const { dataType } = value.type;
    if (dataType === 'float32') return reorder(value);
    const cast = (x: Value, to: number): Value => this.builder.cast(x, { to });
    return cast(reorder(cast(value, elementType.float32)), elementType[dataType]);
  }
}

/** With one pixel both layouts are the same. */
const layoutless = ({ type: { shape } }: Value): boolean => shape[2] === 1 && shape[3] === 1;
