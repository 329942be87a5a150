import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { requests, type RequestResult } from '../compute/protocol/protocol';
import { keepReport, keptReport } from '../runs/reports';
import type { DataPayload } from '../views/payloads';
import { notebookPath } from './paths';

type Loaded = RequestResult<'describe'>;

/** Data sets whose preview is kept, the newest, and bytes of one, at most. */
const mostPreviews = 30;
const mostBytes = 8 << 20;

/** What cells showed of their data, kept for the window's next start: images and counts would take loading the data again. */
export class DataPreviews {
  private readonly folder: string;

  constructor(
    context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.folder = (context.storageUri ?? context.globalStorageUri).fsPath;
  }

  async keep(
    notebook: vscode.NotebookDocument,
    payload: DataPayload,
    loaded: Loaded,
  ): Promise<void> {
    if (JSON.stringify(loaded).length > mostBytes) return;
    try {
      await mkdir(this.folder, { recursive: true });
      await keepReport(this.folder, 'data', question(notebook, payload), loaded);
      await this.prune();
    } catch (error) {
      this.log.warn('the preview of the data could not be kept', String(error));
    }
  }

  /** Undefined for a declaration that was not shown as it is now. */
  async of(notebook: vscode.NotebookDocument, payload: DataPayload): Promise<Loaded | undefined> {
    const kept = await keptReport(this.folder, 'data', question(notebook, payload));
    return requests.describe.result.safeParse(kept).data;
  }

  private async prune(): Promise<void> {
    const folder = join(this.folder, 'reports');
    const files = (await readdir(folder)).map((name) => join(folder, name));
    if (files.length <= mostPreviews) return;
    const dated = await Promise.all(
      files.map(async (file) => ({ file, time: (await stat(file)).mtimeMs })),
    );
    const old = dated.sort((a, b) => b.time - a.time).slice(mostPreviews);
    await Promise.all(old.map(({ file }) => rm(file, { force: true })));
  }
}

const question = (notebook: vscode.NotebookDocument, payload: DataPayload) => [
  notebookPath(notebook),
  payload,
];
