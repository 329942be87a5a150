import fs from 'node:fs';
import promises from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into a core before anything else: the `FAIL_AT`-th of its writes to run folders fails with `FAIL_WITH`, and with
 * `FAIL_ON` all later ones, as on a disk that stays full.
 */

const at = Number(process.env.FAIL_AT);
const code = process.env.FAIL_WITH;
const goesOn = process.env.FAIL_ON !== undefined;
let writes = 0;

/** Throws what the system would, when it is time and the write concerns a run. */
function fail(syscall, file) {
  if (!String(file).includes('.dnn')) return;
  writes++;
  if (writes === at || (goesOn && writes > at))
    throw Object.assign(new Error(`${code}: made to fail, ${syscall} '${file}'`), {
      code,
      syscall,
    });
}

if (isMainThread && at > 0) {
  for (const name of ['mkdir', 'rename', 'writeFile']) {
    const original = promises[name];
    promises[name] = async (file, ...rest) => {
      fail(name, file);
      return original(file, ...rest);
    };
  }
  const { open } = promises;
  promises.open = async (file, flags, ...rest) => {
    if (flags === 'wx') fail('open', file);
    const handle = await open(file, flags, ...rest);
    const { writeFile, sync } = handle;
    handle.writeFile = async (content) => {
      fail('write', file);
      return writeFile.call(handle, content);
    };
    handle.sync = async () => {
      if (flags === 'wx') fail('fsync', file);
      return sync.call(handle);
    };
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
    fail('append', opened.get(descriptor));
    appendFileSync(descriptor, content);
  };
}
