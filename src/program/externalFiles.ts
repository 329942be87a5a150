import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, sep, win32 } from 'node:path';
import type { ExternalPart } from '../onnx/externalData';
import { FileError } from './imported';

/** Files beside a model that hold data of it, and how they were when they were read. */
export class ExternalFiles {
  private readonly stamps = new Map<string, string>();
  private readonly folder: string;

  constructor(model: string) {
    this.folder = realpathSync(dirname(model));
  }

  /** The bytes of a part; throws `FileError` for whatever is not inside a regular file in the model's folder. */
  read(part: ExternalPart): Uint8Array {
    const { tensor, location, offset } = part;
    const path = this.resolve(part);
    const { size, mtimeMs } = statSync(path);
    this.stamps.set(path, `${mtimeMs} ${size}`);
    const length = part.length ?? Math.max(0, size - offset);
    if (offset + length > size) {
      const text = `tensor '${tensor}' ends at byte ${offset + length} of ${shown(location)}`;
      throw unreadable(`${text}, which has ${size}; download the file again`);
    }
    try {
      return bytesOf(path, offset, length);
    } catch (error) {
      throw unreadable(`${shown(location)} cannot be read: ${(error as Error).message}`);
    }
  }

  /** Whether the files that were read are still what they were. */
  unchanged(): boolean {
    return [...this.stamps].every(([path, stamp]) => {
      const now = statSync(path, { throwIfNoEntry: false });
      return now !== undefined && `${now.mtimeMs} ${now.size}` === stamp;
    });
  }

  private resolve({ tensor, location }: ExternalPart): string {
    const what = `tensor '${tensor}' is stored in ${shown(location)}`;
    const outside = (): FileError =>
      unreadable(`${what}, outside the model's folder; save the model with its data beside it`);
    if (isAbsolute(location) || win32.isAbsolute(location) || /^[a-z]:/i.test(location)) {
      throw outside();
    }
    if (location.split(/[\\/]/).includes('..')) throw outside();
    let path: string;
    try {
      path = realpathSync(join(this.folder, location));
    } catch {
      throw new FileError('missing-file', `${what}, which is not there; put it beside the model`);
    }
    const root = this.folder.endsWith(sep) ? this.folder : this.folder + sep;
    if (!path.startsWith(root)) throw outside();
    if (!statSync(path).isFile()) throw unreadable(`${what}, which is not a regular file`);
    return path;
  }
}

const unreadable = (text: string): FileError => new FileError('unreadable-file', text);

/** A name out of a file, with control characters to be seen. */
const shown = (location: string): string => JSON.stringify(location.slice(0, 200));

function bytesOf(path: string, offset: number, length: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const count = readSync(file, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error('it became shorter while it was read');
      done += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
