import type { Layer, Network } from '../network/network';
import { elements } from '../shape/elements';
import { LearningError } from './learningError';

/** Layers that normalize over the batch where it holds one number of each unit: nothing would be left of their input. */
export const degenerateBatchNorm = (network: Network, batch: number): readonly LearningError[] =>
  network.layers.filter(normalizesBatch).flatMap((layer) => {
    const [statistic] = layer.parameters.filter(isStatistic);
    if (batch * elements(layer.shape) > elements(statistic.shape)) return [];
    const message =
      `\`${layer.id}\` normalizes over the batch, but with a batch of ${batch} each unit has one value, so ` +
      'normalization gives zero; write a larger `batch`, or `layer_norm`';
    return [new LearningError('batch-size', message, layer)];
  });

const isStatistic = ({ statistic }: Layer['parameters'][number]): boolean => statistic === true;

const normalizesBatch = ({ parameters, arguments: { frozen } }: Layer): boolean =>
  frozen !== true && parameters.some(isStatistic);
