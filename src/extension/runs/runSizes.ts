import type { Run } from '../../runs/run';
import { bytesOnDisk } from '../../runs/storage';

/** Bytes of runs on the disk, counted again only when a run has changed. */
export class RunSizes {
  private readonly known = new Map<string, { readonly updated: string; bytes: Promise<number> }>();

  of({ folder, manifest: { updated } }: Run): Promise<number> {
    const known = this.known.get(folder);
    if (known?.updated === updated) return known.bytes;
    const bytes = bytesOnDisk(folder);
    this.known.set(folder, { updated, bytes });
    return bytes;
  }

  async sum(runs: readonly Run[]): Promise<number> {
    const sizes = await Promise.all(runs.map((run) => this.of(run)));
    return sizes.reduce((a, b) => a + b, 0);
  }

  /** Counts all of them again when they are asked for. */
  forget(): void {
    this.known.clear();
  }
}
