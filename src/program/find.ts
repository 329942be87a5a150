import type { DataPlan } from '../data/plan';
import { unknownWord } from '../language/nearest';
import type { ActionStatement, Expression, Name } from '../language/syntax';
import { optimizers } from '../learning/optimizers';
import type { RateRange } from '../learning/rateSearch';
import type { BoundClauses, Resolved } from './resolved';
import { BoundSettings } from './bindSettings';
import type { Definitions } from './definitions';
import { planTraining } from './plans';
import type { FindAction } from './program';
import { Report } from './report';

/** What is tried where nothing is said. */
const usual: RateRange = { lowest: 1e-6, highest: 1, steps: 100 };

/**
 * Binds `find rate of NETWORK on DATA`. What it does not say (data, loss, optimizer, batch, …) is that of the network's
 * last `train`, wherever that stands. Undefined when something needed has an error.
 */
export function bindFind(
  action: ActionStatement,
  clauses: BoundClauses,
  definitions: Definitions,
  { networks, data }: Resolved,
  report: Report,
): FindAction | undefined {
  const { subject, location } = action;
  if (subject.text !== 'rate') report.errors([unknownWord('quantity', subject, ['rate'])]);
  const range = planRange(action, definitions, report);
  const name = nameIn(clauses.get('of'));
  if (!name) {
    const [known = 'NETWORK'] = networks.keys();
    report.error('missing-clause', `say of which network: \`find rate of ${known}\``, location);
    return undefined;
  }
  if (!networks.has(name.text)) report.errors([unknownWord('network', name, networks.keys())]);
  const network = networks.get(name.text);
  const training = definitions.actions.findLast(
    ({ verb, subject }) => verb === 'train' && subject.text === name.text,
  );
  const on = clauses.get('on') ?? training?.clauses.find((c) => c.keyword.text === 'on')?.value;
  const source = dataOf(on, name, action, data, report);
  if (!network || !source || !range || subject.text !== 'rate') return undefined;
  const planned = training ?? { ...action, settings: [] };
  // What is wrong with the `train` is told there.
  const told = training ? new Report() : report;
  const plan = planTraining(planned, network, source, definitions.scope, told);
  if (!plan) return undefined;
  if (optimizers.of(plan.optimizer).findsRate) {
    const message = `\`${plan.optimizer.name}\` finds the lengths of its steps by itself: no rate makes it better`;
    report.error('no-rate', message, location);
    return undefined;
  }
  return {
    kind: 'find',
    cell: location.cell,
    location,
    network,
    data: source,
    plan: { ...plan, location },
    range,
  };
}

function planRange(
  { settings, location }: ActionStatement,
  { scope }: Definitions,
  report: Report,
): RateRange | undefined {
  const bound = new BoundSettings('find', settings, scope, report);
  if (!bound.complete) return undefined;
  const range = bound.plan(usual);
  if (range.lowest < range.highest) return range;
  const message = `the rates rise: ${range.lowest} has to be less than ${range.highest}`;
  report.error('out-of-range', message, bound.text('from')?.location ?? location);
  return undefined;
}

function dataOf(
  on: Expression | undefined,
  network: Name,
  { location }: ActionStatement,
  data: Resolved['data'],
  report: Report,
): DataPlan | undefined {
  const name = nameIn(on);
  if (!name) {
    const [known = 'DATA'] = data.keys();
    const message = `\`${network.text}\` is trained nowhere; say on which data: \`find rate of ${network.text} on ${known}\``;
    report.error('missing-clause', message, on?.location ?? location);
    return undefined;
  }
  if (!data.has(name.text)) report.errors([unknownWord('data', name, data.keys())]);
  return data.get(name.text);
}

const nameIn = (expression: Expression | undefined): Name | undefined =>
  expression?.kind === 'reference' && expression.path.length === 1 && !expression.index
    ? expression.path[0]
    : undefined;
