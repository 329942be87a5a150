import { DataError, splitToLookAt, type SplitName } from '../data/dataset';
import { probe } from '../data/load';
import { placeOf, type DataPlan } from '../data/plan';
import type { DataContext, Probe } from '../data/source';
import { type Diagnostic, LanguageError } from '../language/source';
import { incompatibilities } from '../learning/rules';
import type { RulePlan } from '../learning/rules/rule';
import type { Network } from '../network/network';
import type { Action, InspectAction, Program } from './program';
import { Report } from './report';

/**
 * What the text alone cannot tell: whether the data are there, and whether networks and samples fit the data of their
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
    if (!found) continue;
    if (action.kind === 'train')
      report.errors(misfits(action.network, action.plan, data.name, found));
    if (action.kind === 'inspect') report.errors(missingSample(action, data, found));
  }
  return report.diagnostics;
}

/** The data an action uses; an inspection that names none uses those of the network's last training. */
function dataOf(action: Action, { actions }: Program): string | undefined {
  switch (action.kind) {
    case 'train':
    case 'find':
      return action.data.name;
    case 'inspect': {
      const { data, network } = action.plan;
      const training = actions.findLast((a) => a.kind === 'train' && a.network.name === network);
      return data ?? (training?.kind === 'train' ? training.data.name : undefined);
    }
    case 'export':
      return undefined;
    default:
      return action satisfies never;
  }
}

function missingSample(
  { plan: { split, index, sampleLocation }, location }: InspectAction,
  { name, validation }: DataPlan,
  { samples }: Probe,
): LanguageError[] {
  if (!samples) return [];
  const counts: Record<SplitName, number> = {
    train: samples.train - validation,
    validation,
    test: samples.test,
  };
  const seen = split ?? splitToLookAt(counts);
  const count = counts[seen];
  if (index < count) return [];
  const there = count === 0 ? 'it is empty' : `its samples are numbered 0 to ${count - 1}`;
  const message = `\`${name}.${seen}\` has no sample ${index}: ${there}`;
  return [new LanguageError('no-sample', message, sampleLocation ?? location)];
}

async function probeOrReport(plan: DataPlan, context: DataContext, report: Report) {
  try {
    return await probe(plan, context);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    report.error(error.code, error.message, placeOf(plan, error.code));
    return undefined;
  }
}

/** Where a network does not fit data: the shape of its input, the size of its heads. */
export function misfits(
  network: Network,
  plan: RulePlan,
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
  return incompatibilities({ network, plan, targets: { kind, count: targets } }).map(
    ({ code, message, layer }) =>
      new LanguageError(code, message, layer?.location ?? network.location),
  );
}
