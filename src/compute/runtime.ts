import type * as Ort from 'onnxruntime-node';
import { CoreError, coreError } from './error';
import type { DeviceName } from './protocol';

export type Runtime = typeof Ort;
export type Session = Ort.InferenceSession;
export type Tensor = Ort.Tensor;
/** A device proper: `auto` is a choice among them. */
export type Provider = Exclude<DeviceName, 'auto'>;

let loading: Promise<Runtime> | undefined;

/** Loads ONNX Runtime on first use. Throws a `CoreError` that says what is missing. */
export function loadRuntime(): Promise<Runtime> {
  loading ??= import('onnxruntime-node').catch((cause: unknown) => {
    loading = undefined;
    throw coreError('no-runtime', `ONNX Runtime does not load: ${messageOf(cause)}`, diagnosis());
  });
  return loading;
}

/** Where ONNX Runtime's npm package has a binary. */
const supported = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

function diagnosis(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!supported.includes(platform))
    return `It has no binary for ${platform}; it has for ${supported.join(', ')}.`;
  if (process.platform === 'linux' && !glibcVersion())
    return 'It needs glibc; this system (Alpine Linux, for example) has another C library.';
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
}

/** Makes a session on one device. Throws a `CoreError` that names it: there is no silent fallback. */
export async function createSession(
  runtime: Runtime,
  model: Uint8Array,
  provider: Provider,
  { outputs, profile }: SessionOptions = {},
): Promise<Session> {
  try {
    return await runtime.InferenceSession.create(model, {
      executionProviders: [providerOptions(provider)],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
      ...(threads() !== undefined && { intraOpNumThreads: threads()! }),
      ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
      ...(outputs && { preferredOutputLocation: outputs }),
      extra: { session: { set_denormal_as_zero: '1' } },
    });
  } catch (error) {
    throw providerError(provider, error);
  }
}

/**
 * WebGPU must keep to the layout NCHW: in NHWC, its default, ONNX Runtime 1.30 computes wrong convolutions when the input
 * channels are a multiple of 3 but not of 4 (6, say) and the output channels a multiple of 4.
 */
const providerOptions = (provider: Provider) =>
  provider === 'webgpu' ? ({ name: 'webgpu', preferredLayout: 'NCHW' } as const) : provider;

/** `DNN_THREADS`, else ONNX Runtime's own choice: one thread for each physical core. */
function threads(): number | undefined {
  const given = Number(process.env.DNN_THREADS);
  return Number.isInteger(given) && given > 0 ? given : undefined;
}

/** A failure of a device in one sentence; `step` is the training step it was to make, if any. */
export function providerError(provider: Provider, cause: unknown, step?: number): Error {
  if (cause instanceof CoreError) return cause;
  const message = messageOf(cause);
  const where = step === undefined ? '' : ` at step ${step}`;
  if (/alloc|out of memory|OOM/i.test(message))
    return coreError(
      'out-of-memory',
      `Device \`${provider}\` is out of memory${where}: ${message}`,
      smaller,
    );
  if (step !== undefined)
    return coreError('device-failed', `Device \`${provider}\` failed${where}: ${message}`, goOn);
  return coreError(
    'device',
    `Device \`${provider}\` does not work here: ${message}`,
    hints[provider] ?? 'Use `--device cpu`, and report this with the log.',
  );
}

const goOn =
  'Resume the run, on another device if it happens again: `dnn resume RUN --device cpu`.';
const smaller = 'Use a smaller batch or a smaller network.';
const hints: Partial<Record<Provider, string>> = {
  webgpu: 'It needs a GPU with a Vulkan, Direct3D 12 or Metal driver. Use `--device cpu`.',
  cuda: 'It needs an NVIDIA GPU, CUDA 12 and the CUDA libraries of ONNX Runtime. Use `--device cpu`.',
  dml: 'It exists on Windows only. Use `--device cpu`.',
  coreml: 'It exists on macOS only. Use `--device cpu`.',
};

/** An error's message without source positions and colours of native code. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^\S*onnxruntime\S*\.(cc|h):\d+ .*?(was false\. |\) )/s, '')
    .replace(/\s+/g, ' ')
    .trim();
}
