import type { DataPlan } from '../../data/plan';
import { unknownWord } from '../../language/nearest';
import type { ActionStatement, Expression, Name } from '../../language/syntax';
import type { Keyword } from '../../language/vocabulary';
import { optimizers } from '../../learning/optimizers';
import type { TrainPlan } from '../../learning/plan';
import type { RateRange } from '../../learning/rateRange';
import { BoundSettings } from '../bindSettings';
import { planTraining } from '../plans';
import type { Action } from '../program';
import { Report } from '../report';
import type { Binding, Verb } from '../verb';
import { common, nameIn, networkNamed } from './subjects';

/** `find rate of …`: a training as planned, but with rates that rise from step to step. */
export interface FindAction extends Action {
  readonly kind: 'find';
  readonly plan: TrainPlan;
  readonly data: DataPlan;
  readonly range: RateRange;
}

const quantities: readonly Keyword[] = [
  {
    name: 'rate',
    summary: 'The learning rate, by the range test of Smith (2017).',
    example: 'find rate of Net',
    snippet: 'rate of ',
  },
];

/** What is tried where nothing is said. */
const usual: RateRange = { lowest: 1e-6, highest: 1, steps: 100 };

export const findVerb: Verb<FindAction> = {
  kind: 'verb',
  name: 'find',
  summary:
    'Finds a learning rate: tries rates from low to high on the freshly initialized network.',
  details:
    'Loss, optimizer, batch and, without `on`, the data are those of the network’s last `train`; where that has phases, of the ' +
    'first phase whose optimizer takes a rate.',
  example: 'find rate of Net {\n  from 1e-6 to 1\n  steps 100\n}',
  snippet: 'find rate of ${1:Net}',
  parameters: {},
  subject: quantities,
  clauses: [
    {
      name: 'of',
      takes: 'network',
      summary: 'The network to find a learning rate for.',
      example: 'find rate of Net',
      snippet: 'of ',
    },
    {
      name: 'on',
      takes: 'data',
      summary: 'The data to train on; that of the last training when left out.',
      example: 'find rate of Net on digits',
      snippet: 'on ',
    },
  ],
  result: 'rate',
  stopsWithResult: true,
  bind(statement, clauses, binding) {
    const { definitions, resolved, report } = binding;
    const { subject, location } = statement;
    const known = quantities.map(({ name }) => name);
    if (!known.includes(subject.text)) report.errors([unknownWord('quantity', subject, known)]);
    const range = planRange(statement, binding);
    const name = nameIn(clauses.get('of'));
    if (!name) {
      const [known = 'NETWORK'] = resolved.networks.keys();
      report.error('missing-clause', `name the network: \`find rate of ${known}\``, location);
      return undefined;
    }
    const network = networkNamed(name, binding);
    const training = definitions.actions.findLast(
      ({ verb, subject }) => verb === 'train' && subject.text === name.text,
    );
    const on = clauses.get('on') ?? training?.clauses.find((c) => c.keyword.text === 'on')?.value;
    const data = dataOf(on, name, statement, binding);
    if (!network || !data || !range || !known.includes(subject.text)) return undefined;
    const planned = training ?? { ...statement, settings: [] };
    // What is wrong with the `train` is told there.
    const told = training ? new Report() : report;
    const plan = planTraining(planned, network, data, definitions.scope, told);
    if (!plan) return undefined;
    const part = partWithRate(plan);
    if (!part) {
      const message = `\`${plan.optimizer.name}\` adapts its own step sizes: there is no learning rate to find`;
      report.error('no-rate', message, location);
      return undefined;
    }
    const base = common(statement, network);
    return { kind: 'find', ...base, data, plan: { ...part, location }, range };
  },
  dataOf: ({ data }) => data.name,
};

/** What of a training has a rate to be found: all of it, or the first of its phases whose optimizer takes one. */
export const partWithRate = (plan: TrainPlan): TrainPlan | undefined =>
  (plan.phases ?? [plan]).find(({ optimizer }) => !optimizers.of(optimizer).findsRate);

function planRange(
  { settings, location }: ActionStatement,
  { definitions, report }: Binding,
): RateRange | undefined {
  const bound = new BoundSettings('find', settings, definitions.scope, report);
  if (!bound.complete) return undefined;
  const range = bound.plan(usual);
  if (range.lowest < range.highest) return range;
  const message = `the rates must rise: ${range.lowest} is not less than ${range.highest}`;
  report.error('out-of-range', message, bound.text('from')?.location ?? location);
  return undefined;
}

function dataOf(
  on: Expression | undefined,
  network: Name,
  { location }: ActionStatement,
  { resolved: { data }, report }: Binding,
): DataPlan | undefined {
  const name = nameIn(on);
  if (!name) {
    const [known = 'DATA'] = data.keys();
    const message = `\`${network.text}\` is not trained in this notebook; name the data: \`find rate of ${network.text} on ${known}\``;
    report.error('missing-clause', message, on?.location ?? location);
    return undefined;
  }
  if (!data.has(name.text)) report.errors([unknownWord('data', name, data.keys())]);
  return data.get(name.text);
}
