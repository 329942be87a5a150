import { formatInteger, significant } from '../../text/numbers';
import type { Diagnosis } from '../diagnosis';
import { skillOf } from '../facts';
import { known } from '../repairs/repair';
import { normalizeInputs, changeRate, train } from '../repairs/settings';
import { before, lately } from '../trend';

export const diverged: Diagnosis = {
  name: 'diverged',
  title: 'Diverged',
  condition:
    'A number is no longer finite, or the objective ends ten times above its first value and nothing has been learned.',
  explanation: 'Steps were so long that each one made the objective greater.',
  source: 'LeCun, Bottou, Orr and Müller, *Efficient BackProp* (1998)',
  find(facts) {
    const { record } = facts;
    const start = before(record);
    const end = lately(record);
    const isBroken = record.end === 'diverged';
    if (record.objective?.goal !== 'lower' || start === undefined) return undefined;
    const worse = end !== undefined && start > 0 && end > 10 * start;
    const learned = skillOf(facts);
    if (!isBroken && (!worse || (learned && learned.value > 0.1))) return undefined;
    const { label } = record.objective;
    const last = record.points.at(-1);
    return {
      level: 'problem',
      outcome: 'diverged',
      evidence: isBroken
        ? `After step ${formatInteger(last?.step ?? 0)} numbers were no longer finite; the ${label} was ${significant(last?.value)} there, ${significant(start)} in the first step.`
        : `The ${label} rose from ${significant(start)} in the first step to ${significant(end)} in the last ones.`,
    };
  },
  repairs: (_, context) =>
    known([
      ...changeRate(context, 0.1),
      normalizeInputs(context),
      train(context, 'Clip the norm of the gradient at 1', 'clip norm 1'),
    ]),
};
