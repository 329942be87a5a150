import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { messageOf, type Provider } from '../devices/runtime';
import { trial, writeTrial, type Trial, type TrialStep } from './trial';

/** Milliseconds a device may take for its trial. */
const patience = 120_000;

/** Tries a device in a process of its own. A crash is an answer like any other. */
export async function tryDevice(
  device: Provider,
  step: TrialStep,
  { products = false } = {},
): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), 'dnn-trial-'));
  try {
    await writeTrial(folder, device, step, products);
    return await inProcess(folder);
  } catch (error) {
    return { reason: messageOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inProcess(folder: string): Promise<Trial> {
  // Bundled into the core; in a checkout under test it is the source itself.
  const script =
    extname(__filename) === '.ts' ? join(__dirname, '..', 'core', 'main.ts') : __filename;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, script, 'trial', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: patience,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => resolve({ reason: error.message }));
    child.once('close', (code, signal) => resolve(answer(output) ?? crashed(code, signal)));
  });
}

function answer(output: string): Trial | undefined {
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    return trial.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function crashed(code: number | null, signal: string | null): Trial {
  if (signal === 'SIGKILL') return { reason: `it did not answer within ${patience / 1000} s.` };
  return { reason: `its driver or library crashed (${signal ?? `exit code ${code}`}).` };
}
