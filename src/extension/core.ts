import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import * as vscode from 'vscode';
import { readAddress, sharedAddressFile } from '../compute/wire/address';
import type { CoreClient, CoreExit } from '../compute/client/client';
import {
  deviceName,
  type DeviceName,
  type RequestName,
  type RequestParameters,
  type RequestResult,
  type RunNotification,
} from '../compute/protocol/protocol';
import { restricted } from './failures';
import { settings } from './ids';
import { withPatience } from './progress';

/** The workspace's compute core: started on first use, shared by windows, and not ended with this one. */
export class Core implements vscode.Disposable {
  private connecting: Promise<CoreClient> | undefined;
  private readonly events = new vscode.EventEmitter<RunNotification>();
  private readonly exits = new vscode.EventEmitter<CoreExit>();

  /** Something happened in a run of this workspace. */
  readonly onDidReceive = this.events.event;
  /** The core ended without being asked to. */
  readonly onDidExit = this.exits.event;

  private readonly corePath: string;

  constructor(
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.corePath = vscode.Uri.joinPath(extensionUri, 'dist', 'core.js').fsPath;
  }

  /** Throws an `ExtensionError` in Restricted Mode and a `CoreError` when the core refuses or fails. */
  async request<R extends RequestName>(
    name: R,
    parameters: RequestParameters<R>,
  ): Promise<RequestResult<R>> {
    const client = await this.connect();
    this.log.debug(`→ ${name}`);
    return client.request(name, parameters);
  }

  /** Attaches to the workspace's core if one is running; never starts one. */
  async attach(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) return false;
    const address = readAddress(sharedAddressFile(this.workspace, this.corePath));
    if (!address || !isAlive(address.pid)) return false;
    await this.connect();
    return true;
  }

  /** Ends an idle core, so that the next one starts with the settings of now. */
  async restartWhenIdle(): Promise<void> {
    const client = await this.connecting?.catch(() => undefined);
    if (!client) return;
    const { runs } = await client.request('active', {});
    if (runs.length > 0) return;
    this.connecting = undefined;
    await client.request('shutdown', {}).catch(() => undefined);
    client.dispose();
  }

  dispose(): void {
    void this.connecting?.then(
      (client) => client.dispose(),
      () => undefined,
    );
    this.events.dispose();
    this.exits.dispose();
  }

  private connect(): Promise<CoreClient> {
    if (!vscode.workspace.isTrusted) return Promise.reject(restricted());
    this.connecting ??= this.start().catch((error: unknown) => {
      this.connecting = undefined;
      throw error;
    });
    return this.connecting;
  }

  private async start(): Promise<CoreClient> {
    this.log.info(`connecting to the compute core ${this.corePath}`);
    // Read when it is needed: the extension starts without it.
    const { connectCore } = await import('../compute/client/client');
    const connecting = connectCore({
      workspace: this.workspace,
      mode: 'shared',
      corePath: this.corePath,
      env: { DNN_DATA: dataFolders() },
    });
    const client = await withPatience(vscode.l10n.t('Starting the compute core…'), connecting);
    this.log.info(`compute core: process ${client.pid}`);
    client.onEvent((notification) => this.events.fire(notification));
    client.onExit((exit) => {
      this.connecting = undefined;
      this.log.error(`the compute core ${exit.reason}`, ...exit.lastLines);
      this.exits.fire(exit);
    });
    return client;
  }

  private get workspace(): string {
    return workspaceFolder();
  }
}

/** The folder the core works for; untitled notebooks keep their runs there. */
export const workspaceFolder = (): string =>
  vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ??
  homedir();

/** The device set by the user; `auto` measures and chooses. */
export function chosenDevice(): DeviceName {
  const value = vscode.workspace.getConfiguration().get(settings.device);
  return deviceName.catch('auto').parse(value);
}

/** Folders searched for data sets: those of the settings, then those of the environment. */
export function dataFolders(): string {
  const folders = vscode.workspace.getConfiguration().get<string[]>(settings.dataFolders, []);
  return [...folders.filter((folder) => existsSync(folder)), process.env.DNN_DATA ?? '']
    .filter((folder) => folder !== '')
    .join(delimiter);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
