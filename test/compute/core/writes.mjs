import fs from 'node:fs';
import promises from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/**
 * Puts `around` around each write to run folders of this process's main thread. It is told what the system is asked for
 * (`fsync` and `write` of new files, `append` to metrics, ...), the path and the content if there is one, and calls
 * `perform(content)` or not.
 */
export function aroundWrites(around) {
  if (!isMainThread) return;
  const guarded = (name, file, content, perform) =>
    String(file).includes('.dnn') ? around({ name, file, content, perform }) : perform(content);

  for (const name of ['mkdir', 'rename', 'rm', 'writeFile']) {
    const original = promises[name];
    promises[name] = async (file, ...rest) =>
      guarded(name, file, undefined, () => original(file, ...rest));
  }
  const { open } = promises;
  promises.open = async (file, flags, ...rest) => {
    if (flags !== 'wx') return open(file, flags, ...rest);
    const handle = await guarded('open', file, undefined, () => open(file, flags, ...rest));
    const { writeFile, sync } = handle;
    handle.writeFile = async (content) =>
      guarded('write', file, content, (written) => writeFile.call(handle, written));
    handle.sync = async () => guarded('fsync', file, undefined, () => sync.call(handle));
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
  fs.appendFileSync = (descriptor, content) =>
    guarded('append', opened.get(descriptor), content, (written) =>
      appendFileSync(descriptor, written),
    );
}
