import { LanguageError } from '../../language/source';
import { readsSeries } from '../../learning/rules';
import { defineCheck } from './check';

/** What a rule reads as one series has no samples taken out. */
export const seriesOfRule = defineCheck('loaded', ({ network, plan }, { name, splits }) => {
  if (!readsSeries(plan) || splits.validation.count === 0) return [];
  const message = `\`${plan.rule!.name}\` reads the samples as one series, but validation samples are drawn at random out of \`${name}\`; leave out \`split validation\``;
  return [new LanguageError('rule-inputs', message, network.location)];
});
