import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../../language/source';
import type { AnalysisMessage, AnalysisReply } from './messages';
import type { NotebookSources } from '../../services/notebook';
import type { Outline } from './outline';
import type { Answer, Argument, Query } from '../../services/queries';
import type { ModelAnswer, ModelArgument, ModelQuery, ModelSubject } from './modelQueries';

/** Longer than any notebook takes that is within the language's limits. */
const patienceMilliseconds = 20_000;
/** What the thread may hold; beyond it the thread ends, not its process. */
const mostMegabytes = 2048;

interface Waiting {
  readonly resolve: (reply: never) => void;
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

/** A model's file is not what was asked for; the message is for users. */
export class ModelRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ModelRefusal';
  }
}

/**
 * The analysis thread seen from the host: started when something is asked, ended when it does not answer. Everything
 * rejects with an `AnalysisError` when the thread fails or takes too long.
 */
export class AnalysisThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Map<number, (findings: readonly Diagnostic[]) => void>();
  private last = 0;

  /** `ended` is called when the thread has lost what it knew. */
  constructor(
    private readonly file: string,
    private readonly ended: () => void,
    private readonly patience = patienceMilliseconds,
  ) {}

  /** Keeps a notebook in its present state; `found` is told what the files say. */
  analyze(
    notebook: string,
    content: NotebookSources,
    found: (findings: readonly Diagnostic[]) => void,
  ): Promise<Outline> {
    const id = ++this.last;
    this.listeners.set(id, found);
    return this.request({ ...content, kind: 'analyze', notebook, id });
  }

  /** Asks the notebook as it was analysed last; undefined when it never was. */
  ask<Q extends Query>(
    notebook: string,
    query: Q,
    argument: Argument<Q>,
  ): Promise<Answer<Q> | undefined> {
    return this.request({ kind: 'ask', notebook, id: ++this.last, query, argument });
  }

  /** Asks a model's file as it is now. Rejects with a `ModelRefusal`, too. */
  askModel<Q extends ModelQuery>(
    subject: ModelSubject,
    query: Q,
    argument: ModelArgument<Q>,
  ): Promise<ModelAnswer<Q>> {
    return this.request({ ...subject, kind: 'model', id: ++this.last, query, argument });
  }

  forget(notebook: string): void {
    this.worker?.postMessage({ kind: 'forget', notebook } satisfies AnalysisMessage);
  }

  dispose(): void {
    this.end('the window is closing');
  }

  private request<T>(message: AnalysisMessage & { readonly id: number }): Promise<T> {
    const worker = (this.worker ??= this.start());
    return new Promise<T>((resolve, reject) => {
      const late = () => this.end(`no answer within ${this.patience / 1000} s`);
      const timer = setTimeout(late, this.patience);
      this.waiting.set(message.id, { resolve, reject, timer });
      worker.postMessage(message);
    });
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
    if ('refusal' in reply) waiting.reject(new ModelRefusal(reply.refusal));
    else if ('failure' in reply) waiting.reject(new AnalysisError(reply.failure));
    else waiting.resolve(('outline' in reply ? reply.outline : reply.answer) as never);
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
    this.ended();
  }
}
