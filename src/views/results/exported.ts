import * as l10n from '@vscode/l10n';
import { basename, isAbsolute, relative } from 'node:path';
import type { Quantized } from '../../compute/protocol/exported';
import { type Exported, exported } from '../../compute/protocol/protocol';
import { escapeMarkdown } from '../../text/markdown';
import {
  formatBytes,
  formatInteger,
  formatPercent,
  formatShape,
  significant,
} from '../../text/numbers';
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
  { file, bytes, opset, inputs, outputs, quantized }: Exported,
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
    ...(quantized ? [`  ${quantizedText(quantized)}`] : []),
  ];
  return lines.join('\n');
}

/** What integers took: accuracy or error, and size, before and after. */
export function quantizedText({ calibration, before, after }: Quantized): string {
  const [was, is] = [before, after].map(({ measure, value }) =>
    measure === 'accuracy' ? formatPercent(value) : significant(value),
  );
  const { split } = after;
  return [
    before.measure === 'accuracy'
      ? l10n.t('accuracy on {0}: {1} → {2}', split, was, is)
      : l10n.t('mean squared error on {0}: {1} → {2}', split, was, is),
    `${formatBytes(before.bytes)} → ${formatBytes(after.bytes)}`,
    l10n.t('ranges from {0} samples of {1}', formatInteger(calibration.samples), calibration.split),
  ].join('  ·  ');
}

/** What was exported, with a link to it: notebooks follow no other links to files than those relative to theirs. */
export function exportMarkdown(
  { file, bytes, opset, quantized }: Pick<Exported, 'file' | 'bytes' | 'opset' | 'quantized'>,
  folder: string,
): string {
  const path = relative(folder, file);
  // On another drive of Windows there is no such path.
  const link = isAbsolute(path)
    ? escapeMarkdown(file)
    : `[${escapeMarkdown(basename(file))}](<${href(path)}>)`;
  const line = `${link}  ·  ${exportFacts(bytes, opset)}`;
  return quantized ? `${line}\n\n${escapeMarkdown(quantizedText(quantized))}` : line;
}

export const exportFacts = (bytes: number, opset: number): string =>
  `${l10n.t('ONNX opset {0}', opset)}  ·  ${formatBytes(bytes)}`;

const href = (path: string): string =>
  `./${path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')}`;
