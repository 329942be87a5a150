import type { ActionStatement } from '../language/syntax';
import type { Program } from './program';

/** Which training of a notebook: its `action`-th action, as far as that trains the network. */
export interface RecordedAction {
  readonly action: number;
  readonly network: string;
  /** `--set NAME=VALUE` */
  readonly overrides: Readonly<Record<string, string>>;
}

/** The `train` of a notebook that a run was of; undefined when there is none. */
export function trainOf(
  { cells, actions }: Program,
  { action, network }: Pick<RecordedAction, 'action' | 'network'>,
): ActionStatement | undefined {
  const statements = cells.flat().filter((one): one is ActionStatement => one.kind === 'action');
  const trains = statements.filter(
    ({ verb, subject }) => verb === 'train' && subject.text === network,
  );
  const known = actions[action]?.location;
  return (
    trains.find(
      ({ location }) => location.cell === known?.cell && location.start === known.start,
    ) ?? trains.at(-1)
  );
}

/** The `train` of a run as it is written in a notebook, under what was set over it, as comments; undefined when there is none. */
export function trainSource(
  program: Program,
  sources: readonly string[],
  recorded: RecordedAction,
): string | undefined {
  const found = trainOf(program, recorded);
  if (!found) return undefined;
  const { cell, start, end } = found.location;
  const set = Object.entries(recorded.overrides).map(
    ([name, value]) => `# set: ${name} = ${value}\n`,
  );
  return `${set.join('')}${sources[cell].slice(start, end).trimEnd()}\n`;
}
