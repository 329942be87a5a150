import * as vscode from 'vscode';
import { decodeNotebook, parseNotebook } from '../../notebook/parse';
import {
  templateHead,
  templateNames,
  type Template,
  type TemplateName,
} from '../../views/templates';
import type { Analyses } from '../analyses';
import { networksOf } from '../analysis/outline';

/** The notebooks to start from, which come with the extension. */
export class Templates {
  private known: Promise<readonly Template[]> | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly analyses: Analyses,
  ) {}

  /** All of them with what is drawn of each; read once. */
  all(): Promise<readonly Template[]> {
    this.known ??= Promise.all(templateNames.map((id) => this.describe(id)));
    this.known.catch(() => (this.known = undefined));
    return this.known;
  }

  /** Its text. */
  async text(id: TemplateName): Promise<string> {
    const file = vscode.Uri.joinPath(this.extensionUri, 'examples', 'templates', `${id}.dnn`);
    return decodeNotebook(await vscode.workspace.fs.readFile(file));
  }

  private async describe(id: TemplateName): Promise<Template> {
    const { cells } = parseNotebook(await this.text(id));
    const texts = (wanted: 'code' | 'markdown') =>
      cells.filter(({ kind }) => kind === wanted).map(({ source }) => source);
    const analysis = this.analyses.texts(`template:${id}`, { sources: texts('code') });
    try {
      const [name] = networksOf(await analysis.outline);
      const network = name === undefined ? undefined : await analysis.ask('network', name);
      if (!network) throw new Error(`The template ${id} has no network.`);
      return { id, ...templateHead(texts('markdown')[0] ?? ''), network };
    } finally {
      analysis.dispose();
    }
  }
}
