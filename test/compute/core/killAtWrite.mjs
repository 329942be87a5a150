import { aroundWrites } from './writes.mjs';

/**
 * Loaded into a core before anything else: ends it by SIGKILL in the `KILL_AT`-th of its writes to run folders, of which
 * half is done.
 */

const at = Number(process.env.KILL_AT);
let writes = 0;
const die = () => process.kill(process.pid, 'SIGKILL');

aroundWrites(({ content, perform }) => {
  if (++writes !== at) return perform(content);
  const half = content === undefined ? undefined : perform(content.slice(0, content.length / 2));
  return half instanceof Promise ? half.then(die) : die();
});
