import type * as vscode from 'vscode';
import type { Analyses } from './analyses';
import type { Argument } from '../services/queries';
import { reveal } from './notebooks';

/** Shows a layer's place in the notebook, if it has one. */
export async function revealLayer(
  analyses: Analyses,
  notebook: vscode.NotebookDocument,
  { network, layer }: Argument<'layerLocation'>,
): Promise<void> {
  const location = await analyses.ask(notebook, 'layerLocation', { network, layer });
  if (location) await reveal(notebook, location);
}
