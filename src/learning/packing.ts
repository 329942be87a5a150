import { GraphBuilder } from '../graph/builder';
import type { Value } from '../graph/graph';
import { reshape } from '../graph/layout';
import { copyNodes } from '../graph/passes/rebuild';
import type { StatePack, StateTensor, TrainingStep } from './step';
import { elements } from '../shape/elements';

/** Numbers of the largest tensor that is packed: copying so many costs less than handing over one tensor more. */
const small = 1024;

/**
 * The step with its small state tensors in one vector for each kind (weights, velocities, …): for a small network most of a
 * step's time goes into handing tensors over, a few microseconds each.
 */
export function packState(step: TrainingStep): TrainingStep {
  const kinds = new Map<string, StateTensor[]>();
  for (const tensor of step.state) {
    const kind = tensor.key.split(':')[1] ?? 'parameter';
    if (elements(tensor.shape) <= small) kinds.set(kind, [...(kinds.get(kind) ?? []), tensor]);
  }
  const groups = [...kinds].filter(([, tensors]) => tensors.length > 1);
  if (groups.length === 0) return step;
  const builder = new GraphBuilder();
  const inputs = new Map<string, Value>();
  const packs = groups.map(([kind, tensors]): StatePack => {
    const lengths = tensors.map(({ shape }) => elements(shape));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const input = `packed:${kind}`;
    const whole = builder.input(input, 'float32', [total]);
    const parts = builder.split(whole, lengths, { axis: 0 });
    tensors.forEach((tensor, i) => {
      inputs.set(tensor.input, reshape(builder, parts[i], tensor.shape));
    });
    return { input, output: `${input}:next`, keys: tensors.map(({ key }) => key) };
  });
  const values = copyNodes(
    builder,
    step.graph,
    new Map(
      step.graph.inputs.map((input) => {
        const { name, type } = input;
        return [input, inputs.get(name) ?? builder.input(name, type.dataType, type.shape)];
      }),
    ),
  );
  const outputs = new Map(step.graph.outputs.map(({ name, value }) => [name, values.get(value)!]));
  const vector = (tensor: StateTensor): Value => {
    const value = outputs.get(tensor.output)!;
    outputs.delete(tensor.output);
    return reshape(builder, value, [elements(tensor.shape)]);
  };
  groups.forEach(([, tensors], i) => {
    builder.output(packs[i].output, builder.concat(tensors.map(vector), { axis: 0 }));
  });
  for (const [name, value] of outputs) builder.output(name, value);
  return { ...step, graph: builder.build(), packs };
}
