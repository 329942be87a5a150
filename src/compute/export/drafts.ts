import { toBinary } from '@bufbuild/protobuf';
import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ModelProto, ModelProtoSchema } from '../../onnx/onnx_pb';
import { separateData } from '../../onnx/separateData';
import { syncFolder } from '../../runs/atomic';
import { removeAbandoned, temporaryFor } from '../../runs/temporary';
import { userError } from '../wire/error';
import { assertDataReplaceable, dataFile, isDataOf } from './dataFile';
import { assertTarget, forUser, writeForUser, writeModelFile } from './modelFile';
import { renameAll } from './renameAll';

/** A model that can be opened, and is not in its place yet. */
export interface Draft {
  /** Its bytes; the path of its file where its data are in another one beside it. */
  readonly opens: Uint8Array | string;
  /** Of all of it. */
  readonly bytes: number;
}

export interface DraftOptions {
  /** Bytes of stored tensors that one file takes: `mostInOneFile`. */
  readonly most?: number | undefined;
  /** Aborted when nothing is to be written any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Bytes that are written before the signal is looked at again. */
const chunk = 2 ** 24;

/**
 * The models that one export makes before one of them takes its place at `file`. Those that fit one file are kept in memory; larger
 * ones are files in a folder beside their place, under the names that they will have.
 */
export class Drafts {
  private readonly folders: string[] = [];

  constructor(
    private readonly file: string,
    private readonly options: DraftOptions = {},
  ) {}

  /** Throws a `CoreError` where it cannot be there or is no longer wanted, and a `RunError` when the disk is full. */
  async make(proto: ModelProto): Promise<Draft> {
    this.expectWanted();
    const separated = separateData(proto, basename(dataFile(this.file)), this.options.most);
    if (!separated) {
      const bytes = toBinary(ModelProtoSchema, proto);
      return { opens: bytes, bytes: bytes.length };
    }
    await assertDataReplaceable(this.file);
    const folder = await this.newFolder();
    this.folders.push(folder);
    const opens = join(folder, basename(this.file));
    const model = toBinary(ModelProtoSchema, separated.model);
    await writeForUser(dataFile(opens), this.inChunks(separated.pieces));
    await writeForUser(opens, model);
    const data = separated.pieces.reduce((total, { length }) => total + length, 0);
    return { opens, bytes: model.length + data };
  }

  /** Puts a draft in its place; gives the file beside it that holds its data, where there is one. Throws as `make` does. */
  async place({ opens }: Draft): Promise<string | undefined> {
    const { file } = this;
    const data = dataFile(file);
    this.expectWanted();
    if (typeof opens !== 'string') {
      // Nor is it there where its name would be too long.
      const isOld = existsSync(data) && (await isDataOf(file));
      await writeModelFile(file, opens);
      if (isOld) await rm(data, { force: true });
      return undefined;
    }
    await assertTarget(file);
    await assertDataReplaceable(file);
    const aside = await this.newFolder();
    const old = join(aside, basename(file));
    // The old model goes first, the new one comes last: whenever the system stops, no model stands beside data of another.
    const replace = () =>
      renameAll([
        { from: file, to: old, optional: true },
        { from: data, to: dataFile(old), optional: true },
        { from: dataFile(opens), to: data },
        { from: opens, to: file },
      ]);
    try {
      await forUser(file, replace);
      this.folders.push(aside);
    } catch (error) {
      await rmdir(aside).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(file));
    await removeAbandoned(dirname(file));
    return data;
  }

  /** Removes what has not taken its place. */
  async remove(): Promise<void> {
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
  }

  private async newFolder(): Promise<string> {
    const folder = temporaryFor(this.file);
    await forUser(this.file, () => mkdir(folder, { recursive: true }));
    return folder;
  }

  private *inChunks(pieces: readonly Uint8Array[]): Iterable<Uint8Array> {
    for (const piece of pieces)
      for (let at = 0; at < piece.length; at += chunk) {
        this.expectWanted();
        yield piece.subarray(at, at + chunk);
      }
  }

  private expectWanted(): void {
    if (this.options.signal?.aborted)
      throw userError('cancelled', 'The export was cancelled: nothing was written.');
  }
}
