import { InvalidArgumentError, Option } from 'commander';
import { devices, type DeviceName } from '../compute/protocol/protocol';
import type { PassName } from '../lowering/passes';
import { choosePasses } from '../lowering/choosePasses';

/** Of every command. */
export interface CommonOptions {
  readonly device: DeviceName;
  readonly set: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Of the commands that run training steps. */
export interface StepCommandOptions extends CommonOptions {
  readonly passes?: readonly PassName[];
}

function passList(text: string): readonly PassName[] {
  try {
    return choosePasses(text);
  } catch (error) {
    throw error instanceof RangeError ? new InvalidArgumentError(error.message) : error;
  }
}

function assignment(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('Expected NAME=VALUE.');
  return { ...before, [name]: value };
}

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Expected a whole number of at least 0.');
  return value;
}

/** The options of the commands on a notebook. */
export const settingOptions = (): readonly Option[] => [
  new Option(
    '--set <name=value>',
    'override a setting or a `let` of the notebook (may be repeated)',
  )
    .argParser(assignment)
    .default({}, 'none'),
  new Option('--seed <n>', 'seed of the random numbers (default: as in the notebook)').argParser(
    wholeNumber,
  ),
];

/** The options of every command, besides those for settings. */
export const commonOptions = (): readonly Option[] => [
  new Option('--device <device>', 'device to compute on').choices(devices).default('auto'),
  new Option('--json', 'one JSON object per line').default(false),
  new Option('--quiet', 'print errors only').default(false),
];

export const passesOption = () =>
  new Option('--passes <list>', 'graph passes to apply: all, none, a,b or -a,-b').argParser(
    passList,
  );
