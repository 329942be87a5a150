import type { DataPlan } from '../../data/plan';
import { unknownWord } from '../../language/nearest';
import type { ActionStatement, Expression, Name } from '../../language/syntax';
import type { Network } from '../../network/network';
import { BoundSettings } from '../bindSettings';
import type { Action } from '../program';
import type { Binding, BoundClauses } from '../verb';

/** What an action is about, looked up; what is not there is reported. */

export function networkNamed(
  name: Name,
  { resolved: { networks }, report }: Binding,
): Network | undefined {
  if (!networks.has(name.text)) report.errors([unknownWord('network', name, networks.keys())]);
  return networks.get(name.text);
}

/** The data behind `on`. */
export function dataOn(
  { verb, subject, location }: ActionStatement,
  on: Expression | undefined,
  { resolved: { data }, report }: Binding,
): DataPlan | undefined {
  const name = nameIn(on);
  if (!name) {
    const [known = 'DATA'] = data.keys();
    const message = `name the data: \`${verb} ${subject.text} on ${known} { … }\``;
    report.error('missing-clause', message, on?.location ?? location);
    return undefined;
  }
  if (!data.has(name.text)) report.errors([unknownWord('data', name, data.keys())]);
  return data.get(name.text);
}

/** An action on a network, and on data where it names some: both, and its settings as a plan. Undefined where one has a mistake. */
export function plannedOn<Usual extends object>(
  statement: ActionStatement,
  clauses: BoundClauses,
  binding: Binding,
  usual: Usual,
) {
  const network = networkNamed(statement.subject, binding);
  const on = clauses.get('on');
  const data = on && dataOn(statement, on, binding);
  if (!network || (on && !data)) return checkSettings(statement, binding);
  const { definitions, report } = binding;
  const bound = new BoundSettings(statement.verb, statement.settings, definitions.scope, report);
  if (!bound.complete) return undefined;
  const named = { network: network.name, ...(data && { data: data.name }) };
  return { ...common(statement, network), plan: bound.plan({ ...named, ...usual }) };
}

/** The one name an expression is, if it is one. */
export const nameIn = (expression: Expression | undefined): Name | undefined =>
  expression?.kind === 'reference' && expression.path.length === 1 && !expression.index
    ? expression.path[0]
    : undefined;

/** Tells of mistakes in settings where what they are about is unknown. */
export function checkSettings(
  { verb, settings }: ActionStatement,
  { definitions, report }: Binding,
): undefined {
  void new BoundSettings(verb, settings, definitions.scope, report);
}

/** What all actions have. */
export const common = ({ location }: ActionStatement, network: Network): Omit<Action, 'kind'> => ({
  cell: location.cell,
  location,
  network,
});
