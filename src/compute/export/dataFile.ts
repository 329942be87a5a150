import { fromBinary } from '@bufbuild/protobuf';
import { basename } from 'node:path';
import { ModelProtoSchema } from '../../onnx/onnx_pb';
import { assertReplaceable, holds } from './modelFile';

/**
 * Where the data of a model lie that one file cannot hold. Such a file belongs to the model beside it that names it, and is replaced
 * with it; no other is.
 */

/** The file beside a model's that holds its data. */
export const dataFile = (model: string): string => `${model}.data`;

/** A model that has its data in another file has no more bytes itself. */
const mostBytes = 2 ** 26;

/** Throws a `CoreError` when what lies at the place of a model's data belongs to no model there. */
export const assertDataReplaceable = (model: string): Promise<void> =>
  assertReplaceable(
    dataFile(model),
    () => isDataOf(model),
    `exists and does not belong to ${basename(model)}`,
  );

/** Whether a model lies there that has data in the file beside it that is named after it. */
export function isDataOf(model: string): Promise<boolean> {
  const name = basename(dataFile(model));
  return holds(model, async (size, read) => {
    if (size > mostBytes) return false;
    const { graph } = fromBinary(ModelProtoSchema, await read(0, size));
    return (graph?.initializer ?? []).some(({ externalData }) =>
      externalData.some(({ key, value }) => key === 'location' && value === name),
    );
  });
}
