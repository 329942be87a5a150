import * as l10n from '@vscode/l10n';
import { significant } from '../text/numbers';
import { decadesOf } from './layerTrend';
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
    return { text: l10n.t('Theory covers chains of layers; this network has branches.') };
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
        text: l10n.t(
          'Theory covers weights and activations, not `{0}` ({1}).',
          layer.operator,
          layer.id,
        ),
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
  if (passages.length === 0) return { text: l10n.t('Theory needs two layers with weights.') };
  return { expected, text: theoryText(passages) };
}

/** Through the weights of a layer, then through the activations of those below it. */
function passageOf(above: LayerRow, below: readonly LayerRow[]): Passage | string {
  const weights = above.backward?.weights;
  if (!weights)
    return l10n.t(
      'Theory does not cover the weights of {0}: what they start as is not drawn from a known variance.',
      above.id,
    );
  let [greatest, typical] = [1, 1];
  let source = 'Glorot and Bengio (2010)';
  for (const { id, backward, activations, operator } of below) {
    if (!backward?.activation)
      return l10n.t('Theory does not cover `{0}` of {1}.', activations.join(' ') || operator, id);
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
  const clauses = [
    typical < greatest
      ? l10n.t(
          '`{0}` passes {1} of a gradient (its slope is at most {2})',
          activations,
          significant(typical, 2),
          significant(greatest, 2),
        )
      : l10n.t('`{0}` passes at most {1} of a gradient', activations, significant(greatest, 2)),
    l10n.t('`{0}` weights {1} of it', initializer, significant(gain, 2)),
    changeText(slope),
  ];
  const sentence =
    most.length < passages.length
      ? l10n.t(
          'Theory, for weights as they start: {0}, {1}, {2}, in {3} of {4} layers.',
          ...clauses,
          most.length,
          passages.length,
        )
      : l10n.t('Theory, for weights as they start: {0}, {1}, {2}.', ...clauses);
  return `${sentence} ${source}.`;
}

function changeText(slope: number): string {
  if (Math.abs(slope) < 0.005) return l10n.t('so it stays level towards the input');
  return slope < 0
    ? l10n.t('so it falls {0} decades a layer towards the input', decadesOf(slope))
    : l10n.t('so it grows {0} decades a layer towards the input', decadesOf(slope));
}
