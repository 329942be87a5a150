import { dirname, resolve } from 'node:path';
import { hasLogits } from '../../learning/exportGraph';
import type { Network } from '../../network/network';
import type { ExportAction, ExportPlan } from '../../program/verbs/export';
import { lastTraining } from '../../program/verbs/train';
import type { Run } from '../../runs/run';
import { openLook } from '../inspect/look';
import type { LiveParameters } from '../jobs/liveParameters';
import type { Runner } from '../jobs/runner';
import { networkNamed, type AnalyzedNotebook } from '../notebooks/notebook';
import { lastTrained, trainedIn } from '../notebooks/trained';
import type { Exported, Validated } from '../protocol/protocol';
import { CoreError, userError } from '../wire/error';
import { assertClients, writeClients } from './clients/writeClients';
import { isStored, storedModel, trainedModel } from './exportable';
import type { Exportable } from './exportedModel';
import { assertTarget } from './modelFile';
import { writeExport } from './writeExport';

/** What is exported, and to which file; `form` where a client asks, not a notebook. */
type Request = Pick<Validated<'export'>, 'network' | 'file'> & { readonly form?: ExportPlan };

/** Writes the last trained parameters of a network as a self-contained ONNX file (above 2 GiB with its data beside it), checked before it counts as written. */
export async function exportNetwork(
  notebook: AnalyzedNotebook,
  { file: target, form, ...request }: Request,
  live: LiveParameters,
  { run, signal }: { readonly run?: Run; readonly signal?: AbortSignal } = {},
): Promise<Exported> {
  const network = networkNamed(notebook, request.network);
  const trained = run ? await trainedIn(run, network) : await lastTrained(notebook.path, network);
  const training = lastTraining(notebook.program, network.name);
  const file = resolve(dirname(notebook.path), target);
  const { clients = [], logits } = form ?? {};
  if (logits && !hasLogits(network)) throw noLogits(network);
  await assertTarget(file);
  await assertClients(file, clients);
  const write = async (from: Exportable) => {
    const samples = async () => {
      const look = await openLook(notebook, { network: network.name, device: 'cpu', run }, live);
      return look.dataset;
    };
    const written = await writeExport(from, file, form, samples, { signal });
    return { ...written, ...(await writeClients(written, clients)) };
  };
  if (trained) {
    const { run: of, step } = trained;
    return { ...(await write(trainedModel(network, trained))), run: of.id, step };
  }
  if (run) throw notReached(run);
  if (training || !isStored(network)) throw notTrained(network);
  return { ...(await write(storedModel(network, notebook.title))), step: 0 };
}

const noLogits = ({ name }: Network): CoreError =>
  userError('no-logits', `\`${name}\` ends with no softmax or logistic: leave \`logits\` out.`);

const notReached = ({ id }: Run): CoreError =>
  new CoreError({
    exit: 1,
    code: 'no-checkpoint',
    message: `Run ${id} has no checkpoint with the parameters of its network.`,
    hint: 'Choose another run, or train again.',
  });

const notTrained = ({ name, source, location }: Network): CoreError =>
  new CoreError({
    exit: 1,
    code: 'not-trained',
    message: `\`${name}\` has changed or was never trained.`,
    hint:
      `Train it first: \`train ${name} on …\`` +
      (source ? '; with `epochs 0` it stays as it is in its file.' : '.'),
    ...location,
  });

export const exportRunner: Runner<ExportAction> = {
  verb: 'export',
  run: ({ network, file, form }, { notebook, live, signal }) =>
    exportNetwork(notebook, { network: network.name, file, form }, live, { signal }),
};
