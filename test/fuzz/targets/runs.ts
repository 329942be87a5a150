import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { inspection } from '../../../src/compute/protocol/protocol';
import { Random } from '../../../src/random/random';
import { compareRuns } from '../../../src/runs/compare';
import { RunError } from '../../../src/runs/runError';
import type { RunEvent } from '../../../src/runs/events';
import { measuresCsv } from '../../../src/runs/export/measuresCsv';
import { scalarsOf } from '../../../src/runs/export/scalars';
import { tensorBoardEvents } from '../../../src/runs/export/tensorBoard';
import { runsIn } from '../../../src/runs/list';
import { spareCheckpoints } from '../../../src/runs/prune';
import { keepReport, keptReport } from '../../../src/runs/reports';
import { RunLock } from '../../../src/runs/lock';
import { openRun, type Run } from '../../../src/runs/run';
import { decodeSafetensors, encodeSafetensors } from '../../../src/runs/safetensors';
import { stateOf } from '../../../src/runs/state';
import { cellSnapshot, endTraining, replay } from '../../../src/views/training';
import { checkpointAt, description, newRun } from '../../unit/runs/support';
import { inFolder } from '../folder';
import { mutateBytes, pick } from '../mutate';
import { mutateValue } from '../mutateValue';
import { allowing, allowingLater, target } from '../target';

const tensors = encodeSafetensors({
  tensors: new Map([
    ['C1.weight', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['C1.bias', { shape: [2], data: Float32Array.of(1, 2) }],
  ]),
  metadata: { step: '7' },
});

/** A file of weights that was damaged. */
export const safetensors = target<Uint8Array>({
  name: 'safetensors',
  share: 3,
  make: (random) => mutateBytes(random, tensors),
  feed(bytes) {
    allowing([RunError], () => decodeSafetensors(bytes, 'w.safetensors'));
  },
});

const question = { network: 'Net' };
const events: readonly RunEvent[] = [
  {
    ...{ event: 'start', run: 'r', network: 'Net', data: 'points', device: 'cpu', seed: 3 },
    ...{ epochs: 2, stepsPerEpoch: 2, batch: 1, samples: 2, step: 0, steps: 4 },
    measures: [
      { name: 'loss', label: 'loss', goal: 'lower', fold: 'mean' },
      { name: 'gradients', label: 'magnitude', goal: 'none', fold: 'mean', items: ['L'] },
    ],
    phase: { name: 'first', index: 0, count: 2 },
  },
  {
    event: 'step',
    step: 1,
    epoch: 1,
    rate: 0.1,
    seconds: 0.5,
    values: { loss: 2, gradients: [0.25] },
    samplesPerSecond: 9,
  },
  { event: 'paused', step: 1 },
  { event: 'continued', step: 1 },
  { event: 'epoch', epoch: 1, step: 2, train: { loss: 1, accuracy: 0.5 }, rate: 0.1, seconds: 1 },
  { event: 'checkpoint', step: 2, file: '2' },
  { event: 'warning', message: 'a warning' },
];

type Files = Readonly<Record<string, Uint8Array>>;

/** The files of a run as the product writes them, by path. */
async function written(): Promise<Files> {
  let files: Files = {};
  await inFolder({}, async (folder) => {
    const run = await newRun(description(folder));
    for (const event of events) run.append(event);
    await run.saveCheckpoint(checkpointAt(1));
    await run.saveCheckpoint(checkpointAt(2, 1));
    await run.describe({ name: 'wide net', tags: ['a', 'b'], note: 'a note' });
    await run.update({ step: 2, epoch: 1, seconds: 1, scores: { train: { loss: 1 } } });
    const found = { network: 'Net', run: run.id, step: 2, layers: [], parameters: [] };
    await keepReport(run.folder, 'inspection', question, found);
    const names = readdirSync(run.folder, { recursive: true, encoding: 'utf8' });
    files = Object.fromEntries(
      names.flatMap((name) => {
        const path = join(run.folder, name);
        return statSync(path).isFile() ? [[name, readFileSync(path)]] : [];
      }),
    );
  });
  const lock = { pid: 2 ** 22 + 1, host: hostname(), since: '2026-01-02T15:04:05.678Z' };
  return { ...files, 'lock/0.json': Buffer.from(JSON.stringify(lock)) };
}

const sound = written();

/** What becomes of one file of a run, which is named by its place in their order. */
interface Damage {
  readonly file: number;
  readonly how: 'gone' | 'folder' | 'link' | 'bytes' | 'values';
  /** Of the changes that are made. */
  readonly seed: number;
}

const hows = ['gone', 'folder', 'link', 'bytes', 'bytes', 'values', 'values', 'values'] as const;
const links = ['run.json', '.', '..', 'nowhere', 'notebook.dnn', '/dev/null', '/dev/zero', '/dev'];

/** The file with other bytes or, line by line, with other values in its JSON. */
function damaged({ how, seed }: Damage, bytes: Uint8Array): Uint8Array {
  const random = new Random(seed, 'damage');
  if (how === 'bytes') return mutateBytes(random, bytes);
  try {
    const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
    const texts = lines[0].endsWith('}') ? lines : [lines.join('\n')];
    const values = texts.map((text) => JSON.parse(text) as object);
    mutateValue(random, values, true);
    return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return mutateBytes(random, bytes); // it is no JSON
  }
}

/** A run folder of which a file was damaged, lost or replaced: listed, shown, compared and made ready to go on. */
export const run = target<Damage>({
  name: 'run',
  share: 3,
  make: (random) => ({
    file: random.integer(1000),
    how: pick(random, hows),
    seed: random.integer(2 ** 31),
  }),
  async feed(damage) {
    const files = await sound;
    const names = Object.keys(files).sort();
    const name = names[damage.file % names.length];
    const { [name]: whole, ...others } = files;
    const isThere = damage.how === 'bytes' || damage.how === 'values';
    const left = isThere ? { ...others, [name]: damaged(damage, whole) } : others;
    const placed = Object.entries(left).map(([path, bytes]) => [join('runs/a', path), bytes]);
    await inFolder(Object.fromEntries(placed) as Files, async (folder) => {
      const path = join(folder, 'runs/a', name);
      if (!isThere) mkdirSync(dirname(path), { recursive: true });
      if (damage.how === 'folder') mkdirSync(path);
      if (damage.how === 'link') symlinkSync(links[damage.seed % links.length], path);
      await look(join(folder, 'runs'), name);
    });
  },
});

async function look(runs: string, damagedFile: string): Promise<void> {
  for (const listed of await runsIn(runs)) await allowingLater([RunError], () => stateOf(listed));
  await allowingLater([RunError], async () => {
    const opened = await openRun(join(runs, 'a'));
    await allowingLater([RunError], () => show(opened));
    await allowingLater([RunError], () => opened.notebookText());
    inspection.safeParse(await keptReport(opened.folder, 'inspection', question));
    const checkpoint = await opened.newestCheckpoint();
    const expected = damagedFile.includes('00000002') ? [1, 2] : [2];
    assert.ok(checkpoint && expected.includes(checkpoint.state.step), 'a whole checkpoint');
    const lock = await RunLock.take(opened.folder);
    try {
      await opened.reopen('cpu');
    } finally {
      lock.release();
    }
  });
}

/** What the editor and the terminal show of a run. */
async function show(opened: Run): Promise<void> {
  const state = await stateOf(opened);
  compareRuns([{ ...opened.manifest, ...state, about: opened.about }]);
  await spareCheckpoints([opened]);
  const events = await opened.events();
  const told = scalarsOf(events);
  measuresCsv(told, 'single');
  tensorBoardEvents(told, new Date(opened.manifest.created));
  const snapshot = replay(events);
  if (!snapshot) return;
  endTraining(snapshot);
  cellSnapshot(snapshot);
}
