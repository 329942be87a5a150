import { CompletionItemKind, DiagnosticSeverity, SymbolKind } from 'vscode-languageserver/node';
import type { Completion } from '../language/services/complete';
import type { DocumentSymbol } from '../language/services/symbols';
import type { Severity } from '../language/source';

/** How the protocol calls what the language has. */

export const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export const completionKinds: Record<Completion['kind'], CompletionItemKind> = {
  keyword: CompletionItemKind.Keyword,
  layer: CompletionItemKind.Function,
  activation: CompletionItemKind.Operator,
  entry: CompletionItemKind.Function,
  setting: CompletionItemKind.Property,
  argument: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  network: CompletionItemKind.Class,
  data: CompletionItemKind.Variable,
  block: CompletionItemKind.Module,
  label: CompletionItemKind.Reference,
  let: CompletionItemKind.Constant,
  text: CompletionItemKind.File,
};

export const symbolKinds: Record<DocumentSymbol['kind'], SymbolKind> = {
  data: SymbolKind.Variable,
  let: SymbolKind.Constant,
  block: SymbolKind.Module,
  network: SymbolKind.Class,
  action: SymbolKind.Event,
  input: SymbolKind.Field,
  layer: SymbolKind.Method,
  parameter: SymbolKind.TypeParameter,
};
