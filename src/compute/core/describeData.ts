import { isTraining } from '../../program/verbs/train';
import { cachedData } from '../batches/cachedData';
import { analyzeNotebook } from '../notebooks/notebook';
import type { RequestResult, Validated } from '../protocol/protocol';
import { userError } from '../wire/error';
import { describeDataset } from './description/describeDataset';

/** What a data set of a notebook holds, loaded as for its first training. */
export async function describeData(
  request: Validated<'describe'>,
): Promise<RequestResult<'describe'>> {
  const { program } = analyzeNotebook(request.notebook, request.overrides);
  const plan = program.data.get(request.data);
  if (!plan) throw userError('no-data', `There is no data \`${request.data}\`.`);
  const training = program.actions.filter(isTraining).find(({ data }) => data.name === plan.name);
  const seed = request.seed ?? training?.plan.seed ?? 0;
  const dataset = await cachedData(request.notebook.path, plan, seed);
  return describeDataset(dataset, plan, { thumbnails: request.thumbnails, seed });
}
