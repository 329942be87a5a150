import * as vscode from 'vscode';
import { language, notebookType } from '../ids';
import type { Analyses } from '../analyses';
import { WordHelp } from './completion';
import { QuickFixes } from './diagnostics';
import type { FoundRates } from './foundRates';
import { Names } from './names';
import { Structure } from './structure';
import type { TrainingVerdicts } from './verdicts';

/** Everything the editor offers inside a cell. */
export function registerLanguageFeatures(
  analyses: Analyses,
  rates: FoundRates,
  verdicts: TrainingVerdicts,
): vscode.Disposable {
  const cells: vscode.DocumentFilter = { language, notebookType };
  const words = new WordHelp(analyses);
  const names = new Names(analyses);
  const structure = new Structure(analyses);
  const { languages } = vscode;
  return vscode.Disposable.from(
    structure,
    languages.registerCompletionItemProvider(cells, words, ':', '(', '"'),
    languages.registerHoverProvider(cells, words),
    languages.registerSignatureHelpProvider(cells, words, '(', ','),
    languages.registerDocumentSymbolProvider(cells, structure),
    languages.registerDefinitionProvider(cells, names),
    languages.registerReferenceProvider(cells, names),
    languages.registerDocumentHighlightProvider(cells, names),
    languages.registerRenameProvider(cells, names),
    languages.registerInlayHintsProvider(cells, structure),
    languages.registerCodeActionsProvider(cells, new QuickFixes(analyses), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCodeActionsProvider(cells, verdicts, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    languages.registerCodeActionsProvider(cells, rates, {
      providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
    }),
  );
}
