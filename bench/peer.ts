import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

interface Answer {
  readonly version?: string;
  readonly missing?: boolean;
  readonly milliseconds?: readonly number[];
  readonly bytes?: number;
  readonly seconds?: number;
  readonly accuracy?: number;
}

/** Where `test/fixtures/makeEnvironment.sh` puts a current PyTorch. */
const environment = join(__dirname, '../test/fixtures/venv/bin/python');

/** A Python with PyTorch: `DNN_PYTHON`, else that of the environment, else the one in the path, else the system's. */
function pythonWithTorch(): string | undefined {
  const candidates = [process.env.DNN_PYTHON, environment, 'python3', '/usr/bin/python3'];
  return candidates.find(
    (python) =>
      python !== undefined &&
      spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0,
  );
}

/** PyTorch in a process of its own, asked for steps one request at a time; it is stopped while it has none, since its idle threads spin. */
export class TorchPeer {
  version = '';
  private readonly answers: AsyncIterator<string>;

  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly lines: Interface,
  ) {
    this.answers = lines[Symbol.asyncIterator]();
  }

  /** Undefined where no Python has PyTorch. */
  static start(): TorchPeer | undefined {
    const python = pythonWithTorch();
    if (python === undefined) return undefined;
    const child = spawn(python, [join(__dirname, 'peers/torchStep.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new TorchPeer(child, createInterface({ input: child.stdout }));
  }

  /** Makes a workload ready; false when the peer has no such network, or no GPU where one is wanted. */
  async open(workload: string, batch: number, threads: number, gpu = false): Promise<boolean> {
    const answer = await this.ask({ open: workload, batch, threads, gpu });
    this.version = answer.version ?? this.version;
    return !answer.missing;
  }

  /** Milliseconds of each of some steps. */
  async run(steps: number): Promise<readonly number[]> {
    return (await this.ask({ steps })).milliseconds!;
  }

  /** Most bytes the process has had in memory. */
  async peakMemory(): Promise<number> {
    return (await this.ask({ memory: true })).bytes!;
  }

  /** Trains LeNet-5 on MNIST as the example does; wall time and the fraction of right answers on the test images. */
  async trainMnist(request: {
    readonly folder: string;
    readonly epochs: number;
    readonly threads: number;
  }): Promise<{ seconds: number; accuracy: number }> {
    const { folder: mnist, epochs, threads } = request;
    const { seconds, accuracy } = await this.ask({ mnist, epochs, threads });
    return { seconds: seconds!, accuracy: accuracy! };
  }

  stop(): void {
    this.signal('SIGCONT');
    this.lines.close();
    this.child.stdin.end();
  }

  private async ask(request: object): Promise<Answer> {
    this.signal('SIGCONT');
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.answers.next();
    this.signal('SIGSTOP');
    if (line.done) throw new Error('PyTorch ended without an answer');
    return JSON.parse(line.value) as Answer;
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (process.platform !== 'win32') this.child.kill(signal);
  }
}
