import type { LanguageError } from '../../language/source';
import type { OpenDataset } from '../../data/stored';
import type { Check, Known, ProbedData, Training } from './check';
import { ignoredClass, stepsToDecode } from './decode';
import { inputShape } from './input';
import { memory } from './memory';
import { headsAndTargets, parameters, ruleAndNetwork } from './rule';
import { seriesOfRule } from './series';
import { inputsOfRule, valuesOfLoss } from './unitInterval';
import { vocabulary } from './vocabulary';

/** Each presumes that those before it hold. */
const checks: readonly Check[] = [
  ...[parameters, ruleAndNetwork, memory],
  ...[inputShape, headsAndTargets, stepsToDecode],
  ...[vocabulary, valuesOfLoss, inputsOfRule, seriesOfRule, ignoredClass],
];

/** Why a training does not fit: all that the first check finds which finds something in what is known. */
export function fitErrors(training: Training, known: Known): readonly LanguageError[] {
  const { loaded } = known;
  const all = loaded ? { probed: probedIn(loaded), ...known } : known;
  for (const { find } of checks) {
    const found = find(training, all);
    if (found.length > 0) return found;
  }
  return [];
}

/** Throws the first reason why a training does not fit, at its place in the text. */
export function assertFits(training: Training, known: Known): void {
  const [error] = fitErrors(training, known);
  if (error) throw error;
}

const probedIn = ({ name, inputShape, target }: OpenDataset): ProbedData => ({
  name,
  inputShape,
  kind: target.kind,
  targets: target.names.length,
  ...(target.steps !== undefined && { steps: target.steps }),
});
