import { GraphBuilder, type Graph } from '../graph/builder';
import type { Value } from '../graph/graph';
import { copyConstants, copyNodes } from '../graph/passes/rebuild';
import type { TrainingStep } from './step';

/** Name of an input or result of the `index`-th of several steps in one graph; state has the names of a single step. */
export const nameAt = (name: string, index: number): string =>
  index === 0 ? name : `${name}@${index}`;

/**
 * Several steps in one graph: each takes its own batch and scalars and gives its own results, the state goes from one to
 * the next. `graph` computes one step, in the form in which it is to be repeated.
 */
export function severalSteps(
  { state, packs = [] }: Pick<TrainingStep, 'state' | 'packs'>,
  graph: Graph,
  count: number,
): Graph {
  const builder = new GraphBuilder();
  const constants = copyConstants(builder, graph);
  const stateOf = new Map([...state, ...packs].map(({ input, output }) => [input, output]));
  const stateOutputs = new Set(stateOf.values());
  let last = new Map<string, Value>();
  for (let i = 0; i < count; i++) {
    const inputs = graph.inputs.map((input) => {
      const { name, type } = input;
      const before = last.get(stateOf.get(name) ?? '');
      return [input, before ?? builder.input(nameAt(name, i), type.dataType, type.shape)] as const;
    });
    const values = copyNodes(builder, graph, new Map(inputs), undefined, constants);
    last = new Map(graph.outputs.map(({ name, value }) => [name, values.get(value)!]));
    for (const [name, value] of last)
      if (!stateOutputs.has(name)) builder.output(nameAt(name, i), value);
  }
  for (const [name, value] of last) if (stateOutputs.has(name)) builder.output(name, value);
  return builder.build();
}
