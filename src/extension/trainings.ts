import * as vscode from 'vscode';
import type { CoreExit } from '../compute/client/client';
import type { RunNotification, WantedChange } from '../compute/protocol/protocol';
import type { RunEvent } from '../runs/events';
import { openRun } from '../runs/run';
import type { TrainingSnapshot } from '../views/payloads';
import { recordEvent, replay, startTraining } from '../views/training';
import { chosenDevice, type Core } from './core';
import { contextKeys } from './ids';
import { notebookPath } from './paths';
import { notebookText } from './serializer';
import { disposeAll } from './dispose';

/** A run as the core names it. */
export interface RunIdentity {
  readonly run: string;
  readonly folder: string;
  /** Path of the notebook. */
  readonly notebook: string;
  readonly network: string;
  /** When it was asked for, in milliseconds since 1970. */
  readonly began: number;
  /** The notebook's `action`-th action. */
  readonly action?: number;
}

/** A training that was asked for and has not begun: its data is loaded, its network is compiled. */
interface Preparation {
  readonly notebook: string;
  readonly network: string;
}

/** One training, from its start or from where this window found it. */
export class Training implements vscode.Disposable {
  private readonly events = new vscode.EventEmitter<RunEvent>();
  private settle!: () => void;

  /** Whatever happens, after the snapshot has taken it in. */
  readonly onDidReceive = this.events.event;
  /** Settled when it has ended, however. */
  readonly finished = new Promise<void>((resolve) => (this.settle = resolve));

  /** A cell shows it. */
  isFollowed = false;
  /** Why it failed, if it did. */
  failure?: Extract<RunEvent, { event: 'error' }>;

  constructor(
    readonly identity: RunIdentity,
    public snapshot?: TrainingSnapshot,
  ) {}

  get isPaused(): boolean {
    return this.snapshot?.paused === true;
  }

  receive(event: RunEvent): void {
    if (event.event === 'error') this.failure = event;
    if (this.snapshot) recordEvent(this.snapshot, event);
    else if (event.event === 'start') this.snapshot = startTraining(event);
    this.events.fire(event);
    if (event.event === 'done' || event.event === 'error') this.settle();
  }

  dispose(): void {
    this.events.dispose();
    this.settle();
  }
}

/** The trainings of this window's workspace. */
export class Trainings implements vscode.Disposable {
  private readonly running = new Map<string, Training>();
  /** Events of runs that a request not answered yet may be about. */
  private readonly early = new Map<string, RunEvent[]>();
  private expected = 0;
  private readonly preparations = new Set<Preparation>();
  private readonly preparation = new vscode.EventEmitter<void>();
  private readonly changed = new vscode.EventEmitter<Training>();
  private readonly told = new vscode.EventEmitter<Training>();
  private readonly pausing = new vscode.EventEmitter<Training>();
  private readonly subscriptions: vscode.Disposable[];

  /** A training began or ended. */
  readonly onDidChange = this.changed.event;
  /** Something happened in one of them. */
  readonly onDidReceive = this.told.event;
  /** A training waits, or goes on. */
  readonly onDidPause = this.pausing.event;
  /** A training is prepared, or is no longer. */
  readonly onDidPrepare = this.preparation.event;

  constructor(
    private readonly core: Core,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      this.changed,
      this.pausing,
      this.told,
      this.preparation,
      core.onDidReceive((notification) => this.receive(notification)),
      core.onDidExit((exit) => this.lose(exit)),
    ];
  }

  get active(): readonly Training[] {
    return [...this.running.values()];
  }

  get preparing(): readonly Preparation[] {
    const begun = this.active.filter(({ snapshot }) => !snapshot).map(({ identity }) => identity);
    return [...this.preparations, ...begun];
  }

  of(notebook: vscode.NotebookDocument, network?: string): Training | undefined {
    const path = notebookPath(notebook);
    return this.active.find(
      ({ identity }) =>
        identity.notebook === path && (network === undefined || identity.network === network),
    );
  }

  /** Starts the `action`-th action of a notebook, a `train`, for the cell that runs it. */
  async start(
    notebook: vscode.NotebookDocument,
    action: number,
    network: string,
  ): Promise<Training> {
    const preparation = { notebook: notebookPath(notebook), network };
    this.preparations.add(preparation);
    this.preparation.fire();
    try {
      return await this.begin(notebook, action);
    } finally {
      this.preparations.delete(preparation);
      this.preparation.fire();
    }
  }

  /** Goes on from a run's last checkpoint. */
  async resume(folder: string): Promise<Training> {
    const run = await openRun(folder);
    const snapshot = replay(await run.events());
    return this.expecting(async () => {
      const identity = await this.core.request('resume', { folder, device: chosenDevice() });
      return this.add(new Training({ ...identity, action: run.manifest.action }, snapshot));
    });
  }

  async stop(training: Training): Promise<void> {
    await this.core.request('stop', { run: training.identity.run });
  }

  async pause(training: Training): Promise<void> {
    await this.core.request('pause', { run: training.identity.run });
  }

  async continue(training: Training): Promise<void> {
    await this.core.request('continue', { run: training.identity.run });
  }

  /** Changes rate or stopping rule from the next step on. */
  async adjust(training: Training, change: WantedChange): Promise<void> {
    await this.core.request('adjust', { run: training.identity.run, change });
  }

  /** Finds the trainings that went on while no window looked. */
  async attach(): Promise<void> {
    await this.expecting(async () => {
      if (!(await this.core.attach())) return;
      const { runs } = await this.core.request('active', {});
      for (const identity of runs) {
        if (this.running.has(identity.run)) continue;
        const run = await openRun(identity.folder);
        const snapshot = replay(await run.events());
        this.log.info(`attached to ${identity.run}`);
        this.add(new Training({ ...identity, action: run.manifest.action }, snapshot));
      }
    });
  }

  dispose(): void {
    disposeAll(this.subscriptions);
    this.running.forEach((training) => training.dispose());
  }

  private begin(notebook: vscode.NotebookDocument, action: number): Promise<Training> {
    return this.expecting(async () => {
      const identity = await this.core.request('train', {
        notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
        device: chosenDevice(),
        action,
      });
      const training = new Training({ ...identity, action });
      training.isFollowed = true;
      return this.add(training);
    });
  }

  private add(training: Training): Training {
    const { run, network } = training.identity;
    this.running.set(run, training);
    this.log.info(`training ${network}: run ${run}`);
    const events = this.early.get(run) ?? [];
    this.early.delete(run);
    const known = training.snapshot?.progress.step ?? -1;
    events.filter((event) => isNews(event, known)).forEach((event) => training.receive(event));
    void training.finished.then(() => {
      if (!this.running.delete(run)) return;
      this.log.info(`run ${run} ended: ${training.snapshot?.status ?? 'before its first step'}`);
      this.update(training);
    });
    this.update(training);
    return training;
  }

  private receive({ run, event }: RunNotification): void {
    if (event.event === 'progress') return;
    if (event.event === 'warning') this.log.warn(`${run}: ${event.message}`);
    if (event.event === 'error') this.log.error(`${run}: ${event.message}`);
    const training = this.running.get(run);
    if (training) {
      training.receive(event);
      this.told.fire(training);
      if (event.event !== 'paused' && event.event !== 'continued') return;
      this.setContext();
      this.pausing.fire(training);
    } else if (this.expected > 0) this.early.set(run, [...(this.early.get(run) ?? []), event]);
    else if (event.event === 'start') {
      // Another window began it.
      this.attach().catch((error: unknown) => this.log.warn(String(error)));
    }
  }

  /** Keeps the events of unknown runs while one of them may become known. */
  private async expecting<T>(work: () => Promise<T>): Promise<T> {
    this.expected++;
    try {
      return await work();
    } finally {
      if (--this.expected === 0) this.early.clear();
    }
  }

  private lose({ reason }: CoreExit): void {
    for (const training of this.active) {
      const message = vscode.l10n.t('The compute core {0}', reason);
      const hint = vscode.l10n.t('The training can be resumed from its last checkpoint.');
      training.receive({ event: 'error', code: 'core-lost', message, hint });
    }
  }

  private update(training: Training): void {
    this.setContext();
    this.changed.fire(training);
  }

  private setContext(): void {
    const set = (key: string, value: boolean) =>
      void vscode.commands.executeCommand('setContext', key, value);
    set(contextKeys.training, this.running.size > 0);
    set(
      contextKeys.trainingGoes,
      this.active.some(({ isPaused }) => !isPaused),
    );
    set(
      contextKeys.trainingPaused,
      this.active.some(({ isPaused }) => isPaused),
    );
  }
}

/** Events without a number of their own may be taken in twice. */
const isNews = (event: RunEvent, step: number): boolean =>
  (event.event !== 'step' && event.event !== 'epoch') || event.step > step;
