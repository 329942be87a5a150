import { evaluate } from '../../language/evaluate';
import { unknownWord } from '../../language/nearest';
import { LanguageError, type Location } from '../../language/source';
import type { ActionStatement, Expression } from '../../language/syntax';
import type { Network } from '../../network/network';
import { type SplitName, splitToLookAt } from '../../data/dataset';
import type { DataPlan } from '../../data/plan';
import type { Probe } from '../../data/source';
import { BoundSettings } from '../bindSettings';
import { layerNames } from '../layerNames';
import type { Action } from '../program';
import type { Binding, Verb } from '../verb';
import { checkSettings, common, dataOn, networkNamed } from './subjects';
import { lastTraining } from './train';

/** `inspect`: what to measure, and the sample to look at. */
export interface InspectPlan {
  readonly network: string;
  /** The data named in the text, else that of the network's last `train` action. */
  readonly data?: string;
  readonly gradients: boolean;
  readonly activations: boolean;
  /** Layers whose feature maps are wanted. */
  readonly features: readonly string[];
  /** Layers whose best neurons are wanted; absent: of none. */
  readonly bestNeuron?: readonly string[];
  /** Absent where the text names none: the test split, else one that has samples. */
  readonly split?: SplitName;
  readonly index: number;
  /** The split over which activations are counted; absent: that of the sample. */
  readonly over?: SplitName;
  /** Over how many samples of it, at most; absent: over all. */
  readonly samples?: number;
  /** Where the text names the sample. */
  readonly sampleLocation?: Location;
}

export interface InspectAction extends Action {
  readonly kind: 'inspect';
  readonly plan: InspectPlan;
}

export const isInspection = (action: Action | undefined): action is InspectAction =>
  action?.kind === 'inspect';

const splits = ['train', 'validation', 'test'] as const;

type Sample = Pick<InspectPlan, 'data' | 'split' | 'index' | 'sampleLocation'>;

export const inspectVerb: Verb<InspectAction> = {
  kind: 'verb',
  name: 'inspect',
  summary: 'Shows gradient magnitudes, activations and feature maps of a network.',
  example: 'inspect Net {\n  gradients\n  features C1 on digits.test[7]\n}',
  snippet: 'inspect ${1:Net} {\n\tgradients\n\t$0\n}',
  parameters: {},
  subject: 'network',
  clauses: [
    {
      name: 'on',
      takes: 'data',
      summary: 'The data to inspect with; that of the last training when left out.',
      example: 'inspect Net on digits',
      snippet: 'on ',
    },
  ],
  result: 'inspection',
  stopsWithResult: true,
  bind(statement, clauses, binding) {
    const network = networkNamed(statement.subject, binding);
    const on = clauses.get('on');
    const data = on && dataOn(statement, on, binding);
    if (!network || (on && !data)) return checkSettings(statement, binding);
    const plan = planInspection(statement, network, data?.name, binding);
    return plan && { kind: 'inspect', ...common(statement, network), plan };
  },
  question: ({ plan: { network, data, split, index, over, samples, features, bestNeuron } }) => ({
    ...{ network, data, split, index, features },
    ...(bestNeuron && { bestNeuron }),
    ...(over && { over }),
    ...(samples !== undefined && { samples }),
  }),
  dataOf: ({ plan }, program) => plan.data ?? lastTraining(program, plan.network)?.data.name,
  dataErrors: unfitData,
};

/** An `inspect` action as a plan; without settings it measures everything. */
function planInspection(
  action: ActionStatement,
  network: Network,
  data: string | undefined,
  binding: Binding,
): InspectPlan | undefined {
  const { definitions, report } = binding;
  const bound = new BoundSettings('inspect', action.settings, definitions.scope, report);
  if (!bound.complete) return undefined;
  const all = !['gradients', 'activations', 'features', 'best_neuron'].some(bound.has);
  const sample: Sample = { index: 0, ...(data !== undefined && { data }) };
  const ids = new Set(network.layers.map(({ id }) => id));
  const layersOf = (phrase: readonly Expression[]) =>
    report.attempt(() => layerNames(phrase, network.name, ids));
  const scored = bound.text('best_neuron');
  if (scored?.phrase.length === 0)
    report.error('missing-layer', 'name the layers: `best_neuron C1`', scored.location);
  const neurons = scored ? layersOf(scored.phrase) : [];
  const plan = {
    ...bound.plan({ network: network.name, gradients: all, activations: all }),
    ...(scored && neurons && { bestNeuron: neurons }),
  };
  const features = bound.text('features');
  if (!features) return neurons && { ...plan, ...sample, features: [] };

  const on = features.phrase.findIndex((part) => isWord(part, 'on'));
  const named = on < 0 ? features.phrase : features.phrase.slice(0, on);
  const layers = layersOf(named);
  const target = on < 0 ? undefined : features.phrase[on + 1];
  const at = target ? report.attempt(() => sampleOf(target, binding)) : on < 0 && sample;
  if (on >= 0 && !target) {
    const message = 'name the sample: `on digits.test[7]`';
    report.error('missing-sample', message, features.phrase[on].location);
  }
  if (!layers || !at || !neurons) return undefined;
  return { ...plan, ...sample, ...at, features: layers };
}

const isWord = (part: Expression, text: string) =>
  part.kind === 'reference' && part.path.length === 1 && part.path[0].text === text;

/** `digits.test[7]`, `digits[7]`, `digits.test`. */
function sampleOf(part: Expression, { resolved: { data }, definitions }: Binding): Sample {
  if (part.kind !== 'reference') {
    const message = 'name the sample: `digits.test[7]`';
    throw new LanguageError('wrong-type', message, part.location);
  }
  const [name, split] = part.path;
  if (!data.has(name.text)) throw unknownWord('data', name, data.keys());
  const chosen = splits.find((known) => known === (split?.text ?? 'test'));
  if (!chosen) throw unknownWord('split', split, splits, { of: name.text });
  const index = part.index ? evaluate(part.index, definitions.scope) : 0;
  if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0) {
    return { data: name.text, split: chosen, index, sampleLocation: part.location };
  }
  const message = 'a sample is a whole number, counted from 0';
  throw new LanguageError('wrong-type', message, part.index!.location);
}

function unfitData(action: InspectAction, data: DataPlan, probe: Probe): LanguageError[] {
  const { plan, location } = action;
  const hasClasses = probe.kind !== 'values' && probe.steps === undefined;
  if (hasClasses || !plan.bestNeuron) return missingSample(action, data, probe);
  const message = `\`best_neuron\` needs a class for each sample, which \`${data.name}\` has not`;
  return [new LanguageError('no-classes', message, location)];
}

function missingSample(
  { plan: { split, index, over, sampleLocation }, location }: InspectAction,
  { name, validation }: DataPlan,
  { samples, segments = 1 }: Probe,
): LanguageError[] {
  if (!samples) return [];
  const empty = (part: SplitName) =>
    new LanguageError(
      'no-sample',
      `\`${name}.${part}\` is empty: there is nothing to count`,
      location,
    );
  const counts: Record<SplitName, number> = {
    train: (samples.train - validation) * segments,
    validation: validation * segments,
    test: samples.test * segments,
  };
  const seen = split ?? splitToLookAt(counts);
  if (over && counts[over] === 0) return [empty(over)];
  const count = counts[seen];
  if (index < count) return [];
  const there = count === 0 ? 'it is empty' : `its samples are numbered 0 to ${count - 1}`;
  const message = `\`${name}.${seen}\` has no sample ${index}: ${there}`;
  return [new LanguageError('no-sample', message, sampleLocation ?? location)];
}
