import * as l10n from '@vscode/l10n';
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
  const titles = [l10n.t('inputs'), l10n.t('outputs')] as const;
  const width = Math.max(...titles.map(({ length }) => length));
  const lines = [
    `${visible(place.startsWith('..') ? file : place)}  ${formatBytes(bytes)}  ${l10n.t('ONNX opset {0}', opset)}`,
    `  ${titles[0].padEnd(width)}  ${ports(inputs)}`,
    `  ${titles[1].padEnd(width)}  ${ports(outputs)}`,
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
  `${l10n.t('ONNX opset {0}', opset)}  ·  ${formatBytes(bytes)}`;

const href = (path: string): string =>
  `./${path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')}`;
