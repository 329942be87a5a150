import type { DataPlan } from '../../data/plan';
import { freeMemory } from '../../data/memoryLimit';
import type { OpenDataset } from '../../data/stored';
import type { EvaluationOptions } from '../../learning/evaluationBuilder';
import { usualLoss } from '../../learning/losses';
import type { TrainPlan } from '../../learning/plan';
import { lastPart, readsSeries } from '../../learning/rules';
import { initialize } from '../../network/initialize';
import type { Network } from '../../network/network';
import { assertFits } from '../../program/fit';
import { lastTraining } from '../../program/verbs/train';
import { cachedData } from '../batches/cachedData';
import { stepOptions } from '../batches/stepOptions';
import type { Provider } from '../devices/runtime';
import type { LiveParameters } from '../jobs/liveParameters';
import { networkNamed, type AnalyzedNotebook } from '../notebooks/notebook';
import type { Run } from '../../runs/run';
import type { Validated } from '../protocol/protocol';
import { formatInteger } from '../../text/numbers';
import { userError } from '../wire/error';
import { openHistory } from './parameterHistory';
import { dataPlan, largestBatch } from './subject';

/** What a network is looked at with: its plan, its data, and the parameters it has reached. */
export interface Look {
  readonly network: Network;
  /** That of its last training, of which the last phase counts; else only the loss it would have. */
  readonly plan: Pick<TrainPlan, 'loss'> & Partial<TrainPlan>;
  readonly data: DataPlan;
  readonly dataset: OpenDataset;
  readonly device: Provider;
  /** Absent: it is freshly initialized. */
  readonly trained?: {
    readonly run: string;
    readonly step: number;
    /** Of the run, where its training is over. */
    readonly folder?: string;
  };
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** The parameters of another step. Throws a `CoreError` where they are not kept. */
  readonly at: (step: number) => Promise<ReadonlyMap<string, Float32Array>>;
}

type Request = Pick<Validated<'inspect'>, 'network' | 'data' | 'device' | 'seed'> & {
  /** One of the steps whose parameters are kept; absent: the newest one. */
  readonly step?: number | undefined;
  /** The one whose parameters are meant; absent: the newest ones. */
  readonly run?: Run | undefined;
};

/** Loads what a network is looked at with. Throws where network and data do not fit each other. */
export async function openLook(
  notebook: AnalyzedNotebook,
  request: Request,
  live: LiveParameters,
): Promise<Look> {
  const network = networkNamed(notebook, request.network);
  const action = lastTraining(notebook.program, network.name);
  const plan = action ? lastPart(action.plan) : { loss: usualLoss(network) };
  const seed = request.seed ?? action?.plan.seed ?? 0;
  const data = dataPlan(notebook, request, action?.data);
  const subject = { network, plan, batch: Math.min(largestBatch, data.batch) };
  assertFits(subject, { free: freeMemory() });
  const dataset = await cachedData(notebook.path, data, seed);
  assertFits(subject, { loaded: dataset });
  const history = await openHistory(notebook.path, network, live, request.run);
  const at = async (step: number) => {
    if (history) return history.at(step);
    if (step === 0) return initialize(network, seed);
    throw userError(
      'no-step',
      `\`${network.name}\` was never trained: it has no step ${formatInteger(step)}.`,
    );
  };
  const { step = history?.newest.step ?? 0 } = request;
  const { run, folder } = history?.newest ?? {};
  return {
    ...{ network, plan, data, dataset, at },
    device: request.device === 'auto' ? 'cpu' : request.device,
    parameters: await at(step),
    ...(run !== undefined && { trained: { run, step, ...(folder !== undefined && { folder }) } }),
  };
}

/** How batches of the data are evaluated: what carries over goes on as in the training. */
export function evaluationOptions({ plan, dataset }: Look, batch: number): EvaluationOptions {
  return {
    ...stepOptions(dataset, batch, plan),
    ...(readsSeries(plan) && { series: { washout: 0 } }),
  };
}
