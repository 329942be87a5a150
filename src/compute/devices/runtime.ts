import { closeSync, openSync } from 'node:fs';
import type * as Ort from './onnxRuntime';
import { CoreError, coreError } from '../wire/error';
import type { Provider } from '../../lowering/target';
import { shortageIn } from '../wire/shortage';

export type Runtime = typeof Ort;
export type Session = Ort.InferenceSession;
export type Tensor = Ort.Tensor;
export type { Provider };

let loading: Promise<Runtime> | undefined;

/** Loads ONNX Runtime on first use. Throws a `CoreError` that says what is missing. */
export function loadRuntime(): Promise<Runtime> {
  loading ??= import('./onnxRuntime').catch((cause: unknown) => {
    loading = undefined;
    const why = refused() ?? messageOf(cause);
    const hint = shortageIn(why)?.hint ?? diagnosis();
    throw coreError('no-runtime', `ONNX Runtime could not be loaded: ${why}`, hint);
  });
  return loading;
}

/** Why no file can be opened, if so: Node.js takes a package it may not open for one that is not there. */
function refused(): string | undefined {
  try {
    closeSync(openSync(__filename, 'r'));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Where ONNX Runtime's npm package has a binary. */
const supported = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

function diagnosis(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!supported.includes(platform))
    return `It has no binary for ${platform}, only for ${supported.join(', ')}.`;
  if (process.platform === 'linux' && !glibcVersion())
    return 'It needs glibc, but this system (Alpine Linux, for example) has another C library.';
  return 'Install it again: `npm ci`, or reinstall the extension for this platform.';
}

function glibcVersion(): unknown {
  const { header } = process.report.getReport() as { header: Record<string, unknown> };
  return header.glibcVersionRuntime;
}

/** Devices that may exist on this platform, the most likely fastest last. */
export function possibleProviders(): Provider[] {
  switch (process.platform) {
    case 'darwin':
      return ['cpu', 'coreml', 'webgpu'];
    case 'win32':
      return ['cpu', 'dml', 'webgpu'];
    default:
      return process.arch === 'x64' ? ['cpu', 'cuda', 'webgpu'] : ['cpu'];
  }
}

export interface SessionOptions {
  /** Where outputs are to stay: by default on the CPU. */
  readonly outputs?: Readonly<Record<string, 'cpu' | 'gpu-buffer'>>;
  /** Write what each node takes to a file, when the session is released; the beginning of its path. */
  readonly profile?: string | undefined;
  /** Fail rather than compute a part of the graph on the CPU. */
  readonly alone?: boolean;
}

/** A model's bytes, or the path of its file: data in files beside it are found from there only. */
export type Model = Uint8Array | string;

/** Makes a session on one device. Throws a `CoreError` that names it: there is no silent fallback. */
export async function createSession(
  { InferenceSession }: Runtime,
  model: Model,
  provider: Provider,
  { outputs, profile, alone }: SessionOptions = {},
): Promise<Session> {
  try {
    const wanted: Ort.InferenceSession.SessionOptions = {
      ...providerOptions(provider),
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
      ...(threads() !== undefined && { intraOpNumThreads: threads()! }),
      ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
      ...(outputs && { preferredOutputLocation: outputs }),
      extra: {
        session: {
          set_denormal_as_zero: '1',
          // Threads that wait for work keep a core busy; where a process has several sessions, they take it from each other.
          'intra_op.spin_duration_us': '1000',
          ...(alone && { disable_cpu_ep_fallback: '1' }),
        },
        // It would undo what our own pass does on purpose: transposing a factor once.
        optimization: { disable_specified_optimizers: 'GemmTransposeFusion' },
      },
    };
    // Two overloads: neither takes both.
    return typeof model === 'string'
      ? await InferenceSession.create(model, wanted)
      : await InferenceSession.create(model, wanted);
  } catch (error) {
    throw providerError(provider, error);
  }
}

/** What one device needs. */
function providerOptions(provider: Provider): Ort.InferenceSession.SessionOptions {
  switch (provider) {
    case 'webgpu':
      // In NHWC, its default, ONNX Runtime 1.30 computes wrong convolutions when the input channels are a multiple of 3 but
      // not of 4 (6, say) and the output channels a multiple of 4.
      return { executionProviders: [{ name: 'webgpu', preferredLayout: 'NCHW' }] };
    case 'dml':
      return { executionProviders: ['dml'], enableMemPattern: false, executionMode: 'sequential' };
    case 'coreml':
      // Programs (flag 16) compute in float32; the older networks in float16, too coarse for training.
      return { executionProviders: [{ name: 'coreml', coreMlFlags: 16 }] };
    case 'cpu':
    case 'cuda':
      return { executionProviders: [provider] };
    default:
      return provider satisfies never;
  }
}

/** `DNN_THREADS`, else ONNX Runtime's own choice: one thread for each physical core. */
function threads(): number | undefined {
  const given = Number(process.env.DNN_THREADS);
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/** A failure of a device in one sentence; `where` says in which part of a run (`at step 5`), if it was one. */
export function providerError(provider: Provider, cause: unknown, where?: string): Error {
  if (cause instanceof CoreError) return cause;
  const message = messageOf(cause);
  const place = where === undefined ? '' : ` ${where}`;
  if (/alloc|out of memory|OOM/i.test(message))
    return coreError(
      'out-of-memory',
      `Device \`${provider}\` is out of memory${place}: ${message}`,
      smaller,
    );
  if (where !== undefined)
    return coreError('device-failed', `Device \`${provider}\` failed${place}: ${message}`, goOn);
  return coreError(
    'device',
    `Device \`${provider}\` does not work here: ${message}`,
    provider === 'cpu'
      ? 'Please report this, with the log.'
      : `${needs[provider]} Use \`--device cpu\`.`,
  );
}

const goOn =
  'Resume the run, on another device if it happens again: `dnn resume RUN --device cpu`.';
const smaller = 'Use a smaller batch or a smaller network.';
/** What a device needs. */
const needs: Readonly<Record<Provider, string>> = {
  cpu: '',
  webgpu: 'It needs a GPU with a Vulkan, Direct3D 12 or Metal driver.',
  cuda:
    'It needs an NVIDIA GPU, CUDA 12, cuDNN 9 and ONNX Runtime’s CUDA libraries: ' +
    'install the package `onnxruntime-node` with `ONNXRUNTIME_NODE_INSTALL=cuda12`.',
  dml: 'It is available on Windows only.',
  coreml: 'It is available on macOS only.',
};

/** Why a device does not work, and what it needs, for a list in which it is named already. */
export function reasonOf(error: unknown, provider: Provider): string {
  const message = messageOf(error).replace(/^Device `\w+` does not work here: /, '');
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return error instanceof CoreError ? `${sentence} ${needs[provider]}`.trim() : sentence;
}

/** An error's message without source positions and function names of native code. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^\S*onnxruntime\S*\.(cc|h):\d+ .*?(was false\. |\) )/s, '')
    .replace(/^OrtSessionOptionsAppendExecutionProvider_\w+: /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
