import { usualRule } from '../../learning/rules/rule';
import type { Layer, Network } from '../../network/network';
import { isTraining } from '../verbs/train';
import { hint, type Hint } from './hint';

/** Layers in a row that gradients come through without further ado. */
const most = 4;

/** Many layers of units that saturate, one on the other, trained by back-propagation alone from the usual start. */
export const saturatingStack: Hint = ({ actions }) => {
  const trained = actions
    .filter(isTraining)
    .filter(({ plan: { phases, rule } }) => !phases && (rule ?? usualRule).name === usualRule.name);
  return [...new Set(trained.map(({ network }) => network))].flatMap((network) => {
    const layer = firstTooDeep(network);
    if (!layer) return [];
    const message =
      `\`${layer.id}\` is layer ${most + 1} in a row of logistic or tanh units; each passes back only a part of the ` +
      'gradient. Use `relu`, put `batch_norm` between the layers, or choose how they start, as in `init: glorot`';
    return [hint('saturating-stack', message, layer.location)];
  });
};

function firstTooDeep({ layers }: Network): Layer | undefined {
  const depths = new Map<string, number>();
  return layers.find((layer) => {
    const [input, ...others] = layer.inputs;
    const below = others.length > 0 ? 0 : (depths.get(input ?? '') ?? 0);
    const depth = depthOf(layer, below);
    depths.set(layer.id, depth);
    return depth > most;
  });
}

function depthOf({ activations, parameters, arguments: { init } }: Layer, below: number): number {
  const last = activations.at(-1)?.entry;
  if (last?.range) return init === undefined ? below + 1 : 0;
  return parameters.length > 0 || last !== undefined ? 0 : below;
}
