import type { ExportForm } from '../../learning/exportGraph';
import type { Dataset } from '../../data/dataset';
import { ModelError } from '../../onnx/modelError';
import type { Exported } from '../protocol/protocol';
import { coreError, userError } from '../wire/error';
import { differenceFrom } from './compare';
import { type DraftOptions, type Draft, Drafts } from './drafts';
import { type Exportable, type ExportedModel, exportedModel } from './exportedModel';
import { int8Model } from './int8';

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
  samples?: () => Promise<Dataset>,
  options: DraftOptions = {},
): Promise<Written> {
  const drafts = new Drafts(file, options);
  try {
    const { model, draft, ...found } = await checkedExport(exportable, drafts, form, samples);
    const data = await drafts.place(draft);
    return {
      file,
      ...(data !== undefined && { data }),
      bytes: draft.bytes,
      ...told(model),
      ...found,
    };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { name } = exportable.network;
    throw userError('bad-form', `\`${name}\` cannot be exported so: ${error.message}.`);
  } finally {
    await drafts.remove();
  }
}

interface Checked extends Pick<Written, 'difference' | 'quantized'> {
  readonly model: ExportedModel;
  readonly draft: Draft;
}

async function checkedExport(
  exportable: Exportable,
  drafts: Drafts,
  form: ExportForm,
  samples?: () => Promise<Dataset>,
): Promise<Checked> {
  const { precision } = form;
  const model = await exportedModel(exportable, form);
  const plain = await drafts.make(model.proto);
  const difference = await differenceFrom(exportable, form, plain.opens);
  const checked = precision?.type === 'float16' ? 'float16' : 'float32';
  if (!(difference <= tolerance[checked])) throw differs(exportable, checked, difference);
  if (precision?.type !== 'int8' || !samples) return { model, draft: plain, difference };
  const { draft, quantized } = await int8Model(
    exportable,
    { ...model, plain },
    drafts,
    { ...form, precision },
    await samples(),
  );
  return {
    model,
    draft,
    difference: await differenceFrom(exportable, form, draft.opens),
    quantized,
  };
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

/** What is in a model's file. */
const told = ({
  graph,
  opset,
  stored,
}: ExportedModel): Pick<Written, 'opset' | 'inputs' | 'outputs'> => ({
  opset,
  inputs: graph.inputs
    .filter(({ name }) => !stored.has(name))
    .map(({ name, type }) => ({ name, shape: [...type.shape] })),
  outputs: graph.outputs.map(({ name, value }) => ({ name, shape: [...value.type.shape] })),
});
