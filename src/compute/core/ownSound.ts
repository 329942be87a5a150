import { dirname } from 'node:path';
import { ownSample } from '../../data/ownSample';
import { cachedData } from '../batches/cachedData';
import { dataPlan } from '../inspect/subject';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { lastTraining } from '../../program/verbs/train';
import type { OwnSound } from '../protocol/ownSound';
import { toWireTensor, type Validated } from '../protocol/protocol';

type Request = Pick<Validated<'ownSound'>, 'network' | 'data' | 'seed' | 'file'>;

/** A recording as a sample of the data a network reads, made as those of its source are. Throws a `DataError`. */
export async function readOwnSound(
  notebook: AnalyzedNotebook,
  request: Request,
): Promise<OwnSound> {
  const action = lastTraining(notebook.program, request.network);
  const plan = dataPlan(notebook, request, action?.data);
  const dataset = await cachedData(notebook.path, plan, request.seed ?? action?.plan.seed ?? 0);
  const { name, bytes } = request.file;
  const context = {
    notebookFolder: dirname(notebook.path),
    environment: process.env,
    seed: request.seed ?? 0,
  };
  const file = { name, bytes: Buffer.from(bytes, 'base64') };
  const { inputs, steps } = await ownSample(plan, dataset, file, context);
  const { inputShape } = dataset;
  return { input: toWireTensor(inputShape, inputs), steps: inputShape[0], recorded: steps };
}
