import { significant } from '../text/numbers';
import { decades } from './layerTrend';
import { isWeight } from './layers';
import type { LayerRow, NetworkPayload } from './payloads';

/** What theory expects gradients to be in the layers of a network, beside what they are. */
export type Theory =
  | {
      /** log₁₀ of what each layer with weights gets of the last one's gradient, by id. */
      readonly expected: ReadonlyMap<string, number>;
      readonly text: string;
    }
  /** Why it does not cover the network. */
  | { readonly expected?: undefined; readonly text: string };

/** A gradient on its way back from the weights of a layer to those of the one before. */
interface Passage {
  readonly activations: string;
  readonly greatest: number;
  readonly typical: number;
  readonly source: string;
  readonly initializer: string;
  readonly gain: number;
}

/** Theory covers chains of layers that are linear in their weights, as they are drawn. */
export function theoryOf({ layers }: Pick<NetworkPayload, 'layers'>): Theory {
  const read = layers.flatMap(({ inputs }) => inputs);
  if (layers.some(({ inputs }) => inputs.length !== 1) || new Set(read).size < read.length)
    return { text: 'Theory covers chains of layers; this network has branches.' };
  const expected = new Map<string, number>();
  const passages: Passage[] = [];
  let total = 0;
  /** The layer above with weights, and those without between. */
  let [above, between]: [LayerRow | undefined, LayerRow[]] = [undefined, []];
  for (const layer of layers.toReversed()) {
    if (layer.parameters.length === 0) {
      between.push(layer);
      continue;
    }
    if (!layer.parameters.every(({ name }) => isWeight(name) || name === 'bias'))
      return {
        text: `Theory covers weights and activations, not \`${layer.operator}\` (${layer.id}).`,
      };
    if (above) {
      const passage = passageOf(above, [...between, layer]);
      if (typeof passage === 'string') return { text: passage };
      passages.push(passage);
      total += Math.log10(passage.typical * passage.gain);
    }
    expected.set(layer.id, total);
    [above, between] = [layer, []];
  }
  if (passages.length === 0) return { text: 'Theory needs two layers with weights.' };
  return { expected, text: theoryText(passages) };
}

/** Through the weights of a layer, then through the activations of those below it. */
function passageOf(above: LayerRow, below: readonly LayerRow[]): Passage | string {
  const weights = above.backward?.weights;
  if (!weights)
    return `Theory does not cover the weights of ${above.id}: what they start as is not drawn from a known variance.`;
  let [greatest, typical] = [1, 1];
  let source = 'Glorot and Bengio (2010)';
  for (const { id, backward, activations, operator } of below) {
    if (!backward?.activation)
      return `Theory does not cover \`${activations.join(' ') || operator}\` of ${id}.`;
    greatest *= backward.activation.greatest;
    typical *= backward.activation.typical;
    source = backward.activation.source ?? source;
  }
  const activations =
    below.flatMap(({ backward }) => backward?.activation?.names ?? []).join(' ') || 'linear';
  return { activations, greatest, typical, source, ...weights };
}

/** The most frequent kind of passage in a sentence, and how much the others differ from it. */
function theoryText(passages: readonly Passage[]): string {
  const kinds = new Map<string, Passage[]>();
  for (const passage of passages) {
    const kind = `${passage.activations} ${passage.initializer}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), passage]);
  }
  const [most] = [...kinds.values()].sort((a, b) => b.length - a.length);
  // Widths differ, and with them the gain of weights: the one in the middle stands for all.
  const inOrder = most.toSorted((a, b) => a.gain * a.typical - b.gain * b.typical);
  const middle = inOrder[Math.floor(most.length / 2)];
  const { activations, greatest, typical, source, initializer, gain } = middle;
  const slope = Math.log10(typical * gain);
  const passes =
    typical < greatest
      ? `passes ${significant(typical, 2)} of a gradient (its slope is at most ${significant(greatest, 2)})`
      : `passes at most ${significant(greatest, 2)} of a gradient`;
  const change =
    Math.abs(slope) < 0.005
      ? 'stays level'
      : slope < 0
        ? `falls ${decades(slope)} a layer`
        : `grows ${decades(slope)} a layer`;
  const share =
    most.length < passages.length ? `, in ${most.length} of ${passages.length} layers` : '';
  return (
    `Theory, for weights as they start: \`${activations}\` ${passes}, \`${initializer}\` weights ` +
    `${significant(gain, 2)} of it, so it ${change} towards the input${share}. ${source}.`
  );
}
