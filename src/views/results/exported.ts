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
  { file, data, bytes, opset, inputs, outputs, quantized, clients = [] }: Exported,
  { folder }: { readonly folder: string },
): string {
  const ports = (list: Exported['inputs']): string =>
    list.map(({ name, shape }) => visible(`${name} ${formatShape(shape)}`)).join(', ');
  const place = relative(folder, file);
  const rows = [
    [l10n.t('inputs'), ports(inputs)],
    [l10n.t('outputs'), ports(outputs)],
    ...(clients.length > 0 ? [[l10n.t('clients'), visible(namesOf(clients))]] : []),
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    `${visible(place.startsWith('..') ? file : place)}  ${size(bytes, data)}  ${l10n.t('ONNX opset {0}', opset)}`,
    ...rows.map(([title, text]) => `  ${title.padEnd(width)}  ${text}`),
    ...(quantized ? [`  ${quantizedText(quantized)}`] : []),
  ].join('\n');
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
  {
    file,
    quantized,
    clients = [],
    ...facts
  }: Pick<Exported, 'file' | 'data' | 'bytes' | 'opset' | 'quantized' | 'clients'>,
  folder: string,
): string {
  const beside = clients.map((each) => linkTo(each, folder));
  const line = [linkTo(file, folder), escapeMarkdown(exportFacts(facts)), ...beside].join('  ·  ');
  return quantized ? `${line}\n\n${escapeMarkdown(quantizedText(quantized))}` : line;
}

function linkTo(file: string, folder: string): string {
  const path = relative(folder, file);
  // On another drive of Windows there is no such path.
  return isAbsolute(path)
    ? escapeMarkdown(file)
    : `[${escapeMarkdown(basename(file))}](<${href(path)}>)`;
}

export const exportFacts = ({
  bytes,
  data,
  opset,
}: Pick<Exported, 'bytes' | 'data' | 'opset'>): string =>
  `${l10n.t('ONNX opset {0}', opset)}  ·  ${size(bytes, data)}`;

/** `3.1 GB with net.onnx.data, which stays beside it` */
const size = (bytes: number, data: string | undefined): string =>
  data === undefined
    ? formatBytes(bytes)
    : l10n.t('{0} with {1}, which stays beside it', formatBytes(bytes), visible(basename(data)));

const namesOf = (files: readonly string[]): string =>
  files.map((file) => basename(file)).join(', ');

const href = (path: string): string =>
  `./${path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/')}`;
