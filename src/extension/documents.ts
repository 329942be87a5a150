import * as vscode from 'vscode';
import type { Location } from '../language/source';

/**
 * Offsets of the language count in text with `\n` line ends, as cells stand in a `.dnn` file; VS Code counts in the
 * document's own line ends.
 */

export const textOf = (document: vscode.TextDocument): string =>
  document.getText().replaceAll('\r\n', '\n');

export function rangeOf(document: vscode.TextDocument, { start, end }: Location): vscode.Range {
  return new vscode.Range(positionOf(document, start), positionOf(document, end));
}

export function positionOf(document: vscode.TextDocument, offset: number): vscode.Position {
  if (document.eol === vscode.EndOfLine.LF) return document.positionAt(offset);
  const lines = textOf(document).slice(0, offset).split('\n');
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}

export function offsetOf(document: vscode.TextDocument, position: vscode.Position): number {
  const offset = document.offsetAt(position);
  return document.eol === vscode.EndOfLine.LF ? offset : offset - position.line;
}
