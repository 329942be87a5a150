import { Arithmetic } from '../../../graph/arithmetic';
import type { Value } from '../../../graph/graph';
import { reshape, sliceAxis } from '../../../graph/layout';
import { reshaped } from '../../../network/layers/flatten';
import type { LoweredNetwork } from '../../../network/lower';
import { EvaluationBuilder, mostImages, type EvaluationOptions } from '../../evaluationBuilder';
import { accuracy, changes, freeEnergy, freeEnergyGap, reconstruction } from '../../measures';
import { bestIsRight } from '../../bestIsRight';
import { optimizers } from '../../optimizers';
import type { Network } from '../../../network/network';
import type { StepBuilder } from '../../stepBuilder';
import { drawWeights, imageRead, linearIncompatibilities } from './affineLayer';
import { Machine, type MachineArguments, type Outer } from './boltzmann';
import { labelledIncompatibilities } from './labelUnits';
import { descentSettings, type RuleSubject, type Usual } from '../rule';

/** What the rules that train a restricted Boltzmann machine share: when they fit, what they tell, how the machine is scored. */

/** What of an entry is the same for all of them. */
export const machineRule = (name: string) => ({
  uses: [...descentSettings],
  // Real numbers have no bound that would keep the first steps small.
  usual: ({ visible }: MachineArguments): Usual => ({
    optimizer: optimizers.call('sgd', { rate: visible === 'gaussian' ? 0.01 : 0.1, momentum: 0.5 }),
  }),
  readsUnitInterval: ({ visible }: MachineArguments) =>
    visible === 'bernoulli' ? (true as const) : undefined,
  ignoresTargets: ({ labels }: MachineArguments) => (labels ? undefined : (true as const)),
  incompatibilities: (subject: RuleSubject, { labels }: MachineArguments) =>
    labels
      ? labelledIncompatibilities(name, subject)
      : linearIncompatibilities(name, subject.network, ['logistic']),
});

/** The units of a machine on a batch of data. */
export interface Clamped extends Outer {
  readonly hidden: Value;
}

/** A machine in a training step, on the batch. */
export function machineInStep(
  step: StepBuilder,
  lowered: LoweredNetwork,
  values: MachineArguments,
): { readonly machine: Machine; readonly data: Clamped } {
  const machine = new Machine(step.graph, step.network, lowered, values, (key, shape) =>
    step.parameter(key, shape),
  );
  const outer = {
    visible: machine.hidden.input,
    ...(machine.head && { labels: step.targets }),
  };
  return { machine, data: { ...outer, hidden: machine.hiddenGiven(outer) } };
}

/** Moves the parameters towards the data and away from what the machine makes itself; tells how well it knows the data. */
export function contrast(
  step: StepBuilder,
  lowered: LoweredNetwork,
  machine: Machine,
  {
    data,
    model,
    again,
  }: { readonly data: Clamped; readonly model: Clamped; readonly again: Value },
): void {
  const { graph } = step;
  const a = new Arithmetic(graph);
  const { visibleSpec: spec } = machine;
  const found = graph.within({ layer: spec.layer, role: 'gradient' }, () =>
    machine.difference(data, model),
  );
  step.measure(
    reconstruction,
    step.watching(() => a.mean(a.square(a.sub(data.visible, again)))),
  );
  step.measure(changes, step.norms([...found.values()]), { items: [...found.keys()] });
  const weights = new Map([...lowered.parameters, [spec.key, machine.visibleBias] as const]);
  step.descend(step.penalized(found, lowered), weights, new Map([[spec.key, spec]]));
}

/** Scores a machine: reconstruction, free energy and, with label units, the class of the least free energy. */
export function evaluateMachine(
  network: Network,
  options: EvaluationOptions,
  values: MachineArguments,
): { readonly evaluation: EvaluationBuilder; readonly machine: Machine } {
  const evaluation = new EvaluationBuilder(network, options);
  const { graph, lowered, targets } = evaluation;
  const a = new Arithmetic(graph);
  const machine = new Machine(graph, network, lowered, values, (key, shape) =>
    evaluation.parameter(key, shape),
  );
  const { hidden, head } = machine;
  const outer = { visible: hidden.input, ...(head && { labels: targets }) };
  const again = machine.outerGiven(machine.hiddenGiven(outer)).visible;
  const numbers = hidden.inputShape.reduce((n, m) => n * m, 1);
  const distance = a.sum(a.square(a.sub(outer.visible, again)));
  evaluation.measure(reconstruction, a.mul(distance, 1 / numbers));
  const energy = machine.freeEnergy(outer);
  evaluation.measure(freeEnergy, energy);
  evaluation.measure(freeEnergyGap, energy);
  if (head) {
    const output = machine.classesGiven(outer.visible);
    evaluation.measure(accuracy, a.sum(bestIsRight(graph, output, targets)));
  }
  drawWeights(evaluation, network, hidden);
  drawReconstructions(evaluation, network, machine, again);
  return { evaluation, machine };
}

/** Draws samples above what the machine makes of them. */
function drawReconstructions(
  evaluation: EvaluationBuilder,
  network: Network,
  { hidden: { layer, input } }: Machine,
  again: Value,
): void {
  const shape = imageRead(layer, network);
  if (!shape) return;
  const { graph } = evaluation;
  const pair = [input, again].map((rows) => reshaped(graph, rows, shape));
  evaluation.picture(
    'reconstructions',
    `Samples and, below them, their reconstructions by ${layer.id}`,
    graph.concat(pair, { axis: 2 }),
  );
}

/** Draws visible units as these hidden ones make them, of the first chains. */
export function drawFantasies(
  evaluation: EvaluationBuilder,
  network: Network,
  machine: Machine,
  chains: Value,
): void {
  const { layer } = machine.hidden;
  const shape = imageRead(layer, network);
  if (!shape) return;
  const { graph } = evaluation;
  const count = Math.min(Number(chains.type.shape[0]), mostImages);
  const { visible } = machine.outerGiven(sliceAxis(graph, chains, 0, 0, count));
  evaluation.picture(
    'fantasies',
    `What ${layer.id} dreams: visible units of its chains`,
    reshape(graph, visible, [count, ...shape]),
  );
}
