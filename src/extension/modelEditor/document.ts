import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ModelProblem, ModelState, Work } from '../../views/model';
import { disposeAll } from '../dispose';
import { explain } from '../failures';
import type { ModelFiles } from './modelFiles';
import type { PictureRuns } from './pictureRuns';

/** A model's file that is open, and what its page shows; read again whenever it changes. */
export class ModelDocument implements vscode.CustomDocument {
  private state: ModelState;
  private readonly changed = new vscode.EventEmitter<ModelState>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[] = [this.changed];

  constructor(
    readonly uri: vscode.Uri,
    private readonly models: ModelFiles,
    private readonly runs: PictureRuns,
    private readonly closed: () => void,
  ) {
    this.state = {
      file: basename(uri.path),
      description: { state: 'working' },
      restricted: !vscode.workspace.isTrusted,
    };
    this.subscriptions.push(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.change({ restricted: false });
        void this.read();
      }),
    );
    if (uri.scheme === 'file') this.watch();
    void this.read();
  }

  get current(): ModelState {
    return this.state;
  }

  /** What the numbers of a tensor are like. Throws an `ExtensionError`. */
  tensor(index: number) {
    return this.models.ask(this.uri, 'tensor', index);
  }

  /** Puts another model beside it. */
  async compare(other: vscode.Uri): Promise<void> {
    const name = basename(other.path);
    const told = (work: Work<never> | NonNullable<ModelState['comparison']>) =>
      this.change({ comparison: { ...work, other: name } });
    told({ state: 'working' });
    try {
      const result = await this.models.ask(this.uri, 'compare', other.fsPath);
      told({ state: 'done', result, other: name });
    } catch (error) {
      told({ state: 'failed', problem: problemOf(error) });
    }
  }

  /** Runs it on a picture; without one, on the last again. */
  async run(
    picture: vscode.Uri | undefined,
    pixels?: NonNullable<Parameters<PictureRuns['run']>[2]>,
  ) {
    const wanted = picture ?? this.runs.lastOf(this.uri);
    if (!wanted) return;
    const name = basename(wanted.path);
    this.change({ run: { state: 'working', picture: name } });
    try {
      const result = await this.runs.run(this.uri, wanted, pixels);
      this.change({ run: { state: 'done', result, picture: name } });
    } catch (error) {
      this.change({ run: { state: 'failed', problem: problemOf(error), picture: name } });
    }
  }

  dispose(): void {
    disposeAll(this.subscriptions);
    this.closed();
  }

  private watch(): void {
    const pattern = new vscode.RelativePattern(
      vscode.Uri.joinPath(this.uri, '..'),
      basename(this.uri.fsPath).replace(/[[\]{}?*]/g, '?'),
    );
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const read = () => void this.read();
    this.subscriptions.push(watcher, watcher.onDidChange(read), watcher.onDidCreate(read));
  }

  private async read(): Promise<void> {
    try {
      const { bytes, description } = await this.models.ask(this.uri, 'describe', undefined);
      this.change({ bytes, description: { state: 'done', result: description } });
    } catch (error) {
      this.change({ description: { state: 'failed', problem: problemOf(error) } });
    }
  }

  private change(change: Partial<ModelState>): void {
    this.state = { ...this.state, ...change };
    this.changed.fire(this.state);
  }
}

export const problemOf = (error: unknown): ModelProblem => {
  const { message, hint } = explain(error);
  return { message, ...(hint !== undefined && { hint }) };
};
