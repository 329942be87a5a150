import * as vscode from 'vscode';
import type { Location } from '../../language/source';
import type { Analyses } from '../analyses';
import { offsetOf, rangeOf } from '../documents';
import { codeCells, placeOf } from '../notebooks';
import { workspaceEdit } from '../repair';

/** What a name refers to: its definition, where else it stands, another name for it. */
export class Names
  implements
    vscode.DefinitionProvider,
    vscode.ReferenceProvider,
    vscode.DocumentHighlightProvider,
    vscode.RenameProvider
{
  constructor(private readonly analyses: Analyses) {}

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    const at = placeIn(document, position);
    const found = at && (await this.analyses.ask(at.notebook, 'definition', at.place));
    return at && found && locationIn(at.notebook, found);
  }

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
  ): Promise<vscode.Location[]> {
    const at = placeIn(document, position);
    if (!at) return [];
    const asked = { ...at.place, withDefinition: includeDeclaration };
    const found = await this.analyses.ask(at.notebook, 'references', asked);
    return (found ?? []).flatMap((location) => locationIn(at.notebook, location) ?? []);
  }

  async provideDocumentHighlights(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.DocumentHighlight[]> {
    const at = placeIn(document, position);
    const found = at && (await this.analyses.ask(at.notebook, 'highlights', at.place));
    const { Read, Write } = vscode.DocumentHighlightKind;
    return (found ?? []).map(
      ({ location, isDefinition }) =>
        new vscode.DocumentHighlight(rangeOf(document, location), isDefinition ? Write : Read),
    );
  }

  async prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<{ range: vscode.Range; placeholder: string } | undefined> {
    const at = placeIn(document, position);
    const found = at && (await this.analyses.ask(at.notebook, 'prepareRename', at.place));
    if (!found) return undefined;
    if ('refusal' in found) throw new Error(found.refusal);
    return { range: rangeOf(document, found.location), placeholder: found.name };
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    name: string,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const at = placeIn(document, position);
    const found = at && (await this.analyses.ask(at.notebook, 'rename', { ...at.place, name }));
    if (!found) return undefined;
    if ('refusal' in found) throw new Error(found.refusal);
    return workspaceEdit(at.notebook, found);
  }
}

function placeIn(document: vscode.TextDocument, position: vscode.Position) {
  const found = placeOf(document);
  if (!found) return undefined;
  const place = { cell: found.number, offset: offsetOf(document, position) };
  return { notebook: found.notebook, place };
}

function locationIn(
  notebook: vscode.NotebookDocument,
  location: Location,
): vscode.Location | undefined {
  const document = codeCells(notebook)[location.cell]?.document;
  return document && new vscode.Location(document.uri, rangeOf(document, location));
}
