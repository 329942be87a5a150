import type * as vscode from 'vscode';
import type { Run } from '../../runs/run';
import type { Analyses } from '../analyses';
import { hasChanged } from '../features/lastVerdicts';

/** Whether a notebook still says what the run on view was trained with. */
export class TextChange {
  private subject: { readonly run: Run; readonly notebook: vscode.NotebookDocument } | undefined;
  private asked = 0;

  constructor(
    private readonly analyses: Analyses,
    private readonly tell: (changed: boolean) => void,
  ) {}

  /** Turns to a run and a notebook, or to nothing that could be compared. */
  async compare(run: Run | undefined, notebook: vscode.NotebookDocument | undefined) {
    this.subject = run && notebook && !notebook.isClosed ? { run, notebook } : undefined;
    await this.again();
  }

  /** The notebook says something else now. */
  async again(): Promise<void> {
    const { subject } = this;
    const number = ++this.asked;
    const { run, notebook } = subject ?? {};
    const changed =
      run && notebook && (await hasChanged(this.analyses, notebook, run).catch(() => undefined));
    if (number === this.asked) this.tell(changed === true);
  }
}
