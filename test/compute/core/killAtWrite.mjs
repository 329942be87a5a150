import fs from 'node:fs';
import promises from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into a core before anything else: ends it by SIGKILL in the `KILL_AT`-th of its writes to run folders, of which
 * half is done.
 */

const at = Number(process.env.KILL_AT);
let writes = 0;

/** Whether this write is the one, counted if it concerns a run. */
const isDue = (file) => String(file).includes('.dnn') && ++writes === at;
const half = (content) => content.slice(0, content.length / 2);
const die = () => process.kill(process.pid, 'SIGKILL');

if (isMainThread && at > 0) {
  for (const name of ['mkdir', 'rename', 'rm', 'writeFile']) {
    const original = promises[name];
    promises[name] = (file, ...rest) => (isDue(file) ? die() : original(file, ...rest));
  }
  const { open } = promises;
  promises.open = async (file, ...rest) => {
    const handle = await open(file, ...rest);
    const { writeFile, sync } = handle;
    handle.writeFile = async (content) => {
      if (!isDue(file)) return writeFile.call(handle, content);
      await writeFile.call(handle, half(content));
      return die();
    };
    handle.sync = () => (isDue(file) ? die() : sync.call(handle));
    return handle;
  };
  const { appendFileSync, openSync } = fs;
  /** What is open, by descriptor: metrics are appended to one. */
  const opened = new Map();
  fs.openSync = (file, ...rest) => {
    const descriptor = openSync(file, ...rest);
    opened.set(descriptor, file);
    return descriptor;
  };
  fs.appendFileSync = (descriptor, content) => {
    if (!isDue(opened.get(descriptor))) return appendFileSync(descriptor, content);
    appendFileSync(descriptor, half(content));
    die();
  };
}
