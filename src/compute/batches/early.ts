import { setPriority } from 'node:os';
import { DataThread } from './dataThread';

/** Imported first by the core: threads for its first data start while the rest of the core still loads. */
if (process.argv[2] === 'private' || process.argv[2] === 'shared') {
  yieldToOthers(); // before them, since a thread keeps the priority of the one that starts it
  DataThread.prepare(2);
}

/** Lets the editor and everything else go first. */
function yieldToOthers(): void {
  try {
    setPriority(10);
  } catch {
    // not allowed here: then at the usual priority
  }
}
