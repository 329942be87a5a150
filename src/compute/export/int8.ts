import { clone, create } from '@bufbuild/protobuf';
import { splitToLookAt, type Dataset, type SplitName } from '../../data/dataset';
import type { ExportForm, Precision } from '../../learning/exportGraph';
import { foldBatchNormalization } from '../../onnx/quantization/foldBatchNormalization';
import { quantize, quantizedValues, type Range } from '../../onnx/quantization/quantize';
import { ModelProtoSchema, ValueInfoProtoSchema, type ModelProto } from '../../onnx/onnx_pb';
import { withGraph } from '../../onnx/separateData';
import { createSession, loadRuntime } from '../devices/runtime';
import type { Quantized } from '../protocol/exported';
import { userError } from '../wire/error';
import type { Draft, Drafts } from './drafts';
import type { Exportable, ExportedModel } from './exportedModel';
import { runOnSamples, type Samples } from './samples';
import { scoreOf } from './score';

/** A model in integers, and what that took from it. */
export interface Int8Model {
  readonly draft: Draft;
  readonly quantized: Quantized;
}

/**
 * A model with its convolutions and dense layers in integers of 8 bits, by the ranges that samples give, and its score before and
 * after. Throws `ModelError` where int8 does not fit, a `CoreError` where a split has no samples.
 */
export async function int8Model(
  { network, normalization }: Exportable,
  model: ExportedModel & { readonly plain: Draft },
  drafts: Drafts,
  form: ExportForm & { readonly precision: Precision & { readonly type: 'int8' } },
  dataset: Dataset,
): Promise<Int8Model> {
  const { precision, raw, logits = false } = form;
  const counts = (split: SplitName) => dataset.splits[split].count;
  const split = precision.split ?? (counts('validation') > 0 ? 'validation' : 'train');
  if (counts(split) === 0)
    throw userError(
      'no-samples',
      `\`${dataset.name}.${split}\` has no samples to calibrate \`int8\` with.`,
      'Name another split: `int8 train`.',
    );
  const outside = raw && { normalization };
  const samples: Samples = { dataset, split, atMost: precision.samples, ...outside };
  const proto = clone(ModelProtoSchema, model.proto);
  foldBatchNormalization(proto.graph!);
  quantize(proto.graph!, await rangesOf(proto, samples, drafts));
  const draft = await drafts.make(proto);
  const scored: Samples = {
    ...{ dataset, atMost: Infinity, ...outside },
    split: splitToLookAt({
      train: counts('train'),
      validation: counts('validation'),
      test: counts('test'),
    }),
  };
  const about = async ({ opens, bytes }: Draft) => ({
    bytes,
    ...(await scoreOf(network, opens, model.main, scored, logits)),
  });
  return {
    draft,
    quantized: {
      calibration: { split, samples: Math.min(counts(split), precision.samples) },
      before: await about(model.plain),
      after: await about(draft),
    },
  };
}

/** The least and the greatest number of each value that is to be quantized, over all samples. */
async function rangesOf(
  model: ModelProto,
  samples: Samples,
  drafts: Drafts,
): Promise<ReadonlyMap<string, Range>> {
  const { input: inputs, output } = model.graph!;
  const values = quantizedValues(model.graph!);
  const known = new Set(output.map(({ name }) => name));
  const [input] = inputs;
  const inside = values.filter((name) => name !== input.name && !known.has(name));
  const observed = await drafts.make(
    withGraph(model, {
      output: [...output, ...inside.map((name) => create(ValueInfoProtoSchema, { name }))],
    }),
  );
  const session = await createSession(await loadRuntime(), observed.opens, 'cpu');
  const ranges = new Map<string, Range>();
  const widen = (name: string, numbers: Float32Array): void => {
    let [least, greatest] = ranges.get(name) ?? [0, 0];
    for (const value of numbers) {
      if (value < least) least = value;
      else if (value > greatest) greatest = value;
    }
    ranges.set(name, [least, greatest]);
  };
  try {
    for await (const { results, inputs } of runOnSamples(session, inside, samples)) {
      for (const name of inside) widen(name, results[name].data as Float32Array);
      if (values.includes(input.name)) widen(input.name, inputs);
    }
  } finally {
    await session.release();
  }
  return ranges;
}
