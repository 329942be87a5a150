import { buildTrainingStep } from '../../src/learning/rules';
import { networkHash } from '../../src/network/networkHash';
import type { Network } from '../../src/network/network';
import type { Action, Program } from '../../src/program/program';
import { isInspection } from '../../src/program/verbs/inspect';
import { isTraining } from '../../src/program/verbs/train';
import type { Graph } from '../../src/graph/builder';
import type { Value } from '../../src/graph/graph';

/** What a notebook means but for the names it gives: networks, what actions look at, and what is wrong. */
export function meaningOf(program: Program): unknown {
  const { networks, actions, diagnostics } = program;
  return {
    networks: [...networks.values()].map((network) => networkHash(nameless(network))),
    actions: actions.map(actionMeaning),
    diagnostics: diagnostics.map(({ code, location: { cell } }) => [code, cell]),
  };
}

/** The nodes of the step graphs of all trainings, with numbers for the names of values. */
export const stepGraphs = ({ actions }: Program): unknown =>
  actions.filter(isTraining).map(({ network, plan }) => {
    const targets = { kind: 'classes' as const, count: 2 };
    return nodes(buildTrainingStep(network, plan.phases?.[0] ?? plan, { batch: 2, targets }).graph);
  });

/** A network whose layers are called by their numbers. */
function nameless(network: Network): Network {
  const number = numbersOf(network);
  const layers = network.layers.map((layer) => ({
    ...layer,
    id: number(layer.id),
    inputs: layer.inputs.map(number),
    arguments: Object.fromEntries(
      Object.entries(layer.arguments).map(([name, value]) => [
        name,
        name === 'share' && typeof value === 'string' ? number(value) : value,
      ]),
    ),
  }));
  return { ...network, input: { ...network.input, name: 'input' }, layers };
}

function actionMeaning(action: Action): unknown {
  const number = numbersOf(action.network);
  if (isInspection(action)) {
    const { features, bestNeuron = [], index } = action.plan;
    return [action.kind, features.map(number), bestNeuron.map(number), index];
  }
  if (!isTraining(action)) return action.kind;
  const { phases = [], epochs } = action.plan;
  return [action.kind, epochs, phases.map(({ layers = [] }) => layers.map(number))];
}

function numbersOf({ layers }: Network): (id: string) => string {
  const numbers = new Map(layers.map(({ id }, i) => [id, String(i)]));
  return (id) => numbers.get(id) ?? id;
}

function nodes({ nodes, inputs, constants }: Graph): unknown {
  const numbers = new Map<string, number>();
  const number = (value: Value | undefined) => {
    if (!value) return undefined;
    if (!numbers.has(value.name)) numbers.set(value.name, numbers.size);
    return [numbers.get(value.name), value.type];
  };
  return [
    inputs.map(number),
    constants.map((value) => [number(value), value.data]),
    nodes.map(({ operator, inputs, outputs, attributes }) => [
      operator.name,
      inputs.map(number),
      outputs.map(number),
      attributes,
    ]),
  ];
}
