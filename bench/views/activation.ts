import { execFileSync } from 'node:child_process';
import { repository } from '../../test/host';
import { probe } from './probe';

/** How long the extension, as it is shipped, takes to start in the extension host, three times. */
export async function activation(): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--production'], { cwd: repository });
  for (let i = 0; i < 3; i++) await probe('activationProbe');
}
