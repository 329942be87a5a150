import { nearest } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import { givesProbabilities } from '../../learning/losses/heads';
import { givesAnswers } from '../../learning/rules';
import { defineCheck } from './check';

/** What is decoded are probabilities of classes at each step. */
export const stepsToDecode = defineCheck('probed', ({ network, plan }, { name, kind, steps }) => {
  if (!plan.decode) return [];
  const [head] = network.outputs;
  const say = (message: string) => [new LanguageError('nothing-decoded', message, head.location)];
  if (kind === 'values' || steps === undefined)
    return say(
      `\`decode\` finds symbols in sequences with a class for each step, but \`${name}\` has ${steps === undefined ? 'one target for each sample' : 'values'}; remove it`,
    );
  if (!givesProbabilities(head) || !givesAnswers(plan))
    return say(
      `\`decode\` needs class probabilities at each step; end \`${head.id}\` with \`softmax\`, or remove \`decode\``,
    );
  return [];
});

/** The class that is no symbol is one of the data. */
export const ignoredClass = defineCheck('loaded', ({ network, plan }, { name, target }) => {
  const ignored = plan.decode?.ignore;
  if (ignored === undefined || target.names.includes(ignored)) return [];
  const similar = nearest(ignored, target.names);
  const advice =
    similar === undefined
      ? `its classes: ${target.names.join(', ')}`
      : `did you mean "${similar}"?`;
  const message = `\`decode\` is to ignore the class "${ignored}", which \`${name}\` does not have; ${advice}`;
  return [new LanguageError('unknown-class', message, network.outputs[0].location)];
});
