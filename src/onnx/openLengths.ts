import { create } from '@bufbuild/protobuf';
import { type ModelProto, TensorShapeProto_DimensionSchema } from './onnx_pb';

/**
 * Open lengths of inputs, behind the batch: files are for any, and networks have one. A file of ours says in its metadata which it was
 * as the network was trained.
 */

const prefix = 'length.';

/** Lengths by their names as metadata. */
export const lengthsAsMetadata = (
  lengths: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [`${prefix}${name}`, String(length)]),
  );

/** Gives the inputs of a model the lengths that its metadata say, in place. */
export function closeLengths({ graph, metadataProps }: ModelProto): void {
  const lengths = new Map(
    metadataProps
      .filter(({ key, value }) => key.startsWith(prefix) && /^[1-9]\d{0,6}$/.test(value))
      .map(({ key, value }) => [key.slice(prefix.length), BigInt(value)]),
  );
  if (lengths.size === 0) return;
  for (const { type } of graph?.input ?? []) {
    const shape = type?.value.case === 'tensorType' ? type.value.value.shape : undefined;
    if (!shape) continue;
    shape.dim = shape.dim.map((dimension, axis) => {
      const { value } = dimension;
      const known = value.case === 'dimParam' && axis > 0 ? lengths.get(value.value) : undefined;
      if (known === undefined) return dimension;
      return create(TensorShapeProto_DimensionSchema, {
        value: { case: 'dimValue', value: known },
      });
    });
  }
}
