import { DataError } from '../data/dataset';
import { probe } from '../data/load';
import type { DataPlan } from '../data/plan';
import type { DataContext, Probe } from '../data/source';
import { type Diagnostic, LanguageError } from '../language/source';
import type { BoundCall } from '../language/vocabulary';
import { objections } from '../learning/objective';
import type { Network } from '../network/network';
import type { Program } from './program';
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
    if (found) report.errors(misfits(action.network, action.plan.loss, action.data.name, found));
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

/** Where a network does not fit data: the shape of its input, the size of its heads. */
export function misfits(
  network: Network,
  loss: BoundCall,
  data: string,
  { inputShape, kind, targets }: Probe,
): readonly LanguageError[] {
  const { name, shape, location } = network.input;
  if (shape.join() !== inputShape.join()) {
    const message =
      `\`${network.name}\` reads \`${name}\` of shape [${shape.join(', ')}], but the samples of \`${data}\` have the ` +
      `shape [${inputShape.join(', ')}]`;
    return [new LanguageError('shape-mismatch', message, location)];
  }
  if (kind === undefined || targets === undefined) return [];
  return objections(network, loss, { kind, count: targets }).map(
    ({ code, message, layer }) =>
      new LanguageError(code, message, layer?.location ?? network.location),
  );
}
