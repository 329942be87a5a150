import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RequestResult } from '../../compute/protocol/protocol';
import { latestRun } from '../../runs/list';
import { openRun, type Run } from '../../runs/run';
import type {
  Answered,
  Ask,
  HostMessage,
  InspectorState,
  SampleChoice,
  StateChange,
} from '../../views/messages';
import type { Lookup } from '../../views/lookups';
import type { NetworkPayload } from '../../views/payloads';
import { endTraining, replay } from '../../views/training';
import type { ActionRunner, PerformedAction } from '../actionRunner';
import type { Analyses } from '../analyses';
import { chosenDevice, type Core } from '../core';
import { ExtensionError } from '../failures';
import { notebookPath } from '../paths';
import { notebookText } from '../serializer';
import type { Training, Trainings } from '../trainings';
import { disposeAll } from '../dispose';
import { answerTo, problemOf } from './answerTo';
import { ChosenRun, notebookOfRun } from './chosenRun';
import { Evaluations, type EvaluatedNetwork } from './evaluations';
import { FollowedTraining } from './followedTraining';
import { FoundResults } from './foundResults';
import { Lookups } from './lookups';
import { outlineState } from './outlineState';
import { TextChange } from './textChange';

/** Over so many samples it counts what units do: it is asked again each epoch. */
const countedSamples = 1000;

/** What the inspector shows: the state, kept whether or not a panel is there to see it. */
export class InspectorModel implements vscode.Disposable {
  private state: InspectorState = {
    networks: [],
    data: [],
    results: [],
    inspecting: false,
    preparing: false,
    restricted: !vscode.workspace.isTrusted,
    pinned: false,
  };
  private notebook: vscode.NotebookDocument | undefined;
  /** The run on view, where one was chosen. */
  private chosen: ChosenRun | undefined;
  /** Something else than what is being inspected is wanted. */
  private outdated = false;
  /** What loading the data sets told. */
  private readonly counted = new Map<string, RequestResult<'describe'>>();
  private readonly found = new FoundResults();
  private readonly messages = new vscode.EventEmitter<HostMessage>();
  private readonly followed = new FollowedTraining((events) => {
    const run = this.state.training?.run;
    if (run !== undefined) this.messages.fire({ type: 'events', run, events });
  });
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.messages.event;
  readonly evaluations: Evaluations;
  readonly lookups: Lookups;
  private readonly text: TextChange;

  /** Somebody looks: what a training changes is worth computing again. */
  watched = false;

  constructor(
    private readonly core: Core,
    private readonly analyses: Analyses,
    private readonly trainings: Trainings,
    actions: ActionRunner,
  ) {
    this.evaluations = new Evaluations(core, (evaluation) =>
      this.change({ evaluation: evaluation ?? null }),
    );
    this.text = new TextChange(analyses, (textChanged) => this.change({ textChanged }));
    this.lookups = new Lookups(core, analyses, (message) => this.messages.fire(message));
    this.subscriptions = [
      this.messages,
      this.evaluations,
      this.followed,
      this.lookups,
      analyses.onDidChange((notebook) => {
        if (notebook === this.notebook) void this.text.again();
        if (notebook === this.notebook && !this.chosen) void this.readNotebook();
      }),
      vscode.workspace.onDidOpenNotebookDocument((opened) => this.reopened(opened)),
      trainings.onDidChange((training) => this.trainingChanged(training)),
      trainings.onDidPrepare(() => this.change({ preparing: this.isPreparing() })),
      actions.onDidPerform((performed) => this.performed(performed)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.change({ restricted: false });
        void this.readTraining();
      }),
    ];
  }

  get current(): {
    notebook?: vscode.NotebookDocument;
    network?: string;
    sample?: SampleChoice;
    pinned: boolean;
    run?: string;
  } {
    const { network, sample, pinned } = this.state;
    return { notebook: this.notebook, network, sample, pinned, run: this.chosen?.run.folder };
  }

  pin(pinned: boolean): void {
    this.change({ pinned });
  }

  /** Of the notebook on view. */
  get path(): string {
    return this.chosen?.run.notebookPath ?? (this.notebook ? notebookPath(this.notebook) : '');
  }

  /** The network on view, where there is one. */
  get subject(): EvaluatedNetwork | undefined {
    const network = this.state.networks.find(({ name }) => name === this.state.network);
    const { request } = this;
    return request && network && { request, network };
  }

  /** How requests name what is on view: the notebook, or the one of a chosen run as it was. */
  private get request(): EvaluatedNetwork['request'] | undefined {
    const { notebook, chosen } = this;
    const device = chosenDevice();
    if (chosen) return { ...chosen.request, run: chosen.run.folder, device };
    return (
      notebook && {
        notebook: { path: notebookPath(notebook), text: notebookText(notebook) },
        device,
      }
    );
  }

  /** All of it. What waits to be sent is in it, so nothing of that is sent again. */
  snapshot(): HostMessage {
    this.followed.forget();
    return { type: 'snapshot', state: this.state };
  }

  /** Turns to a notebook, and to one of its networks. */
  async show(notebook: vscode.NotebookDocument, network?: string): Promise<void> {
    if (notebook !== this.notebook || this.chosen) {
      this.choose(undefined);
      this.notebook = notebook;
      this.clear(notebookPath(notebook));
    }
    await this.readNotebook();
    // Another was asked for meanwhile.
    if (!this.isOn(notebook, undefined)) return;
    const names = this.state.networks.map(({ name }) => name);
    const training = this.trainings.of(notebook)?.identity.network;
    const wanted = [network, this.state.network, training, ...names];
    await this.selectNetwork(wanted.find((name) => name !== undefined && names.includes(name)));
  }

  /** Turns to a run: to its training, and to its network as it was. */
  async showRun(run: Run, notebook: vscode.NotebookDocument | undefined): Promise<void> {
    const training = this.trainings.active.find(({ identity }) => identity.folder === run.folder);
    if (training && notebook) return this.show(notebook, run.manifest.network);
    const chosen = await ChosenRun.open(this.analyses, run);
    this.choose(chosen);
    this.notebook = notebook;
    this.clear(run.notebookPath);
    this.change({ run: chosen.shown });
    await this.readNotebook();
    if (chosen !== this.chosen) return;
    await this.selectNetwork(run.manifest.network);
  }

  /** Leaves a chosen run for what its notebook and its network are now. */
  async showLatest(): Promise<void> {
    const run = this.chosen?.run;
    if (!run) return;
    const notebook = await notebookOfRun(run);
    if (!notebook)
      throw new ExtensionError(
        'no-notebook',
        vscode.l10n.t('The notebook of this run, {0}, is not there any more.', run.notebookPath),
        vscode.l10n.t('Choose another run in the list of runs, or open a notebook.'),
      );
    await this.show(notebook, run.manifest.network);
  }

  /** Has turned to nothing else since. */
  private isOn(
    notebook: vscode.NotebookDocument | undefined,
    chosen: ChosenRun | undefined,
  ): boolean {
    return notebook === this.notebook && chosen === this.chosen;
  }

  private choose(chosen: ChosenRun | undefined): void {
    this.chosen?.dispose();
    this.chosen = chosen;
    this.follow(undefined);
    this.change({ run: null });
  }

  private clear(path: string): void {
    this.counted.clear();
    this.evaluations.clear();
    this.change({
      ...{ notebook: basename(path), networks: [], data: [] },
      ...{ network: null, sample: null, inspection: null, problem: null },
    });
  }

  async selectNetwork(network: string | undefined): Promise<void> {
    if (network !== this.state.network) {
      this.evaluations.clear();
      this.change({ network: network ?? null, inspection: null, problem: null });
    }
    this.showResults();
    await this.readTraining();
  }

  /** Asks the core for activation statistics, gradients and feature maps of a sample; the last one asked for counts. */
  async inspect(sample = this.state.sample): Promise<void> {
    this.change({ problem: null, sample: sample ?? null });
    this.outdated = true;
    const { inspecting, network, data } = this.state;
    // Without data there is nothing to look at, and that is no problem.
    if (inspecting || network === undefined || data.length === 0) return;
    this.change({ inspecting: true });
    while (this.outdated) {
      this.outdated = false;
      await this.inspectOnce();
    }
    this.change({ inspecting: false });
  }

  /** Has the core answer a question about the network on view, with the parameters of the inspection on view. */
  ask(question: Ask): Promise<Answered> {
    const { inspection, sample } = this.state;
    return answerTo(this.core, question, {
      request: this.request,
      data: sample?.data,
      version: inspection ? `${inspection.run} ${inspection.step}` : '',
    });
  }

  /** Looks up what the page asks for by the way; the answer is a message. */
  lookUp(message: Lookup): Promise<void> {
    return this.lookups.lookUp(this.request, message, this.state.sample);
  }

  dispose(): void {
    this.chosen?.dispose();
    disposeAll(this.subscriptions);
  }

  private async inspectOnce(): Promise<void> {
    const { chosen } = this;
    const { network, sample } = this.state;
    const { request } = this;
    if (network === undefined || !request) return;
    try {
      const inspection = await this.core.request('inspect', {
        ...request,
        network,
        samples: countedSamples,
        // The page asks for what it shows.
        features: [],
        ...sample,
      });
      if (this.outdated || this.state.network !== network || this.chosen !== chosen) return;
      const seen = inspection.sample;
      this.change({
        inspection,
        ...(seen && { sample: { data: seen.data, split: seen.split, index: seen.index } }),
      });
      if (seen && !this.counted.has(seen.data)) {
        const { run: _, ...described } = request;
        const loaded = await this.core.request('describe', {
          ...described,
          data: seen.data,
          thumbnails: 0,
        });
        this.counted.set(seen.data, loaded);
        await this.readNotebook();
      }
    } catch (error) {
      this.change({ problem: problemOf(error) });
    }
  }

  private async readNotebook(): Promise<void> {
    const { notebook, chosen } = this;
    if (!chosen && (!notebook || notebook.isClosed)) return;
    const outlineOf = () =>
      chosen?.analysis.outline ?? (notebook && this.analyses.outline(notebook));
    // The editor says why there is no analysis.
    const analysed = outlineOf();
    const outline = await analysed?.catch(() => undefined);
    if (!outline) return;
    const shown = await outlineState(outline, {
      networkOf: (name) => this.networkOf(name),
      networks: this.state.networks,
      counted: this.counted,
    });
    // A newer state is read when it comes to rest.
    if (!this.isOn(notebook, chosen) || outlineOf() !== analysed) return;
    this.change(shown);
    this.evaluations.compare(shown.networks);
  }

  private async networkOf(name: string): Promise<NetworkPayload | undefined> {
    const { notebook, chosen } = this;
    if (chosen) return chosen.analysis.ask('network', name);
    return notebook && this.analyses.ask(notebook, 'network', name);
  }

  private performed(performed: PerformedAction): void {
    this.found.add(performed);
    this.showResults();
  }

  private showResults(): void {
    const { notebook } = this;
    const { network } = this.state;
    const results = notebook && network !== undefined ? this.found.of(notebook, network) : [];
    this.change({ results });
  }

  /** The notebook on view was closed, and has been opened again as another document. */
  private reopened(opened: vscode.NotebookDocument): void {
    if (!this.notebook?.isClosed || opened.uri.toString() !== this.notebook.uri.toString()) return;
    this.notebook = opened;
    void this.readNotebook();
  }

  /** The network's training: the one that goes on, else the last. */
  private async readTraining(): Promise<void> {
    const { notebook, chosen } = this;
    const { network } = this.state;
    if (chosen && network === chosen.run.manifest.network) return this.readChosen(chosen);
    if (!notebook || network === undefined) return;
    const training = this.trainings.of(notebook, network);
    this.follow(training);
    if (training) return;
    // Run folders are read in trusted workspaces only.
    const trusted = vscode.workspace.isTrusted;
    const run = trusted ? await latestRun(notebookPath(notebook), network) : undefined;
    const snapshot = run && replay(await run.events());
    // Another notebook may have a network of the same name.
    if (!this.isOn(notebook, chosen) || network !== this.state.network) return;
    if (this.trainings.of(notebook, network)) return;
    if (snapshot) endTraining(snapshot);
    this.change({ training: snapshot ?? null, settings: run?.manifest.settings ?? null });
    await this.text.compare(run, notebook);
  }

  private async readChosen(chosen: ChosenRun): Promise<void> {
    const snapshot = await chosen.snapshot();
    if (chosen !== this.chosen) return;
    this.follow(undefined);
    this.change({ training: snapshot ?? null, settings: chosen.run.manifest.settings });
    await this.text.compare(chosen.run, this.notebook);
  }

  private trainingChanged(training: Training): void {
    const { notebook } = this;
    if (!notebook || notebookPath(notebook) !== training.identity.notebook) return;
    if (this.chosen) {
      // A training that has just begun is what one wants to see, unless the run is to stay.
      const isNew = this.trainings.active.includes(training) && !this.state.pinned;
      if (isNew) void this.show(notebook, training.identity.network);
      return;
    }
    if (this.trainings.active.includes(training)) {
      if (training.identity.network === this.state.network) this.follow(training);
    } else if (training.identity.network === this.state.network) {
      void this.inspect();
    }
  }

  private follow(training: Training | undefined): void {
    this.followed.follow(training, ({ event }) => {
      const looked = this.watched && this.state.inspection !== undefined;
      if (event === 'epoch' && looked && !this.state.inspecting) void this.inspect();
      if (this.state.training === training?.snapshot) return true;
      // The first event made the snapshot.
      this.change({ training: training?.snapshot ?? null, preparing: this.isPreparing() });
      return false;
    });
    this.change({
      training: training?.snapshot ?? null,
      settings: null,
      preparing: this.isPreparing(),
    });
    if (training) void this.readSettings(training);
  }

  private async readSettings(training: Training): Promise<void> {
    // Whatever keeps the folder from being read, the training goes on and is shown.
    const run = await openRun(training.identity.folder).catch(() => undefined);
    const { notebook } = this;
    const { network } = this.state;
    if (!run || !notebook || this.trainings.of(notebook, network) !== training) return;
    this.change({ settings: run.manifest.settings });
    await this.text.compare(run, notebook);
  }

  private isPreparing(): boolean {
    const path = this.notebook && notebookPath(this.notebook);
    return this.trainings.preparing.some(
      ({ notebook, network }) => notebook === path && network === this.state.network,
    );
  }

  private change(change: StateChange): void {
    const state: Record<string, unknown> = { ...this.state };
    for (const [key, value] of Object.entries(change)) {
      if (value === null) delete state[key];
      else state[key] = value;
    }
    this.state = state as unknown as InspectorState;
    if ('training' in change) this.followed.forget();
    this.messages.fire({ type: 'changed', state: change });
  }
}
