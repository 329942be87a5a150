import type { GraphWriter } from './operator';
import type { Value } from './graph';
import { elementType } from './dataTypes';
import { range } from './shapes';

export type Operand = Value | number;

/** Writes formulas into a graph: numbers become scalars, neutral elements vanish. */
export class Arithmetic {
  constructor(readonly graph: GraphWriter) {}

  add(a: Operand, b: Operand): Value {
    if (a === 0 && typeof b !== 'number') return b;
    if (b === 0 && typeof a !== 'number') return a;
    return this.binary('Add', a, b);
  }

  sub(a: Operand, b: Operand): Value {
    return b === 0 && typeof a !== 'number' ? a : this.binary('Sub', a, b);
  }

  mul(a: Operand, b: Operand): Value {
    if (a === 1 && typeof b !== 'number') return b;
    if (b === 1 && typeof a !== 'number') return a;
    return this.binary('Mul', a, b);
  }

  div(a: Operand, b: Operand): Value {
    return b === 1 && typeof a !== 'number' ? a : this.binary('Div', a, b);
  }

  pow(a: Operand, b: Operand): Value {
    return this.binary('Pow', a, b);
  }

  max(a: Operand, b: Operand): Value {
    return this.binary('Max', a, b);
  }

  square(x: Value): Value {
    return this.mul(x, x);
  }

  neg(x: Value): Value {
    return this.graph.add('Neg', [x]);
  }

  exp(x: Value): Value {
    return this.graph.add('Exp', [x]);
  }

  log(x: Value): Value {
    return this.graph.add('Log', [x]);
  }

  /** 1 where x > bound, else 0: faster than `Where` on every provider. */
  greater(x: Value, bound: Operand): Value {
    return this.mask(this.binary('Greater', x, bound));
  }

  /** 1 where a = b, else 0. */
  equal(a: Value, b: Operand): Value {
    return this.mask(this.binary('Equal', a, b));
  }

  /** 1 where a ≥ b, else 0. */
  atLeast(a: Value, b: Operand): Value {
    return this.mask(this.binary('GreaterOrEqual', a, b));
  }

  /** A condition as the numbers 1 and 0. */
  mask(condition: Value): Value {
    return this.graph.add('Cast', [condition], { to: elementType.float32 });
  }

  /** Sum over some axes, by default all. */
  sum(x: Value, axes = range(0, x.type.shape.length), keepDimensions = false): Value {
    return this.graph.add('ReduceSum', [x, this.graph.ints(axes)], {
      keepdims: keepDimensions ? 1 : 0,
    });
  }

  /** Mean over some axes, by default all. */
  mean(x: Value, axes = range(0, x.type.shape.length), keepDimensions = false): Value {
    return this.graph.add('ReduceMean', [x], { axes, keepdims: keepDimensions ? 1 : 0 });
  }

  private binary(operator: string, a: Operand, b: Operand): Value {
    return this.graph.add(operator, [this.value(a), this.value(b)]);
  }

  private value(operand: Operand): Value {
    return typeof operand === 'number' ? this.graph.scalar(operand) : operand;
  }
}
