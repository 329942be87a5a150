import type { DataPlan } from '../../data/plan';
import type { TrainPlan } from '../../learning/plan';
import { fitErrors } from '../fit';
import { planTraining } from '../plans';
import type { Action, Program } from '../program';
import type { Verb } from '../verb';
import { checkSettings, common, dataOn, networkNamed } from './subjects';

export interface TrainAction extends Action {
  readonly kind: 'train';
  readonly plan: TrainPlan;
  readonly data: DataPlan;
}

export const isTraining = (action: Action | undefined): action is TrainAction =>
  action?.kind === 'train';

/** The last `train` of a network. */
export const lastTraining = ({ actions }: Program, network: string): TrainAction | undefined =>
  actions.filter(isTraining).findLast(({ plan }) => plan.network === network);

export const trainVerb: Verb<TrainAction> = {
  kind: 'verb',
  name: 'train',
  summary: 'Trains a network on data.',
  example: 'train Net on digits {\n  optimizer adam(rate: 0.001)\n  epochs 3\n}',
  snippet: 'train ${1:Net} on ${2:digits} {\n\tepochs ${3:3}\n}',
  parameters: {},
  subject: 'network',
  clauses: [
    {
      name: 'on',
      takes: 'data',
      summary: 'The data to train on.',
      example: 'train Net on digits',
      snippet: 'on ',
    },
  ],
  result: 'training',
  bind(statement, clauses, binding) {
    const { definitions, report } = binding;
    const network = networkNamed(statement.subject, binding);
    const data = dataOn(statement, clauses.get('on'), binding);
    if (!network || !data) return checkSettings(statement, binding);
    const plan = planTraining(statement, network, data, definitions.scope, report);
    return plan && { kind: 'train', ...common(statement, network), plan, data };
  },
  dataOf: ({ data }) => data.name,
  dataErrors: ({ network, plan }, { name, batch }, found) =>
    fitErrors({ network, plan, batch: plan.batch ?? batch }, { probed: { name, ...found } }),
};
