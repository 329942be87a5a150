import { normalizations } from '../data/normalization';
import type { DataPlan } from '../data/plan';
import type { ValueScope } from '../language/evaluate';
import type { Location } from '../language/source';
import type { ActionStatement, DataDeclaration } from '../language/syntax';
import type { BoundCall } from '../language/vocabulary';
import type { LearningError } from '../learning/learningError';
import { usualLoss } from '../learning/losses';
import { measures } from '../learning/measures';
import type { MeasureEntry } from '../learning/measures/measure';
import { optimizers } from '../learning/optimizers';
import type { TrainPlan } from '../learning/plan';
import { usesOf, usualOf } from '../learning/rules';
import { ruleSettings, usualRule } from '../learning/rules/rule';
import { schedules } from '../learning/schedules';
import { layers } from '../network/catalogue';
import type { Network } from '../network/network';
import { trainedLayers } from '../network/subnetwork';
import { BoundSettings, type Block } from './bindSettings';
import { fitErrors } from './fit';
import { layerNames } from './layerNames';
import type { Report } from './report';
import { whyNoText } from './whyNoText';

const defaultBatch = 32;
const defaultEpochs = 10;

type DataDraft = Omit<DataPlan, 'source'> & Partial<DataPlan>;

/** A `data` declaration as a plan; undefined when something in it is wrong. */
export function planData(
  { name, settings, incomplete }: DataDeclaration,
  scope: ValueScope,
  report: Report,
): DataPlan | undefined {
  const bound = new BoundSettings('data', settings, scope, report);
  if (!bound.has('source')) {
    const message = `data \`${name.text}\` needs a source. For example: \`source digits\``;
    report.error('missing-setting', message, name.location);
  }
  const { source, ...plan } = bound.plan<DataDraft>({
    name: name.text,
    validation: 0,
    normalization: normalizations.call('none'),
    batch: defaultBatch,
    location: name.location,
  });
  const lineOf = (setting: string) => bound.text(setting)?.location;
  const lines = {
    split: lineOf('split'),
    batch: lineOf('batch'),
    segments: lineOf('segments'),
    delay: lineOf('delay'),
  };
  return incomplete || !bound.complete || !source ? undefined : { ...plan, source, lines };
}

/** A `train` action as a plan; undefined when something in it is wrong. What is left out has a default. */
export function planTraining(
  action: ActionStatement,
  network: Network,
  data: Pick<DataPlan, 'name' | 'batch' | 'lines' | 'segments' | 'source'>,
  scope: ValueScope,
  report: Report,
): TrainPlan | undefined {
  const bound = new BoundSettings('train', action.settings, scope, report);
  if (action.incomplete || !bound.complete) return undefined;
  const usual: TrainPlan = {
    network: network.name,
    data: data.name,
    loss: usualLoss(network),
    optimizer: optimizers.call('adam'),
    schedule: schedules.call('constant'),
    epochs: defaultEpochs,
    seed: 0,
    location: action.location,
  };
  const isSaid = (setting: string) =>
    bound.has(setting) || (setting === 'batch' && data.lines?.batch !== undefined);
  const plan = planned(bound, usual, isSaid);
  const phases = bound.blocks.map((block) =>
    planPhase(block, plan, isSaid, network, scope, report),
  );
  reportTwins(bound.blocks, report);
  if (phases.length > 0 && bound.has('rule')) {
    const message = 'each phase names its own rule; remove this `rule`, or the phases';
    report.error('unused-setting', message, bound.text('rule')!.location);
    return undefined;
  }
  const parts = phases.length > 0 ? phases : [{ bound, plan }];
  const isFit = parts.map(
    (part) => part !== undefined && fits(part, network, data, action.subject.location, report),
  );
  if (!isFit.every(Boolean)) return undefined;
  if (phases.length === 0) return plan;
  return { ...plan, phases: phases.flatMap((part) => part?.plan ?? []) };
}

interface PlannedPart {
  readonly bound: BoundSettings;
  readonly plan: TrainPlan;
}

/** What the lines say and, where neither they nor those around them do (`isSaid`), what suits the rule and what is usual. */
function planned(
  bound: BoundSettings,
  usual: TrainPlan,
  isSaid: (setting: string) => boolean,
): TrainPlan {
  const suited = Object.entries(usualOf(bound.plan(usual)) ?? {});
  const open = suited.filter(([name]) => !isSaid(name));
  return bound.plan<TrainPlan>({ ...usual, ...Object.fromEntries(open) });
}

/** Phases are told apart by their names. */
function reportTwins(blocks: readonly Block[], report: Report): void {
  const seen = new Set<string>();
  for (const { setting } of blocks) {
    const { text, location } = setting.label!;
    if (seen.has(text))
      report.error('duplicate-name', `there are two phases \`${text}\``, location);
    seen.add(text);
  }
}

/** A phase of a training whose settings around the phases make a plan of their own, `around`. */
function planPhase(
  { setting, values }: Block,
  around: TrainPlan,
  isSaid: (setting: string) => boolean,
  network: Network,
  scope: ValueScope,
  report: Report,
): PlannedPart | undefined {
  const bound = new BoundSettings('phase', setting.settings ?? [], scope, report);
  if (!bound.complete) return undefined;
  const named = bound.text('layers');
  const ids = new Set(network.layers.map(({ id }) => id));
  const layers = named && report.attempt(() => layerNames(named.phrase, network.name, ids));
  if (named && layers?.length === 0) {
    const [known = 'LAYER'] = trainedLayers(network).map(({ id }) => id);
    report.error('missing-argument', `say which layers learn: \`layers ${known}\``, named.location);
  }
  if (named && !layers?.length) return undefined;
  const rule = values.rule as BoundCall;
  const usual: TrainPlan = {
    ...around,
    rule,
    phase: setting.label!.text,
    location: setting.location,
    ...(layers && { layers }),
  };
  return { bound, plan: planned(bound, usual, isSaid) };
}

/** Whether the rule of a part fits the network and its settings; what does not is reported. */
function fits(
  { bound, plan }: PlannedPart,
  network: Network,
  data: Pick<DataPlan, 'name' | 'batch' | 'segments' | 'source'>,
  location: Location,
  report: Report,
): boolean {
  const unheeded = ruleSettings.filter((name) => bound.has(name) && !usesOf(plan).includes(name));
  for (const name of unheeded) {
    const rule = (plan.rule ?? usualRule).name;
    const message = `\`${rule}\` does not use \`${name}\`; remove it`;
    report.error('unused-setting', message, bound.text(name)!.location);
  }
  const scores = usesOf(plan).includes('loss');
  const canWatch = (entry: MeasureEntry) => entry.watch ?? (scores && 'score' in entry);
  const unwatched = (plan.watch ?? []).filter((call) => !canWatch(measures.of(call)));
  for (const { name } of unwatched) {
    const known = [...measures].flatMap((entry) => (canWatch(entry) ? [`\`${entry.name}\``] : []));
    const why =
      'score' in measures.of({ name })
        ? `not under \`${(plan.rule ?? usualRule).name}\`, which trains by no loss`
        : 'rules report it themselves';
    const message = `\`${name}\` cannot be watched: ${why}. You can watch ${known.join(', ')}`;
    report.error('not-watched', message, bound.text('watch')?.location ?? location);
  }
  const stateless = plan.carry && nothingCarried(network, data);
  if (stateless)
    report.error('nothing-carried', stateless, bound.text('carry')?.location ?? location);
  const unwritten = plan.write === undefined ? undefined : whyNoText(network, data, {});
  if (unwritten) report.error('no-text', unwritten, bound.text('write')?.location ?? location);
  const text = ({ layer, setting }: LearningError): Location =>
    (setting === undefined ? layer : bound.text(setting))?.location ?? location;
  const unfit = fitErrors({ network, plan, batch: plan.batch ?? data.batch }, { text });
  report.errors(unfit);
  return !stateless && !unwritten && unheeded.length + unwatched.length + unfit.length === 0;
}

/** Why `carry state` would change nothing. */
function nothingCarried(
  network: Network,
  { name, segments }: Pick<DataPlan, 'name' | 'segments'>,
): string | undefined {
  if (segments === undefined)
    return `\`carry state\` goes on from segment to segment, but the samples of \`${name}\` are whole; cut them in the data, as in \`segments 32\`, or remove this line`;
  if (network.layers.some(({ entry }) => entry.carries)) return undefined;
  const able = [...layers].flatMap((entry) => (entry.carries ? [`\`${entry.name}\``] : []));
  return `\`${network.name}\` has no layer with a state to carry; remove this line, or use one of ${able.join(', ')}`;
}
