import { basename, isAbsolute, relative } from 'node:path';
import { escapeMarkdown } from '../text/markdown';
import { formatBytes } from '../views/format';

/** What was exported, with a link to it: notebooks follow no other links to files than those relative to theirs. */
export function exportText(folder: string, file: string, bytes: number, opset: number): string {
  const path = relative(folder, file);
  // On another drive of Windows there is no such path.
  const link = isAbsolute(path)
    ? escapeMarkdown(file)
    : `[${escapeMarkdown(basename(file))}](<${href(path)}>)`;
  return `${link}  ·  ${exportFacts(bytes, opset)}`;
}

export const exportFacts = (bytes: number, opset: number): string =>
  `ONNX opset ${opset}  ·  ${formatBytes(bytes)}`;

const href = (path: string): string =>
  `./${path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')}`;
