import type { Work } from './samples';
import { breathe, type DataContext, type MadeSource } from './source';

const taken = 0;
const finished = 1;
/** Samples in a piece: some milliseconds. */
const piece = 200;

const total = ({ train, test }: Work): number => train.count + test.count;

/** Makes all samples, with the help of other threads where there are any; settles when they are all there. */
export async function makeAll(source: MadeSource, work: Work, context: DataContext): Promise<void> {
  context.share?.(work);
  while (makePiece(source, work))
    await breathe(context, source.making, work.progress[taken] / total(work));
  for (;;) {
    const done = Atomics.load(work.progress, finished);
    if (done >= total(work)) return;
    Atomics.wait(work.progress, finished, done);
  }
}

/** Makes pieces as long as there are any. */
export function help(source: MadeSource, work: Work): void {
  while (makePiece(source, work));
}

function makePiece(source: MadeSource, work: Work): boolean {
  const { progress } = work;
  const from = Atomics.add(progress, taken, piece);
  const to = Math.min(from + piece, total(work));
  if (from >= to) return false;
  source.make(work.source.arguments as never, work, from, to);
  Atomics.add(progress, finished, to - from);
  Atomics.notify(progress, finished);
  return true;
}
