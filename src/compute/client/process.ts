import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { getSystemErrorName } from 'node:util';
import { shortageIn } from '../wire/shortage';

export interface CoreOptions {
  /** Folder the core works for: a shared core is found by it. */
  readonly workspace: string;
  /** `private` ends with this process; `shared` is one for the workspace and outlives it. */
  readonly mode: 'private' | 'shared';
  /** The bundled `core.js`. */
  readonly corePath: string;
  /** Node or Electron to run it with; this process's own by default. */
  readonly nodePath?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Seconds a shared core without clients and runs stays alive. */
  readonly idleSeconds?: number;
  /** Seconds a running core may take to answer, 30 by default: a step or opening a model blocks it. */
  readonly answerSeconds?: number;
}

/** Why the core is gone. */
export interface CoreExit {
  /** `null` when it ended by itself or was not started from here. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to its error output. */
  readonly lastLines: readonly string[];
  /** All of it in one sentence. */
  readonly reason: string;
}

/** The process of a core started from here. */
export interface CoreProcess {
  /** Settled when it has ended. */
  readonly ended: Promise<CoreExit>;
  /** How it ended, when it has. */
  readonly exit?: CoreExit;
  kill(): void;
}

const keptLines = 20;
/** Empty lines, those of V8's frames around a message, and native stack frames. */
const saysNothing = /^[\s#]*$|^\s*\d+: 0x|^----- Native stack trace/;
/** MiB for young objects: a training makes few, and V8 would let them fill 48 MiB before it looks. */
const engineOptions = ['--max-semi-space-size=2'];
const gibibyte = String(2 ** 30);
/**
 * For glibc. One heap for all threads: each would have its own, and these creep up over thousands of steps. And freed memory is
 * kept: ONNX Runtime's binding copies every output, the whole state in each step, and new pages for it cost as much as the step.
 */
export const allocatorSettings = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: gibibyte,
  MALLOC_TRIM_THRESHOLD_: gibibyte,
} as const;

/** Starts a core that will write its address to `addressFile`. */
export function startCore(options: CoreOptions, addressFile: string): CoreProcess {
  const shared = options.mode === 'shared';
  const logFile = addressFile.replace(/json$/, 'log');
  const log = shared ? openSync(logFile, 'w', 0o600) : undefined;
  const idle = options.idleSeconds === undefined ? [] : [String(options.idleSeconds)];
  const child = spawn(
    options.nodePath ?? process.execPath,
    [...engineOptions, options.corePath, options.mode, addressFile, ...idle],
    {
      cwd: shared ? dirname(addressFile) : process.cwd(),
      env: {
        ...allocatorSettings,
        ...process.env,
        ...options.env,
        ...(process.versions.electron !== undefined && { ELECTRON_RUN_AS_NODE: '1' }),
      },
      detached: shared,
      windowsHide: true,
      // A private core ends when its input does, however this process ends.
      stdio: shared ? ['ignore', log!, log!] : ['pipe', 'ignore', 'pipe'],
    },
  );
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-8000);
  });
  if (log !== undefined) {
    closeSync(log);
    child.unref();
  }
  const state: { exit?: CoreExit } = {};
  const ended = new Promise<CoreExit>((resolve) => {
    const finish = (code: number | null, signal: string | null, problem?: string) => {
      if (state.exit) return; // one that could not be run is closed as well
      const text = shared ? readLog(logFile) : tail;
      const lastLines = [text.trim(), problem ?? '']
        .join('\n')
        .split('\n')
        .filter((line) => !saysNothing.test(line))
        .slice(-keptLines);
      state.exit = { code, signal, lastLines, reason: reason(code, signal, lastLines) };
      if (!shared) rmSync(dirname(addressFile), { recursive: true, force: true });
      resolve(state.exit);
    };
    child.once('error', (error) => finish(null, null, error.message));
    child.once('close', (code, signal) => finish(code, signal));
  });
  return {
    ended,
    get exit() {
      return state.exit;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function readLog(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-8000);
  } catch {
    return '';
  }
}

function reason(code: number | null, signal: string | null, lastLines: readonly string[]): string {
  const how =
    signal !== null
      ? `was ended by ${signal}`
      : code === null
        ? 'could not be run'
        : code < 0
          ? `could not be run: ${getSystemErrorName(code)}`
          : `ended with code ${code}`;
  const shortage = shortageIn([how, ...lastLines].join('\n'));
  if (shortage) return `${shortage.what}. ${shortage.hint}`;
  const memory = signal === 'SIGKILL' ? ' (often: out of memory)' : '';
  const last = lastLines.at(-1);
  return `${how}${memory}${last === undefined ? '.' : `: ${last}`}`;
}
