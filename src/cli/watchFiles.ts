import { unwatchFile, watchFile } from 'node:fs';
import { Interrupted } from './failed';
import { onInterruption } from './interruption';

/** Milliseconds between looks: a change is seen whichever way a program writes its files, and on every file system. */
const interval = 300;

/**
 * Works at once, and again after each change to a file, be it while it is at work. Ends by an interruption, which it throws,
 * or when the work fails.
 */
export async function watchFiles(
  files: readonly string[],
  work: () => Promise<void>,
): Promise<never> {
  let changed = true;
  let ended = false;
  let wake = (): void => undefined;
  const note = () => {
    changed = true;
    wake();
  };
  const release = onInterruption(() => {
    ended = true;
    wake();
  });
  for (const file of files) watchFile(file, { interval }, note);
  try {
    for (;;) {
      while (!changed && !ended) await new Promise<void>((resolve) => (wake = resolve));
      if (ended) throw new Interrupted();
      changed = false;
      await work();
    }
  } finally {
    for (const file of files) unwatchFile(file, note);
    release();
  }
}
