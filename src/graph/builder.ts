import type {
  Attributes,
  DataType,
  Dimension,
  GraphNode,
  Origin,
  TensorData,
  Value,
} from './graph';
import { constantDimensions, constantNumbers } from './constants';
import { dataTypeOf } from './dataTypes';
import { GraphError } from './graphError';
import { callOperator, methodName, type OperatorMethods } from './methods';
import type { GraphWriter, Operator } from './operator';
import { operatorTable } from './operators';
import { formatShape } from '../text/numbers';
import { elements } from '../shape/elements';

/** A finished graph: nodes in an order in which every input is already known. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Value[];
}

/** A method for each operator; they are made from the operator table below. */
const WithOperators = class {} as new () => OperatorMethods;

/** Builds a graph node by node; shapes are inferred and checked as nodes are added. */
export class GraphBuilder extends WithOperators implements GraphWriter {
  private readonly inputs: Value[] = [];
  private readonly nodes: GraphNode[] = [];
  private readonly constants = new Map<string, Value>();
  private readonly outputs: { name: string; value: Value }[] = [];
  private readonly interfaceNames = new Set<string>();
  private values = 0;
  private origin: Origin | undefined;

  /** Adds nodes that come from somewhere: what `origin` leaves open is as around it. */
  within<T>(origin: Origin | undefined, add: () => T): T {
    const around = this.origin;
    this.origin = origin && { ...around, ...origin };
    try {
      return add();
    } finally {
      this.origin = around;
    }
  }

  /** A tensor fed at each run; throws `GraphError` when the name is taken. */
  input(name: string, dataType: DataType, shape: readonly Dimension[]): Value {
    const value: Value = { name: this.claim('input', name), type: { dataType, shape } };
    this.inputs.push(value);
    return value;
  }

  scalar(value: number): Value {
    return this.constant(Float32Array.of(value), [], `f${value}`);
  }

  ints(values: readonly number[]): Value {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.constant(data, [values.length], `i${values.join(',')}`);
  }

  constant(data: TensorData, shape: readonly number[], key?: string, name = 'constant'): Value {
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known) return known;
    const count = elements(shape);
    if (count !== data.length) {
      const text = `${data.length} numbers do not fill the shape ${formatShape(shape)}`;
      throw new GraphError('constant', text);
    }
    const value: Value = {
      name: this.internalName(name),
      type: { dataType: dataTypeOf(data), shape },
      data,
    };
    this.constants.set(key ?? `#${value.name}`, value);
    return value;
  }

  apply(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
  ): Value {
    return this.applyAll(operator, inputs, attributes)[0];
  }

  applyAll(
    operator: string | Operator,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
  ): readonly Value[] {
    const entry = typeof operator === 'string' ? operatorTable.get(operator) : operator;
    if (!entry) throw new GraphError(operator as string, 'no such operator');
    const unknown = Object.keys(attributes).find((name) => !(name in entry.attributes));
    if (unknown !== undefined) throw new GraphError(entry.name, `no attribute '${unknown}'`);
    const types = entry.infer({
      inputs: inputs.map((input) => input?.type),
      constants: inputs.map(constantNumbers),
      dimensions: inputs.map(constantDimensions),
      attributes,
    });
    const outputs: Value[] = [];
    const { origin } = this;
    const node: GraphNode = {
      operator: entry,
      inputs,
      outputs,
      attributes,
      ...(origin && { origin }),
    };
    for (const type of types) {
      outputs.push({ name: this.internalName(entry.name), type, producer: node });
    }
    this.nodes.push(node);
    return outputs;
  }

  /** Declares a graph output under a stable name; throws `GraphError` when the name is taken. */
  output(name: string, value: Value): void {
    this.outputs.push({ name: this.claim('output', name), value });
  }

  build(): Graph {
    return {
      inputs: [...this.inputs],
      outputs: [...this.outputs],
      nodes: [...this.nodes],
      constants: [...this.constants.values()],
    };
  }

  private claim(kind: string, name: string): string {
    if (name === '') throw new GraphError(kind, 'the name is empty');
    if (this.interfaceNames.has(name)) throw new GraphError(kind, `the name '${name}' is taken`);
    this.interfaceNames.add(name);
    return name;
  }

  private internalName(name: string): string {
    return `${name}#${++this.values}`;
  }
}

for (const operator of operatorTable.values()) {
  Object.defineProperty(GraphBuilder.prototype, methodName(operator.name), {
    value(this: GraphBuilder, ...given: Parameters<typeof callOperator>[2]) {
      return callOperator(this, operator, given);
    },
  });
}
