import { basename, isAbsolute, relative } from 'node:path';
import { type Exported, exported } from '../../compute/protocol/protocol';
import { escapeMarkdown } from '../../text/markdown';
import { formatBytes, formatShape } from '../../text/numbers';
import { visible } from '../../text/visible';
import type { ResultView } from '../resultView';

export const exportedView: ResultView<Exported> = {
  kind: 'exported',
  schema: exported,
  line: (result) => ({ event: 'exported', ...result }),
  text: exportText,
  markdown: exportMarkdown,
};

function exportText(
  { file, bytes, opset, inputs, outputs }: Exported,
  { folder }: { readonly folder: string },
): string {
  const ports = (list: Exported['inputs']): string =>
    list.map(({ name, shape }) => visible(`${name} ${formatShape(shape)}`)).join(', ');
  const place = relative(folder, file);
  const lines = [
    `${visible(place.startsWith('..') ? file : place)}  ${formatBytes(bytes)}  ONNX opset ${opset}`,
    `  inputs   ${ports(inputs)}`,
    `  outputs  ${ports(outputs)}`,
  ];
  return lines.join('\n');
}

/** What was exported, with a link to it: notebooks follow no other links to files than those relative to theirs. */
export function exportMarkdown(
  { file, bytes, opset }: Pick<Exported, 'file' | 'bytes' | 'opset'>,
  folder: string,
): string {
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
