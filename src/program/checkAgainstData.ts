import { DataError } from '../data/dataset';
import { probe } from '../data/load';
import { placeOf, type DataPlan } from '../data/plan';
import type { DataContext, Probe } from '../data/source';
import type { Diagnostic } from '../language/source';
import type { Action, Program } from './program';
import { Report } from './report';
import { verbs } from './verbs';

/**
 * What the text alone cannot tell: whether the data is there, and whether networks and samples fit the data of their
 * actions. Where `actions` are given, only they are looked at, with the data they use.
 */
export async function checkAgainstData(
  program: Program,
  context: DataContext,
  actions?: readonly Action[],
): Promise<readonly Diagnostic[]> {
  const report = new Report();
  const used = new Set((actions ?? []).map((action) => dataOf(action, program)));
  const probes = new Map<string, Probe | undefined>();
  for (const plan of program.data.values()) {
    if (actions && !used.has(plan.name)) continue;
    probes.set(plan.name, await probeOrReport(plan, context, report));
  }
  for (const action of actions ?? program.actions) {
    const data = program.data.get(dataOf(action, program) ?? '');
    const found = data && probes.get(data.name);
    if (found) report.errors(verbOf(action).dataErrors?.(action, data, found) ?? []);
  }
  return report.diagnostics;
}

const verbOf = ({ kind }: Action) => verbs.of({ name: kind });

const dataOf = (action: Action, program: Program): string | undefined =>
  verbOf(action).dataOf?.(action, program);

async function probeOrReport(plan: DataPlan, context: DataContext, report: Report) {
  try {
    return await probe(plan, context);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    report.error(error.code, error.message, placeOf(plan, error.code));
    return undefined;
  }
}
