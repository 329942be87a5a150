import { aroundWrites } from './writes.mjs';

/**
 * Loaded into a core before anything else: after it has told `REST_AFTER`, a part of a line of metrics, it rests once in each training.
 * So what is asked at that moment reaches a training that goes on, however busy the machine is.
 */

const milliseconds = 200;
const never = new Int32Array(new SharedArrayBuffer(4));
const rested = new Set();
let isDue = false;

aroundWrites(({ name, file, content, perform }) => {
  if (name !== 'append') return perform(content);
  if (isDue) Atomics.wait(never, 0, 0, milliseconds);
  isDue = !rested.has(file) && content.includes(process.env.REST_AFTER);
  if (isDue) rested.add(file);
  return perform(content);
});
