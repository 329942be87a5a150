import { normalized } from '../../data/normalized';
import type { Target } from '../../data/dataset';
import type { OpenDataset } from '../../data/stored';
import { LanguageError } from '../../language/source';
import { losses } from '../../learning/losses';
import { readsUnitInterval, usesOf } from '../../learning/rules';
import { defineCheck } from './check';

/** What rounding may add to shares. */
const tolerance = 1e-6;

const isOutside = (value: number): boolean => !(value >= -tolerance && value <= 1 + tolerance);

/** The targets of a loss that has no least value for others lie between 0 and 1. */
export const valuesOfLoss = defineCheck('loaded', ({ network, plan }, { name, stored }) => {
  const { loss } = plan;
  const entry = losses.of(loss);
  if (!usesOf(plan).includes('loss')) return [];
  if (entry.targetKind?.(loss.arguments) !== 'unitInterval') return [];
  const { reconstructs } = entry;
  const found = reconstructs ? inputOutside(stored) : targetOutside(stored);
  if (found === undefined) return [];
  const message = reconstructs
    ? `expects inputs from 0 to 1, but found ${found} in the normalized samples of \`${name}\`; write ` +
      '`normalize minmax` in the data, or `loss reconstruction`'
    : `expects targets from 0 to 1, but found ${found} among those of \`${name}\`; write \`loss mse\``;
  const [{ location }] = network.outputs;
  return [new LanguageError('loss-targets', `${loss.name} ${message}`, location)];
});

/** What a rule reads as probabilities lies between 0 and 1. */
export const inputsOfRule = defineCheck('loaded', ({ network, plan }, { name, stored }) => {
  if (!readsUnitInterval(network, plan)) return [];
  const found = inputOutside(stored);
  if (found === undefined) return [];
  const message = `\`${plan.rule!.name}\` expects inputs from 0 to 1, but found ${found} in the normalized samples of \`${name}\`; write \`normalize minmax\` in the data`;
  return [new LanguageError('rule-inputs', message, network.input.location)];
});

const targetOutside = ({ target, train }: OpenDataset['stored']): number | undefined =>
  target.kind === 'values'
    ? Array.from(train.targets).find((value) => !isAbsent(target, value) && isOutside(value))
    : undefined;

/** A step without a target. */
const isAbsent = ({ steps }: Target, value: number): boolean =>
  steps !== undefined && Number.isNaN(value);

/** A number of the training samples, normalized, that lies outside. */
function inputOutside(stored: OpenDataset['stored']): number | undefined {
  const { normalization, train } = stored;
  const { mean, scale } = normalization;
  const asTheyAre = mean.every((number) => number === 0) && scale.every((number) => number === 1);
  if (asTheyAre && !(train.inputs instanceof Float32Array)) return undefined;
  const valueAt = normalized(stored, train);
  for (let i = 0; i < train.inputs.length; i++) {
    const value = valueAt(i);
    if (isOutside(value)) return value;
  }
  return undefined;
}
