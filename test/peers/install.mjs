// Installs other programs that read ONNX files into test/peers/venv, for the tests that compare with them:
// `node test/peers/install.mjs`. Needs Python 3.11 or newer; the tests are skipped without them.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;
const windows = process.platform === 'win32';
const venv = join(here, 'venv');
/** @type {(command: string, ...args: string[]) => void} */
const run = (command, ...args) => {
  execFileSync(command, args, { stdio: 'inherit' });
};

run(windows ? 'python' : 'python3', '-m', 'venv', venv);
const python = join(venv, windows ? 'Scripts/python.exe' : 'bin/python');
run(python, '-m', 'pip', 'install', '--only-binary=:all:', '-r', join(here, 'requirements.txt'));
