import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint } from '../../../src/runs/checkpoint';
import { beginRun, type Run, type RunDescription } from '../../../src/runs/run';

/** A folder of its own for each test, removed afterwards. */
export function temporaryFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'dnn-test-'));
  });
  afterEach(() => rmSync(folder.path, { recursive: true, force: true }));
  return folder;
}

export const description = (folder: string): RunDescription => ({
  notebook: { path: join(folder, 'a.dnn'), text: '---\ndnn: 1\n---\n', title: 'A' },
  action: 0,
  overrides: {},
  network: 'Net',
  networkHash: 'def',
  data: 'points',
  normalization: { mean: [0], scale: [1] },
  target: { kind: 'classes', names: ['no', 'yes'] },
  dataHash: 'abc',
  seed: 3,
  device: 'cpu',
  versions: { product: '0' },
  measures: [],
  settings: { optimizer: 'sgd(rate: 0.1)', epochs: 4 },
});

/** A run whose process no longer trains it. */
export async function newRun(description: RunDescription, clock?: Date): Promise<Run> {
  const { run, lock } = await beginRun(description, clock);
  lock.release();
  return run;
}

export function checkpointAt(step: number, best?: number): Checkpoint {
  return {
    state: {
      step,
      epoch: step,
      seed: 3,
      seconds: 0.5,
      phase: { index: 0, step: 0, epoch: 0 },
      sums: { loss: 0.1 + 0.2, accuracy: 7 },
      history: [{ loss: 0.25, accuracy: 0.5 }],
      ...(best !== undefined && { bestStep: best }),
    },
    tensors: new Map([
      ['L.weight', { shape: [2, 3], data: Float32Array.from({ length: 6 }, (_, i) => i / step) }],
      ['L.bias:velocity', { shape: [], data: Float32Array.of(Math.fround(1e-40)) }],
    ]),
  };
}
