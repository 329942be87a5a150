import { hoverAt, type Hover } from '../language/services/hover';
import type { Layer, Network } from '../network/network';
import type { Program } from '../program/program';
import { counted, formatInteger, formatShape } from '../text/numbers';
import { networkPayload } from '../views/network';
import type { AnalyzedNotebook } from './notebook';
import { tablesOf } from './tables';

/** A place in a cell whose text may be newer than the analysis. */
export interface TextPosition {
  readonly cell: number;
  readonly text: string;
  readonly offset: number;
}

/** Explains a word of the language, the file a network is from, or what a label stands for. */
export function hover(
  notebook: AnalyzedNotebook,
  { cell, text, offset }: TextPosition,
  word: { readonly start: number; readonly end: number } | undefined,
): Hover | undefined {
  const { program } = notebook;
  const known = hoverAt(text, offset, tablesOf(notebook));
  if (known) return known;
  const source = sourceAt(program, cell, offset);
  if (source) return { contents: source.description, ...source.location };
  const contents = word && labelMarkdown(program, cell, text.slice(word.start, word.end), offset);
  return contents === undefined || !word ? undefined : { contents, ...word };
}

/** The file a network is from whose name is at an offset. */
const sourceAt = (program: Program, cell: number, offset: number) =>
  [...program.networks.values()]
    .flatMap(({ source }) => source ?? [])
    .find(
      ({ location }) =>
        location.cell === cell && location.start <= offset && offset <= location.end,
    );

/** What a label stands for, in the network or `inspect` around it, else in any network of the notebook. */
function labelMarkdown(
  program: Program,
  cell: number,
  label: string,
  offset: number,
): string | undefined {
  const networks = [...program.networks.values()];
  const around = networks.filter(
    ({ location }) => location.cell === cell && location.start <= offset && offset <= location.end,
  );
  for (const network of [...around, ...networks]) {
    if (network.name === label) return networkText(network);
    const layer = network.layers.find(({ id }) => id === label);
    if (layer) return layerText(network, layer);
  }
  return undefined;
}

function layerText(network: Network, layer: Layer): string {
  const row = networkPayload(network).layers.find(({ id }) => id === layer.id);
  if (!row) return '';
  const inputs = layer.inputShapes.map(formatShape).join(' and ');
  return [
    `**${layer.id}** \`${[row.text, ...row.activations].join(' ')}\``,
    `${inputs} → ${formatShape(layer.shape)}  \n` +
      `${formatInteger(row.parameterCount)} parameters, ${formatInteger(row.multiplyAdds)} multiply-adds`,
  ].join('\n\n');
}

function networkText(network: Network): string {
  const { layers, totals } = networkPayload(network);
  return (
    `**${network.name}**\n\n${counted(layers.length, 'layer')}, ${formatInteger(totals.parameterCount)} parameters, ` +
    `${formatInteger(totals.multiplyAdds)} multiply-adds`
  );
}
