import { stat } from 'node:fs/promises';
import type { ExportForm } from '../../learning/exportGraph';
import type { OpenDataset } from '../../data/stored';
import { ModelError } from '../../onnx/modelError';
import type { Exported } from '../protocol/protocol';
import { coreError, userError } from '../wire/error';
import { differenceFrom } from './compare';
import { bytesOf, type Exportable, type ExportedModel, exportedModel } from './exportedModel';
import { int8Model } from './int8';
import { writeModelFile } from './modelFile';

/** The largest difference from the network that a file may have. float16 has eleven significant bits. */
const tolerance = { float32: 1e-5, float16: 0.02 } as const;

type Written = Omit<Exported, 'run' | 'step'>;

/**
 * Writes a file, checked before it counts as written; `samples` are what `int8` needs. Throws a `CoreError` where the check fails or
 * the file cannot be so, and a `RunError` when the disk is full.
 */
export async function writeExport(
  exportable: Exportable,
  file: string,
  form: ExportForm = {},
  samples?: () => Promise<OpenDataset>,
): Promise<Written> {
  try {
    return await checkedExport(exportable, file, form, samples);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { name } = exportable.network;
    throw userError('bad-form', `\`${name}\` cannot be exported so: ${error.message}.`);
  }
}

async function checkedExport(
  exportable: Exportable,
  file: string,
  form: ExportForm,
  samples?: () => Promise<OpenDataset>,
): Promise<Written> {
  const { precision } = form;
  const model = await exportedModel(exportable, form);
  const plain = bytesOf(model);
  const difference = await differenceFrom(exportable, form, plain);
  const checked = precision?.type === 'float16' ? 'float16' : 'float32';
  if (!(difference <= tolerance[checked])) throw differs(exportable, checked, difference);
  if (precision?.type !== 'int8' || !samples) return written(model, plain, file, difference);
  const { bytes, quantized } = await int8Model(
    exportable,
    model,
    { ...form, precision },
    await samples(),
  );
  const rounded = await differenceFrom(exportable, form, bytes);
  return { ...(await written(model, bytes, file, rounded)), quantized };
}

function differs({ network }: Exportable, precision: 'float32' | 'float16', difference: number) {
  const by = Number.isFinite(difference) ? `by ${difference.toExponential(1)} ` : '';
  const what = `The exported model's outputs differ ${by}from the network's.`;
  if (precision === 'float16')
    return userError(
      'export-differs',
      `${what} \`${network.name}\` needs numbers that float16 does not have.`,
      'No file was written. Leave `float16` out.',
    );
  return coreError(
    'export-differs',
    what,
    'No file was written. This is a bug in DNN Notebook: please report it, with the notebook.',
  );
}

/** Writes a model and tells what is in its file. */
export async function written(
  { graph, opset, stored }: ExportedModel,
  bytes: Uint8Array,
  file: string,
  difference: number,
): Promise<Written> {
  await writeModelFile(file, bytes);
  return {
    file,
    bytes: (await stat(file)).size,
    opset,
    inputs: graph.inputs
      .filter(({ name }) => !stored.has(name))
      .map(({ name, type }) => ({ name, shape: [...type.shape] })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, shape: [...value.type.shape] })),
    difference,
  };
}
