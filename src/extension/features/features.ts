import * as vscode from 'vscode';
import { language, notebookType } from '../ids';
import type { Analyses } from '../analyses';
import { WordHelp } from './completion';
import { QuickFixes } from './diagnostics';
import { Formatting } from './formatting';
import type { FoundRates } from './foundRates';
import { Lenses } from './lenses';
import { Names } from './names';
import { legend, Ranges } from './ranges';
import { Structure } from './structure';
import type { Trainings } from '../trainings';
import type { TrainingVerdicts } from './verdicts';

/** Behind these something may have to be chosen. */
const triggers = [':', '(', ',', ' ', '"', '/', '.'];

/** Everything the editor offers inside a cell. */
export function registerLanguageFeatures(
  analyses: Analyses,
  rates: FoundRates,
  verdicts: TrainingVerdicts,
  trainings: Trainings,
): vscode.Disposable {
  const cells: vscode.DocumentFilter = { language, notebookType };
  const words = new WordHelp(analyses);
  const ranges = new Ranges(analyses);
  const lenses = new Lenses(analyses, trainings);
  const names = new Names(analyses);
  const structure = new Structure(analyses);
  const formatting = new Formatting(analyses);
  const { languages } = vscode;
  return vscode.Disposable.from(
    structure,
    lenses,
    languages.registerCompletionItemProvider(cells, words, ...triggers),
    languages.registerHoverProvider(cells, words),
    languages.registerSignatureHelpProvider(cells, words, '(', ','),
    languages.registerDocumentSymbolProvider(cells, structure),
    languages.registerDefinitionProvider(cells, names),
    languages.registerReferenceProvider(cells, names),
    languages.registerDocumentHighlightProvider(cells, names),
    languages.registerRenameProvider(cells, names),
    languages.registerDocumentSemanticTokensProvider(cells, ranges, legend),
    languages.registerFoldingRangeProvider(cells, ranges),
    languages.registerSelectionRangeProvider(cells, ranges),
    languages.registerDocumentLinkProvider(cells, ranges),
    languages.registerCodeLensProvider(cells, lenses),
    languages.registerInlayHintsProvider(cells, structure),
    languages.registerDocumentFormattingEditProvider(cells, formatting),
    languages.registerDocumentRangeFormattingEditProvider(cells, formatting),
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
