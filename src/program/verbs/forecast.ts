import { LanguageError } from '../../language/source';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import type { Action } from '../program';
import type { Verb } from '../verb';
import { plannedOn } from './subjects';
import { lastTraining } from './train';

/** `forecast`: how far, and from where. */
export interface ForecastPlan {
  readonly network: string;
  /** The data named in the text, else that of the network's last `train`. */
  readonly data?: string;
  readonly warmup: number;
  readonly horizon: number;
  readonly restarts: number;
}

export interface ForecastAction extends Action {
  readonly kind: 'forecast';
  readonly plan: ForecastPlan;
}

const usual = { warmup: 100, horizon: 84, restarts: 50 };

export const forecastVerb: Verb<ForecastAction> = {
  kind: 'verb',
  name: 'forecast',
  summary:
    'Lets a network go on with a series by itself: each output is its next input; compares with the truth.',
  details:
    'The samples of the test split are steps of a series, the target of each is the next value (`steps: 1` in the source), and ' +
    'recurrent layers go on from one to the next. From several places, after `warmup` true values, the outputs take the place of the ' +
    'true values. The error of each step is the root of the mean squared error over the places, by the standard deviation of the ' +
    'series: at step 84 the NRMSE84 of Jaeger (2001). Without settings `warmup 100`, `horizon 84`, `restarts 50`.',
  example: 'forecast Net {\n  warmup 1000\n  horizon 84\n}',
  snippet: 'forecast ${1:Net} {\n\twarmup ${2:1000}\n\thorizon ${3:84}\n}',
  parameters: {},
  subject: 'network',
  clauses: [
    {
      name: 'on',
      takes: 'data',
      summary: 'The series to go on with; that of the last training when left out.',
      example: 'forecast Net on series',
      snippet: 'on ',
    },
  ],
  result: 'forecast',
  bind(statement, clauses, binding) {
    const planned = plannedOn(statement, clauses, binding, usual);
    return planned && { kind: 'forecast', ...planned };
  },
  dataOf: ({ plan }, program) => plan.data ?? lastTraining(program, plan.network)?.data.name,
  dataErrors({ network, plan: { warmup, horizon }, location }, { name }, { samples }) {
    const unfit = whyNoFeedback(network);
    if (unfit !== undefined)
      return [new LanguageError('head-size', unfit, network.outputs[0].location)];
    if (!samples || samples.test >= warmup + horizon - 1) return [];
    const message = `the test split of \`${name}\` has ${samples.test} values: too few for a warm-up of ${warmup} and a horizon of ${horizon}; give it \`test: ${warmup + horizon + 500}\``;
    return [new LanguageError('no-sample', message, location)];
  },
};

/** Why the output of a network cannot be its next input; undefined where it can. */
export function whyNoFeedback({ name, input, outputs: [head] }: Network): string | undefined {
  const [given, read] = [elements(head.shape), elements(input.shape.slice(-1))];
  if (given === read) return undefined;
  return `a network whose output is its next input gives as many values as it reads at each step: \`${name}\` gives ${given} and reads ${read}`;
}
