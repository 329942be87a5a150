import type { ActionStatement, DataDeclaration } from '../../language/syntax';
import { lastPart } from '../../learning/rules';
import type { TrainPlan } from '../../learning/plan';
import type { Layer, Network } from '../../network/network';
import type { Program } from '../../program/program';
import type { TextEdit } from '../../language/textEdit';
import { lastTraining } from '../../program/verbs/train';

/** Something to do about a verdict; without edits it is advice. */
export interface Repair {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The notebook that repairs are to change, and its training of the network. */
export interface RepairContext {
  readonly program: Program;
  /** Texts of the code cells. */
  readonly sources: readonly string[];
  readonly network: Network;
  readonly plan: TrainPlan;
  /** The statement of that training, and that of its data, as they are written. */
  readonly training: ActionStatement;
  readonly data: DataDeclaration | undefined;
  /** The rate that a search has suggested for this network. */
  readonly foundRate?: number | undefined;
}

/** The context of the last training of a network; undefined where none is written. */
export function repairContext(
  program: Program,
  sources: readonly string[],
  name: string,
  foundRate?: number,
): RepairContext | undefined {
  const action = lastTraining(program, name);
  const network = program.networks.get(name);
  const statements = program.cells.flat();
  const training = statements
    .filter((statement) => statement.kind === 'action')
    .findLast(({ verb, subject }) => verb === 'train' && subject.text === name);
  if (!action || !network || !training) return undefined;
  const data = statements
    .filter((statement) => statement.kind === 'data')
    .find((declaration) => declaration.name.text === action.data.name);
  return { program, sources, network, plan: lastPart(action.plan), training, data, foundRate };
}

/** A repair that is advice. */
export const advice = (title: string): Repair => ({ title, edits: [] });

/** The layers of a network with these ids. */
export const layersOf = ({ network }: RepairContext, ids: readonly string[] = []): Layer[] =>
  network.layers.filter(({ id }) => ids.includes(id));

/** Some repairs, without those that cannot be made. */
export const known = (repairs: readonly (Repair | undefined)[]): readonly Repair[] =>
  repairs.filter((repair) => repair !== undefined);
