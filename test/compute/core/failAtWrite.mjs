import { aroundWrites } from './writes.mjs';

/**
 * Loaded into a core before anything else: the `FAIL_AT`-th of its writes to run folders fails with `FAIL_WITH`, and with
 * `FAIL_ON` all later ones, as on a disk that stays full.
 */

const at = Number(process.env.FAIL_AT);
const code = process.env.FAIL_WITH;
const goesOn = process.env.FAIL_ON !== undefined;
let writes = 0;

aroundWrites(({ name, file, content, perform }) => {
  if (name !== 'rm' && (++writes === at || (goesOn && writes > at)))
    throw Object.assign(new Error(`${code}: made to fail, ${name} '${file}'`), {
      code,
      syscall: name,
    });
  return perform(content);
});
