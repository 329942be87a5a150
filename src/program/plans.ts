import { normalizations } from '../data/normalization';
import type { DataPlan } from '../data/plan';
import type { ValueScope } from '../language/evaluate';
import type { ActionStatement, DataDeclaration } from '../language/syntax';
import { losses } from '../learning/losses';
import { optimizers } from '../learning/optimizers';
import type { TrainPlan } from '../learning/plan';
import { incompatibilities, usualOf } from '../learning/rules';
import { schedules } from '../learning/schedules';
import type { Network } from '../network/network';
import { BoundSettings } from './bindSettings';
import type { Report } from './report';

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
  return incomplete || !bound.complete || !source ? undefined : { ...plan, source };
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
  const usual: TrainPlan = {
    network: network.name,
    data: data.name,
    loss: losses.call(usualLoss(network)),
    optimizer: optimizers.call('adam'),
    schedule: schedules.call('constant'),
    epochs: defaultEpochs,
    seed: 0,
    location: action.location,
  };
  const plan = bound.plan<TrainPlan>({ ...usual, ...usualOf(bound.plan(usual)) });
  const unfit = incompatibilities({ network, plan, batch: plan.batch ?? data.batch });
  for (const { code, message, layer, setting } of unfit) {
    const line = setting === undefined ? layer : bound.text(setting);
    report.error(code, message, line?.location ?? action.subject.location);
  }
  return unfit.length > 0 ? undefined : plan;
}

const usualLoss = ({ outputs }: Network): string =>
  outputs[0]?.activations.at(-1)?.entry.name === 'softmax' ? 'cross_entropy' : 'mse';
