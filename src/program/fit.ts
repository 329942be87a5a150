import { DataError } from '../data/dataset';
import { probe } from '../data/load';
import type { DataPlan } from '../data/plan';
import type { DataContext, Probe } from '../data/source';
import type { Diagnostic } from '../language/source';
import { objections } from '../learning/objective';
import type { Program, TrainAction } from './program';
import { Report } from './report';

/** What the text alone cannot tell: whether the data are there, and whether networks fit the data they train on. */
export async function checkAgainstData(
  program: Program,
  context: DataContext,
): Promise<readonly Diagnostic[]> {
  const report = new Report();
  const probes = new Map<string, Probe | undefined>();
  for (const plan of program.data.values()) {
    probes.set(plan.name, await probeOrReport(plan, context, report));
  }
  for (const action of program.actions) {
    if (action.kind !== 'train') continue;
    const found = probes.get(action.data.name);
    if (found) checkFit(action, found, report);
  }
  return report.diagnostics;
}

async function probeOrReport(plan: DataPlan, context: DataContext, report: Report) {
  try {
    return await probe(plan, context);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    report.error(error.code, error.message, plan.location);
    return undefined;
  }
}

function checkFit({ network, data, plan }: TrainAction, found: Probe, report: Report): void {
  const { shape, name, location } = network.input;
  if (shape.join() !== found.inputShape.join()) {
    const message =
      `\`${network.name}\` reads \`${name}\` of shape [${shape.join(', ')}], but the samples of \`${data.name}\` ` +
      `have the shape [${found.inputShape.join(', ')}]`;
    report.error('shape-mismatch', message, location);
  }
  if (found.kind === undefined || found.targets === undefined) return;
  const targets = { kind: found.kind, count: found.targets };
  for (const { code, message, layer } of objections(network, plan.loss, targets)) {
    report.error(code, message, layer?.location ?? plan.location);
  }
}
