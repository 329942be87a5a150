import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { opset } from '../graph/builder';
import { buildEvaluation } from '../learning/evaluation';
import { buildInference, mainOutput } from '../learning/inference';
import type { Network } from '../network/network';
import { elements } from '../network/shapes';
import { writeModel } from '../onnx/write';
import { Random } from '../random/random';
import { writeAtomic } from '../runs/atomic';
import type { Run } from '../runs/run';
import type { Validated } from './connection';
import { coreError, CoreError } from './error';
import { assumedLoss, lastTraining, networkNamed, understand } from './notebook';
import type { Exported } from './protocol';
import { createSession, loadRuntime, type Tensor } from './runtime';
import { lastTrained, type Trained } from './trained';
import { productVersion } from './versions';

/** Largest difference allowed between the exported file and the evaluation graph. */
const tolerance = 1e-5;
/** Samples the two are compared on. */
const probes = 4;

/** Writes the last trained parameters of a network as a self-contained ONNX file, checked before it counts as written. */
export async function exportNetwork(request: Validated<'export'>): Promise<Exported> {
  const notebook = understand(request.notebook, request.overrides);
  const network = networkNamed(notebook, request.network);
  const trained = await lastTrained(notebook.path, network);
  if (!trained)
    throw new CoreError({
      exit: 1,
      code: 'not-trained',
      message: `\`${network.name}\`, as it stands in the notebook, has not been trained.`,
      hint:
        `Train it first: \`train ${network.name} on …\`` +
        (network.source ? '; with `epochs 0` it stays as it is in its file.' : '.'),
      ...network.location,
    });
  const file = resolve(dirname(notebook.path), request.file);
  const loss = lastTraining(notebook, network.name)?.plan ?? assumedLoss(network);
  return writeExport(network, trained, loss, file);
}

/** Writes and checks the file. Throws a `RunError` when the disk is full, a `CoreError` when the check fails. */
export async function writeExport(
  network: Network,
  trained: Trained,
  loss: Parameters<typeof buildEvaluation>[1],
  file: string,
): Promise<Exported> {
  const { run, step, parameters } = trained;
  const { normalization } = run.manifest;
  const graph = buildInference(network, normalization);
  const model = writeModel(graph, {
    name: network.name,
    initializers: parameters,
    producer: { name: 'DNN Notebook', version: productVersion() },
    documentation: run.manifest.notebook.title ?? '',
    metadata: provenance(run, step),
  });
  const difference = await compare(network, trained, loss, model);
  if (!(difference <= tolerance))
    throw coreError(
      'export-differs',
      `The exported model's answers differ by ${difference.toExponential(1)} from the trained network's.`,
      'No file was written. This is a defect: please report it with the notebook.',
    );
  await writeAtomic(file, model);
  return {
    file,
    bytes: (await stat(file)).size,
    opset,
    inputs: graph.inputs
      .filter(({ name }) => !parameters.has(name))
      .map(({ name, type }) => ({ name, shape: [...type.shape] })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, shape: [...value.type.shape] })),
    run: run.id,
    step,
    difference,
  };
}

function provenance({ id, manifest }: Run, step: number): Record<string, string> {
  const { notebook, target, seed, data, dataHash } = manifest;
  return {
    ...(target.kind === 'classes' && { classes: JSON.stringify(target.names) }),
    ...(target.kind === 'values' && { values: JSON.stringify(target.names) }),
    'notebook.title': notebook.title ?? notebook.file,
    'notebook.sha256': notebook.hash,
    run: id,
    step: String(step),
    seed: String(seed),
    data,
    'data.sha256': dataHash,
    version: productVersion(),
    opset: String(opset),
  };
}

/** Runs the exported file and the evaluation graph, each in a fresh session, on the same samples. */
async function compare(
  network: Network,
  { run, parameters }: Trained,
  loss: Parameters<typeof buildEvaluation>[1],
  model: Uint8Array,
): Promise<number> {
  const runtime = await loadRuntime();
  const { normalization, target } = run.manifest;
  const evaluation = buildEvaluation(network, loss, {
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
    [evaluation.outputs.prediction],
  );
  const actual = await answer(model, { [name]: input }, [mainOutput(network)]);
  return largestDifference(actual, expected);
}

async function answer(
  model: Uint8Array,
  feeds: Record<string, Tensor>,
  outputs: [string],
): Promise<Float32Array> {
  const session = await createSession(await loadRuntime(), model, 'cpu');
  try {
    const results = await session.run(feeds, outputs);
    return results[outputs[0]].data as Float32Array;
  } finally {
    await session.release();
  }
}

/** Absolute for numbers up to 1, relative beyond. */
function largestDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i] - value) / Math.max(1, Math.abs(value));
    if (!(difference <= largest)) largest = difference; // NaN counts
  });
  return largest;
}
