import type { DataPlan } from '../data/plan';
import { bindEntry } from '../language/bind';
import type { ValueScope } from '../language/evaluate';
import type { ActionStatement, DataDeclaration } from '../language/syntax';
import type { BoundCall, EntryKind } from '../language/vocabulary';
import type { TrainPlan } from '../learning/plan';
import { incompatibilities } from '../learning/rules';
import type { Network } from '../network/network';
import { BoundSettings } from './bindSettings';
import type { Report } from './report';
import { notebookVocabulary } from './vocabulary';

const defaultBatch = 32;
const defaultEpochs = 10;

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
  const source = bound.call('source');
  if (incomplete || !bound.complete || !source) return undefined;
  return {
    name: name.text,
    source,
    validation: bound.number('split', 'count') ?? 0,
    normalization: bound.call('normalize') ?? { name: 'none', arguments: {} },
    batch: bound.number('batch', 'size') ?? defaultBatch,
    augment: bound.calls('augment'),
    location: bound.text('source')!.location,
    ...(bound.has('split') && { lines: { split: bound.text('split')!.location } }),
  };
}

/** A `train` action as a plan; undefined when something in it is wrong. What is left out has a default. */
export function planTraining(
  action: ActionStatement,
  network: Network,
  data: Pick<DataPlan, 'name' | 'batch'>,
  scope: ValueScope,
  report: Report,
): TrainPlan | undefined {
  const bound = new BoundSettings('train', action.settings, scope, report);
  if (action.incomplete || !bound.complete) return undefined;
  const standard = (kind: EntryKind, name: string): BoundCall => {
    const word = { text: name, location: action.location };
    const call = { name: word, arguments: [], location: action.location };
    return bindEntry(kind, call, scope, notebookVocabulary).values!;
  };
  const loss = bound.call('loss') ?? standard('loss', usualLoss(network));
  const stop = bound.call('stop');
  const batch = bound.number('batch', 'size');
  const regularize = bound.call('regularize');
  const plan: TrainPlan = {
    network: network.name,
    data: data.name,
    loss,
    optimizer: bound.call('optimizer') ?? standard('optimizer', 'adam'),
    schedule: bound.call('schedule') ?? standard('schedule', 'constant'),
    epochs: bound.number('epochs', 'count') ?? defaultEpochs,
    seed: bound.number('seed', 'value') ?? 0,
    location: action.location,
    ...(stop && { stop }),
    ...(batch !== undefined && { batch }),
    ...(regularize && { regularize }),
    ...refinements(bound),
  };
  const unfit = incompatibilities({ network, plan, batch: batch ?? data.batch });
  for (const { code, message, layer, setting } of unfit) {
    const line = setting === undefined ? layer : bound.text(setting);
    report.error(code, message, line?.location ?? action.subject.location);
  }
  return unfit.length > 0 ? undefined : plan;
}

/** Settings that change how the optimizer's steps are made and kept. */
function refinements(
  bound: BoundSettings,
): Pick<TrainPlan, 'clip' | 'maxNorm' | 'average' | 'accumulate'> {
  const by = bound.word<'norm' | 'value'>('clip', 'by');
  const maxNorm = bound.number('maxnorm', 'bound');
  const decay = bound.number('average', 'decay');
  const accumulate = bound.number('accumulate', 'batches');
  return {
    ...(by && { clip: { by, bound: bound.number('clip', 'bound')! } }),
    ...(maxNorm !== undefined && { maxNorm }),
    ...(decay !== undefined && { average: { decay } }),
    ...(accumulate !== undefined && { accumulate }),
  };
}

const usualLoss = ({ outputs }: Network): string =>
  outputs[0]?.activations.at(-1)?.entry.name === 'softmax' ? 'cross_entropy' : 'mse';
