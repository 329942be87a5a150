import { validated } from '../compute/wire/validated';
import type { DeviceName, RequestParameters } from '../compute/protocol/protocol';
import type { ExportRequestForm } from '../compute/protocol/exported';
import type { PassName } from '../lowering/passes';
import type { Action } from '../program/program';
import { verbs } from '../program/verbs';
import { isTraining } from '../program/verbs/train';
import { resultView } from '../views/results';
import { exportedView } from '../views/results/exported';
import { evaluationView } from '../views/results/evaluation';
import { inspectionView } from '../views/results/inspection';
import type { ResultView } from '../views/resultView';
import type { Core } from './core';
import { followRun } from './followRun';
import { explanationText } from './explanation';
import { Failed, Interrupted, problemOf } from './failed';
import { placeIn, readAgain, stopOnErrors, type NotebookFile } from './file';
import type { Output } from './output';

export interface ActionOptions {
  readonly device: DeviceName;
  readonly seed?: number;
  readonly overrides: Readonly<Record<string, string>>;
  /** Absent: the core's own choice. */
  readonly passes?: readonly PassName[];
}

/** Carries out actions of one notebook on the core and shows what comes of it. */
export class Actions {
  constructor(
    private readonly core: Core,
    private readonly output: Output,
    private notebook: NotebookFile,
    private readonly options: ActionOptions,
  ) {}

  /** Says something to a person. */
  note(text: string): void {
    this.output.print(text);
  }

  /** Carries out the notebook's `index`-th action. */
  async run(index: number): Promise<void> {
    const { actions } = this.notebook.program;
    const action = actions[index];
    try {
      await (isTraining(action) ? this.train(action, index) : this.perform(action, index));
    } catch (error) {
      throw this.placed(error, action);
    }
    const isLast = index === actions.length - 1;
    if (!isLast && verbs.of({ name: action.kind }).writes) await this.lookAgain();
  }

  /** Tells, before anything else runs, of mistakes that come of what an action wrote. */
  private async lookAgain(): Promise<void> {
    this.notebook = await readAgain(this.notebook, this.options.overrides);
    const { findings, text } = this.notebook;
    for (const finding of findings)
      if (finding.severity === 'error') this.output.finding(finding, text, process.stderr);
    stopOnErrors(this.notebook);
  }

  /** What is wrong with an action stands at its place, where no better one is known. */
  private placed(error: unknown, { location }: Action): unknown {
    if (error instanceof Interrupted) return error;
    const problem = problemOf(error, this.notebook.file);
    if (problem.exit !== 1 || problem.line !== undefined) return error;
    const place = placeIn(this.notebook, location);
    return new Failed({ ...problem, file: this.notebook.file, ...place });
  }

  private async train({ network }: Action, index: number): Promise<void> {
    const unit = network.input.shape.length === 3 ? 'images' : 'samples';
    await followRun(this.core, this.output, unit, this.notebook.file, () =>
      this.core.client.request('train', { ...this.request, ...this.passes, action: index }),
    );
  }

  /** Carries out an action that is no training, and shows its result as its kind is shown. */
  private async perform(action: Action, index: number): Promise<void> {
    const { result, stopsWithResult } = verbs.of({ name: action.kind });
    const view = resultView(result);
    const { client } = this.core;
    const stop = () => void client.request('stop', { run: action.kind }).catch(() => undefined);
    const work = client.request('perform', {
      ...this.request,
      ...this.passes,
      action: index,
      id: action.kind,
    });
    const answer = await this.core.during(work, stopsWithResult && stop);
    this.show(view, validated('perform', view.schema, answer), action);
    if (this.core.stopping) throw new Interrupted();
  }

  /** Inspects a network and prints all tables. */
  async inspect(what: Omit<RequestParameters<'inspect'>, 'notebook'>): Promise<void> {
    const { client } = this.core;
    const id = 'inspect';
    const work = client.request('inspect', { ...this.request, features: [], ...what, id });
    const stop = () => void client.request('stop', { run: id }).catch(() => undefined);
    this.show(inspectionView, await this.core.during(work, stop));
    if (this.core.stopping) throw new Interrupted();
  }

  /** Evaluates a network over a split and prints all tables. */
  async evaluate(what: Omit<RequestParameters<'evaluate'>, 'notebook'>): Promise<void> {
    const work = this.core.client.request('evaluate', { ...this.request, ...what });
    this.show(evaluationView, await this.core.during(work));
  }

  async export(network: string, file: string, form: ExportRequestForm): Promise<void> {
    const work = this.core.client.request('export', { ...this.request, network, file, form });
    this.show(exportedView, await this.core.during(work));
  }

  /** Prints what a network's training step takes, node by node: the slowest `nodes` of them. */
  async explain(network: string, nodes: number): Promise<void> {
    const work = this.core.client.request('explain', { ...this.request, ...this.passes, network });
    const explanation = await this.core.during(work);
    this.output.json({ event: 'explained', ...explanation });
    this.output.print(explanationText(explanation, nodes, this.output));
  }

  private show<R>(view: ResultView<R>, result: R, action?: Action): void {
    const { strong } = this.output;
    this.output.result(view.line?.(result) ?? { event: view.kind, result });
    const context = { strong, folder: process.cwd(), ...(action && { action }) };
    this.output.print(view.text(result, context));
  }

  private get passes() {
    const { passes } = this.options;
    return passes && { passes: [...passes] };
  }

  private get request() {
    const { path, text } = this.notebook;
    const { device, seed, overrides } = this.options;
    return {
      notebook: { path, text },
      device,
      overrides: { ...overrides },
      ...(seed !== undefined && { seed }),
    };
  }
}
