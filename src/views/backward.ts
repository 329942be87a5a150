import { initializers } from '../network/catalogue';
import type { Layer } from '../network/network';
import type { LayerRow } from './payloads';

type Backward = NonNullable<LayerRow['backward']>;

/** What theory expects of a gradient on its way back through a layer; nothing where it has no weights and changes none. */
export function backward(layer: Layer): Pick<LayerRow, 'backward'> {
  const [weights, activation] = [throughWeights(layer), throughActivations(layer)];
  if (!weights && !activation) return {};
  return { backward: { ...(weights && { weights }), ...(activation && { activation }) } };
}

/** E‖Wᵀδ‖² = inputs · Var(w) · ‖δ‖². */
function throughWeights({ entry, parameters }: Layer): Backward['weights'] {
  const weight = parameters.find(({ name }) => name === 'weight');
  if (!entry.filters || !weight || weight.values) return undefined;
  const { name, arguments: values } = weight.initializer;
  const variance = initializers.of({ name }).variance?.(values, weight);
  if (variance === undefined) return undefined;
  return { initializer: name, gain: Math.sqrt(weight.fanIn * variance) };
}

function throughActivations({ activations }: Layer): Backward['activation'] {
  const derivatives = activations.map(({ entry, call }) => entry.derivative?.(call.arguments));
  let [greatest, meanSquare] = [1, 1];
  for (const derivative of derivatives) {
    if (!derivative) return undefined;
    greatest *= derivative.greatest;
    meanSquare *= derivative.meanSquare;
  }
  const source = derivatives[0]?.source;
  return {
    names: activations.map(({ entry }) => entry.name),
    greatest,
    typical: Math.sqrt(meanSquare),
    ...(source !== undefined && { source }),
  };
}
