import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

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

/** Skips the tests of a suite unless TensorBoard is there. */
export function needTensorBoard(this: Mocha.Context): void {
  if (python && spawnSync(python, ['-c', 'import tensorboard']).status === 0) return;
  console.log('      skipped: node test/peers/install.mjs installs TensorBoard');
  this.skip();
}

/** A Python of `test/fixtures/makeEnvironment.sh`, for those that need PyTorch. */
const withTorch =
  process.env.DNN_PYTHON ??
  ['bin/python', 'Scripts/python.exe']
    .map((path) => join(import.meta.dirname, '../../fixtures/venv', path))
    .find((path) => existsSync(path));

/** The Python with other readers of ONNX, if they are installed. */
export const peerPython = (): string | undefined => python;

/** The Python with PyTorch and onnx2torch, if there is one. */
export const torchPython = (): string | undefined =>
  withTorch && spawnSync(withTorch, ['-c', 'import onnx2torch']).status === 0
    ? withTorch
    : undefined;

/** Whether ONNX Runtime for Python is there; says so when not. */
export function hasPythonRuntime(): boolean {
  if (python && spawnSync(python, ['-c', 'import onnxruntime, PIL']).status === 0) return true;
  console.log('      without Python: node test/peers/install.mjs installs ONNX Runtime for it');
  return false;
}

/** Skips the tests of a suite unless PyTorch is there, with what reads ONNX, or another module. */
export const needTorchWith = (module: string) =>
  function (this: Mocha.Context): void {
    // Keras would look for another backend.
    const env = { ...process.env, KERAS_BACKEND: 'torch' };
    const args = ['-c', `import torch, ${module}`];
    if (withTorch && spawnSync(withTorch, args, { env }).status === 0) return;
    console.log(
      '      skipped: test/fixtures/makeEnvironment.sh makes what this compares with (DNN_PYTHON)',
    );
    this.skip();
  };

/** The networks of the ONNX model zoo that come with the ONNX project's package: all their nodes, weights of one value. */
export function zooFolder(): string {
  const data = 'onnx/backend/test/data/light';
  const lib = join(folder, 'venv/lib');
  const versions = existsSync(lib) ? readdirSync(lib) : [];
  const places = versions.map((version) => join(lib, version, 'site-packages', data));
  return [...places, join(folder, 'venv/Lib/site-packages', data)].find(existsSync) ?? '';
}

/** What a script of `test/peers` prints, or another one that is named with its folder. */
export function runPeer(script: string, ...args: readonly string[]): string {
  const command = script.startsWith('torch/') ? withTorch : python;
  const { status, stdout, stderr } = spawnSync(command!, [resolve(folder, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return stdout;
}
