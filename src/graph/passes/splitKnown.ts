import { GraphBuilder, type Graph } from '../builder';
import type { GraphNode, Value } from '../graph';
import { copyConstants, copyNodes } from './rebuild';
import { removeDeadCode } from './removeDeadCode';

/** A graph in two: what can be computed before it runs, and the rest. */
export interface KnownSplit {
  /** From known inputs to values the rest reads. */
  readonly known: Graph;
  readonly rest: Graph;
  /** For each output of `known` the input of `rest` it is. */
  readonly names: readonly string[];
}

/**
 * Separates what depends on known inputs and constants alone. A value so computed is an input of the rest, named after the first of
 * the known inputs it is made of that the rest does not read as it is. Undefined where nothing is to be computed.
 */
export function splitKnown(
  graph: Graph,
  isKnown: (input: Value) => boolean,
): KnownSplit | undefined {
  const sources = knownValues(graph, isKnown);
  const run = graph.nodes.filter((node) => !sources.has(node.outputs[0]));
  const read = new Set(run.flatMap(({ inputs }) => inputs.filter((value) => value !== undefined)));
  for (const { value } of graph.outputs) read.add(value);
  const computed = [...sources.keys()].filter((value) => value.producer && read.has(value));
  if (computed.length === 0) return undefined;
  const names = namesOf(computed, sources, graph, read);
  const inputs = graph.inputs.filter((input) => read.has(input) || !isKnown(input));
  return {
    known: knownGraph(graph, isKnown, sources, names),
    rest: restGraph(graph, inputs, run, names),
    names: [...names.values()],
  };
}

/** The values known before the graph runs, constants apart, each with the known inputs it is made of. */
function knownValues(
  { inputs, nodes }: Graph,
  isKnown: (input: Value) => boolean,
): ReadonlyMap<Value, readonly Value[]> {
  const sources = new Map<Value, readonly Value[]>();
  for (const input of inputs) if (isKnown(input)) sources.set(input, [input]);
  for (const { inputs: given, outputs } of nodes) {
    const values = given.filter((value) => value !== undefined);
    if (!values.every((value) => value.data || sources.has(value))) continue;
    const from = [...new Set(values.flatMap((value) => sources.get(value) ?? []))];
    for (const output of outputs) sources.set(output, from);
  }
  return sources;
}

function namesOf(
  computed: readonly Value[],
  sources: ReadonlyMap<Value, readonly Value[]>,
  { inputs, outputs }: Graph,
  read: ReadonlySet<Value>,
): ReadonlyMap<Value, string> {
  const kept = inputs.filter((input) => read.has(input) || !sources.has(input));
  const taken = new Set([...kept, ...outputs].map(({ name }) => name));
  const names = new Map<Value, string>();
  for (const value of computed) {
    const free = sources.get(value)!.find(({ name }) => !taken.has(name));
    const wished = free?.name ?? value.name.replace('#', '_');
    let name = wished;
    for (let n = 2; taken.has(name); n++) name = `${wished}_${n}`;
    taken.add(name);
    names.set(value, name);
  }
  return names;
}

function knownGraph(
  graph: Graph,
  isKnown: (input: Value) => boolean,
  sources: ReadonlyMap<Value, readonly Value[]>,
  names: ReadonlyMap<Value, string>,
): Graph {
  return removeDeadCode({
    inputs: graph.inputs.filter(isKnown),
    nodes: graph.nodes.filter(({ outputs: [first] }) => sources.has(first)),
    constants: graph.constants,
    outputs: [...names.keys()].map((value, i) => ({ name: `known ${i}`, value })),
  });
}

function restGraph(
  graph: Graph,
  inputs: readonly Value[],
  nodes: readonly GraphNode[],
  names: ReadonlyMap<Value, string>,
): Graph {
  const builder = new GraphBuilder();
  const again = (value: Value, name: string) =>
    [value, builder.input(name, value.type.dataType, value.type.shape)] as const;
  const given = new Map([
    ...inputs.map((input) => again(input, input.name)),
    ...[...names].map(([value, name]) => again(value, name)),
  ]);
  const constants = copyConstants(builder, graph);
  const values = copyNodes(builder, { ...graph, nodes }, given, undefined, constants);
  for (const { name, value } of graph.outputs) builder.output(name, values.get(value)!);
  return removeDeadCode(builder.build());
}
