import * as vscode from 'vscode';
import { language, notebookType } from '../ids';
import type { Programs } from '../programs';
import { WordHelp } from './completion';
import { QuickFixes } from './diagnostics';
import type { FoundRates } from './foundRates';
import { Structure } from './structure';

/** Everything the editor offers inside a cell. */
export function registerLanguageFeatures(programs: Programs, rates: FoundRates): vscode.Disposable {
  const cells: vscode.DocumentFilter = { language, notebookType };
  const words = new WordHelp(programs);
  const structure = new Structure(programs);
  const { languages } = vscode;
  return vscode.Disposable.from(
    structure,
    languages.registerCompletionItemProvider(cells, words, ':', '(', '"'),
    languages.registerHoverProvider(cells, words),
    languages.registerSignatureHelpProvider(cells, words, '(', ','),
    languages.registerDocumentSymbolProvider(cells, structure),
    languages.registerDefinitionProvider(cells, structure),
    languages.registerInlayHintsProvider(cells, structure),
    languages.registerCodeActionsProvider(cells, new QuickFixes(programs), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCodeActionsProvider(cells, rates, {
      providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
    }),
  );
}
