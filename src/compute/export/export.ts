import { dirname, resolve } from 'node:path';
import { buildPrediction } from '../../learning/evaluation';
import { mainOutput } from '../../learning/inference';
import type { Network } from '../../network/network';
import { elements } from '../../shape/elements';
import { writeModel } from '../../onnx/write';
import { Random } from '../../random/random';
import { visible } from '../../text/visible';
import type { Run } from '../../runs/run';
import type { Validated } from '../protocol/protocol';
import { CoreError } from '../wire/error';
import { answer, largestDifference, writeChecked } from './exportFile';
import { isStored, writeStored } from './exportStored';
import { exportedModel } from './exportedModel';
import { assertTarget } from './modelFile';
import { networkNamed, type AnalyzedNotebook } from '../notebooks/notebook';
import type { ExportAction } from '../../program/verbs/export';
import { lastTraining } from '../../program/verbs/train';
import type { Runner } from '../jobs/runner';
import type { Exported } from '../protocol/protocol';
import { loadRuntime, type Tensor } from '../devices/runtime';
import { lastTrained, trainedIn, type Trained } from '../notebooks/trained';

/** Samples the two are compared on. */
const probes = 4;

/** Writes the last trained parameters of a network as a self-contained ONNX file, checked before it counts as written. */
export async function exportNetwork(
  notebook: AnalyzedNotebook,
  request: Pick<Validated<'export'>, 'network' | 'file'>,
  run?: Run,
): Promise<Exported> {
  const network = networkNamed(notebook, request.network);
  const trained = run ? await trainedIn(run, network) : await lastTrained(notebook.path, network);
  const training = lastTraining(notebook.program, network.name);
  const file = resolve(dirname(notebook.path), request.file);
  await assertTarget(file);
  if (run && !trained) throw notReached(run);
  if (!trained && !training && isStored(network)) return writeStored(network, notebook.title, file);
  if (!trained)
    throw new CoreError({
      exit: 1,
      code: 'not-trained',
      message: `\`${network.name}\` has changed or was never trained.`,
      hint:
        `Train it first: \`train ${network.name} on …\`` +
        (network.source ? '; with `epochs 0` it stays as it is in its file.' : '.'),
      ...network.location,
    });
  return writeExport(network, trained, file);
}

const notReached = ({ id }: Run): CoreError =>
  new CoreError({
    exit: 1,
    code: 'no-checkpoint',
    message: `Run ${id} has no checkpoint with the parameters of its network.`,
    hint: 'Choose another run, or train again.',
  });

export const exportRunner: Runner<ExportAction> = {
  verb: 'export',
  run: ({ network, file }, { notebook }) =>
    exportNetwork(notebook, { network: network.name, file }),
};

/** Writes and checks the file. Throws a `RunError` when the disk is full, a `CoreError` when the check fails. */
export async function writeExport(
  network: Network,
  trained: Trained,
  file: string,
): Promise<Exported> {
  const { run, step, parameters } = trained;
  const { normalization, notebook } = run.manifest;
  const metadata = provenance(run, step);
  const model = await exportedModel(network, parameters, {
    title: notebook.title,
    metadata,
    ...(normalization && { normalization }),
  });
  const difference = await compare(network, trained, model.bytes);
  return { ...(await writeChecked(file, model, difference)), run: run.id, step };
}

function provenance({ id, manifest }: Run, step: number): Record<string, string> {
  const { notebook, target, seed, data, dataHash } = manifest;
  const names = target.names.map(visible); // as JSON they would hide what they hold
  return {
    ...(target.kind === 'classes' && { classes: JSON.stringify(names) }),
    ...(target.kind === 'values' && { values: JSON.stringify(names) }),
    'notebook.title': notebook.title ?? notebook.file,
    'notebook.sha256': notebook.hash,
    run: id,
    step: String(step),
    seed: String(seed),
    data,
    'data.sha256': dataHash,
  };
}

/** Runs the exported file and the evaluation graph, each in a fresh session, on the same samples. */
async function compare(
  network: Network,
  { run, parameters }: Trained,
  model: Uint8Array,
): Promise<number> {
  const runtime = await loadRuntime();
  const { normalization, target } = run.manifest;
  const evaluation = buildPrediction(network, {
    normalization,
    targets: { kind: target.kind, count: target.names.length },
  });
  const { shape, name } = network.input;
  const random = new Random(0, 'export');
  const samples = random.fillUniform(new Float32Array(probes * elements(shape)));
  const input = new runtime.Tensor('float32', samples, [probes, ...shape]);
  const targets = new Float32Array(probes * target.names.length);
  const tensors = evaluation.graph.inputs
    .filter((value) => parameters.has(value.name))
    .map((value) => {
      const data = parameters.get(value.name)!;
      return [value.name, new runtime.Tensor('float32', data, value.type.shape as number[])];
    });
  const expected = await answer(
    writeModel(evaluation.graph, { name: 'evaluation' }),
    {
      ...(Object.fromEntries(tensors) as Record<string, Tensor>),
      [evaluation.inputs.samples]: input,
      [evaluation.inputs.targets]: new runtime.Tensor('float32', targets, [
        probes,
        target.names.length,
      ]),
    },
    evaluation.prediction,
  );
  const actual = await answer(model, { [name]: input }, mainOutput(network));
  return largestDifference(actual, expected);
}
