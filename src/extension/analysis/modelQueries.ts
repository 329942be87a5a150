import { basename } from 'node:path';
import { compareModels } from '../../onnx/compareModels';
import { tensorSummary } from '../../onnx/tensorSummary';
import { ModelError } from '../../onnx/modelError';
import { FileError } from '../../program/imported';
import { modelNotebook, NotebookRefusal } from '../../program/modelNotebook';
import { openOnnxFile } from '../../program/onnxFile';

/** A model's file, and whether data in other files may be read. */
export interface ModelSubject {
  readonly path: string;
  readonly others: boolean;
}

/** What may be asked of a model's file. Answers are plain data, and bounded. */
export const modelQueries = {
  describe: ({ path, others }: ModelSubject) => {
    const { bytes, description } = openOnnxFile(path, others);
    return { bytes, description };
  },
  tensor: ({ path, others }: ModelSubject, index: number) => {
    const file = openOnnxFile(path, others);
    const tensor = file.tensors[index];
    return tensor && tensorSummary(tensor, file.rawOf(tensor));
  },
  compare: ({ path, others }: ModelSubject, second: string) => {
    const files = [openOnnxFile(path, others), openOnnxFile(second, others)] as const;
    return compareModels(files, [files[0].rawOf, files[1].rawOf]);
  },
  notebook: ({ path, others }: ModelSubject) => {
    const { network } = openOnnxFile(path, others);
    return network && modelNotebook(network, basename(path));
  },
} as const;

export type ModelQuery = keyof typeof modelQueries;
export type ModelArgument<Q extends ModelQuery> = Parameters<(typeof modelQueries)[Q]>[1];
export type ModelAnswer<Q extends ModelQuery> = ReturnType<(typeof modelQueries)[Q]>;

/** Whether an error says what is wrong with a file, in words for users. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof ModelError || error instanceof FileError || error instanceof NotebookRefusal;
