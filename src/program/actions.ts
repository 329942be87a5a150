import type { DataPlan } from '../data/plan';
import { shortened } from '../language/limits';
import { quoted } from '../language/literals';
import { unknownWord } from '../language/nearest';
import { LanguageError } from '../language/source';
import type { ActionStatement, Expression } from '../language/syntax';
import { BoundSettings } from './bindSettings';
import type { Definitions } from './definitions';
import { bindFind } from './find';
import { planInspection } from './inspection';
import { planTraining } from './plans';
import type { Action } from './program';
import type { Report } from './report';
import { whyNotTarget } from './target';
import type { BoundClauses, Resolved } from './resolved';

type Clauses = Readonly<Record<string, readonly string[]>>;

/** The clauses each verb takes. */
const clausesOf: Clauses = {
  train: ['on'],
  inspect: ['on'],
  export: ['to'],
  find: ['of', 'on'],
};

/** Binds one action; undefined when it, or a definition it needs, has an error. */
export function bindAction(
  action: ActionStatement,
  definitions: Definitions,
  resolved: Resolved,
  report: Report,
): Action | undefined {
  const bound = bind(action, definitions, resolved, report);
  // Lines that could not be read have been told; what they say must not be left out silently.
  return action.incomplete ? undefined : bound;
}

function bind(
  action: ActionStatement,
  definitions: Definitions,
  resolved: Resolved,
  report: Report,
): Action | undefined {
  const known = clausesOf[action.verb];
  if (!known) {
    const message = `\`${action.verb}\` is not available in this version; there are train, inspect, export and find`;
    report.error('unavailable', message, action.verbLocation);
    return undefined;
  }
  const clauses = readClauses(action, known, report);
  if (action.verb === 'find') return bindFind(action, clauses, definitions, resolved, report);
  const name = action.subject;
  if (!resolved.networks.has(name.text)) {
    report.errors([unknownWord('network', name, resolved.networks.keys())]);
  }
  const network = resolved.networks.get(name.text);
  const base = { cell: action.location.cell, location: action.location };
  /** Mistakes in settings are told also where what they are about is unknown. */
  const checkSettings = (place: string): undefined =>
    void new BoundSettings(place, action.settings, definitions.scope, report);

  switch (action.verb) {
    case 'train': {
      const data = dataNamed(action, clauses.get('on'), resolved, report);
      if (!network || !data) return checkSettings('train');
      const plan = planTraining(action, network, data, definitions.scope, report);
      return plan && { kind: 'train', ...base, network, data, plan };
    }
    case 'inspect': {
      const on = clauses.get('on');
      const data = on && dataNamed(action, on, resolved, report);
      if (!network || (on && !data)) return checkSettings('inspect');
      const plan = planInspection(action, network, data?.name, resolved, definitions, report);
      return plan && { kind: 'inspect', ...base, network, plan };
    }
    case 'export': {
      const to = clauses.get('to');
      if (to?.kind !== 'string') {
        const message = `say where to: \`export ${name.text} to "${name.text}.onnx"\``;
        report.error('missing-clause', message, to?.location ?? action.location);
        return undefined;
      }
      const misplaced = whyNotTarget(to.value);
      if (misplaced) {
        const { message, instead } = misplaced;
        const fix = { title: `Change to ${shortened(instead)}`, replacement: quoted(instead) };
        report.errors([new LanguageError('bad-target', message, to.location, fix)]);
      }
      return network && { kind: 'export', ...base, network, file: to.value };
    }
    default:
      return undefined;
  }
}

function readClauses(
  action: ActionStatement,
  known: readonly string[],
  report: Report,
): BoundClauses {
  const clauses = new Map<string, Expression>();
  for (const { keyword, value } of action.clauses) {
    if (!known.includes(keyword.text)) {
      report.errors([unknownWord('clause', keyword, known, { of: action.verb })]);
    } else if (clauses.has(keyword.text)) {
      report.error('duplicate-clause', `\`${keyword.text}\` is given twice`, keyword.location);
    } else clauses.set(keyword.text, value);
  }
  return clauses;
}

function dataNamed(
  { verb, subject, location }: ActionStatement,
  on: Expression | undefined,
  { data }: Resolved,
  report: Report,
): DataPlan | undefined {
  if (on?.kind !== 'reference' || on.path.length !== 1 || on.index) {
    const [name = 'DATA'] = data.keys();
    const message = `say on which data: \`${verb} ${subject.text} on ${name} { … }\``;
    report.error('missing-clause', message, on?.location ?? location);
    return undefined;
  }
  const [name] = on.path;
  if (!data.has(name.text)) report.errors([unknownWord('data', name, data.keys())]);
  return data.get(name.text);
}
