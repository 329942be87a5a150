import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../peers');
const python = ['bin/python', 'Scripts/python.exe']
  .map((path) => join(folder, 'venv', path))
  .find((path) => existsSync(path));

/** Skips the tests of a suite unless the other readers of ONNX are installed. */
export function needPeers(this: Mocha.Context): void {
  if (python) return;
  console.log('      skipped: node test/peers/install.mjs installs what these compare with');
  this.skip();
}

/** What a script of `test/peers` prints. */
export function runPeer(script: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python!, [join(folder, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return stdout;
}
