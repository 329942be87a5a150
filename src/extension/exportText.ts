import { basename } from 'node:path';
import * as vscode from 'vscode';
import { formatBytes } from '../views/format';

/** A link to the exported model. */
export function exportText(file: string, bytes: number, opset: number): string {
  const link = `[${basename(file)}](${vscode.Uri.file(file).toString()})`;
  return `${link}  ·  ONNX opset ${opset}  ·  ${formatBytes(bytes)}`;
}
