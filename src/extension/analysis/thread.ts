import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../../language/source';
import type { Program } from '../../program/program';
import type { AnalysisReply, AnalysisRequest } from './messages';

/** Longer than any notebook takes that is within the language's limits. */
const patienceMilliseconds = 20_000;
/** What the thread may hold; beyond it the thread ends, not its process. */
const mostMegabytes = 2048;

interface Waiting {
  readonly resolve: (program: Program) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The thread is gone: what was asked of it has no answer. */
export class AnalysisError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AnalysisError';
  }
}

/** The analysis thread seen from the host: started when something is asked, ended when it does not answer. */
export class AnalysisThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<number, (findings: readonly Diagnostic[]) => void>();
  private last = 0;

  constructor(
    private readonly file: string,
    private readonly patience = patienceMilliseconds,
  ) {}

  /** Rejects with an `AnalysisError` when the thread fails or takes too long; `found` is told what the files say. */
  analyze(
    request: Omit<AnalysisRequest, 'id'>,
    found: (findings: readonly Diagnostic[]) => void,
  ): Promise<Program> {
    const id = ++this.last;
    const worker = (this.worker ??= this.start());
    return new Promise((resolve, reject) => {
      const late = () => this.end(`no answer within ${this.patience / 1000} s`);
      const timer = setTimeout(late, this.patience);
      this.waiting.set(id, { resolve, reject, timer });
      this.listeners.set(id, found);
      worker.postMessage({ ...request, id } satisfies AnalysisRequest);
    });
  }

  dispose(): void {
    this.end('the window is closing');
  }

  private start(): Worker {
    const worker = new Worker(this.file, {
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    });
    const gone = (reason: string) => {
      if (this.worker === worker) this.end(reason);
    };
    worker.on('message', (reply: AnalysisReply) => this.receive(reply));
    worker.on('error', (error) => gone(error.message));
    worker.on('exit', (code) => gone(`it ended with code ${code}`));
    worker.unref();
    return worker;
  }

  private receive(reply: AnalysisReply): void {
    if ('findings' in reply) {
      this.listeners.get(reply.id)?.(reply.findings);
      this.listeners.delete(reply.id);
      return;
    }
    const waiting = this.waiting.get(reply.id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(reply.id);
    if ('program' in reply) waiting.resolve(reply.program);
    else waiting.reject(new AnalysisError(reply.failure));
  }

  private end(reason: string): void {
    const { worker } = this;
    this.worker = undefined;
    void worker?.terminate();
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new AnalysisError(reason));
    }
    this.waiting.clear();
    this.listeners.clear();
  }
}
