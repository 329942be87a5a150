import type { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import type { StateTensor } from './step';

/** The tensors that go into a step and come out updated. */
export class StepState {
  private readonly inputs = new Map<string, { kind: StateTensor['kind']; value: Value }>();
  private readonly updated = new Map<string, Value>();

  constructor(private readonly graph: GraphBuilder) {}

  /** The tensor of this key before the step, made when it is first asked for. */
  input(kind: StateTensor['kind'], key: string, shape: readonly number[]): Value {
    const known = this.inputs.get(key);
    if (known) return known.value;
    const value = this.graph.input(key, 'float32', shape);
    this.inputs.set(key, { kind, value });
    return value;
  }

  /** Gives the tensor after the step. */
  update(key: string, value: Value): void {
    this.updated.set(key, value);
  }

  /** Declares the graph's outputs: parameters first. What was not updated stays. */
  publish(): readonly StateTensor[] {
    const tensors = [...this.inputs].map(([key, { kind, value }]): StateTensor => {
      const output = `${key}:next`;
      this.graph.output(output, this.updated.get(key) ?? this.graph.identity(value));
      return { key, kind, shape: value.type.shape as number[], input: value.name, output };
    });
    const of = (wanted: StateTensor['kind']) => tensors.filter(({ kind }) => kind === wanted);
    return [...of('parameter'), ...of('state')];
  }
}
