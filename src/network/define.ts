import type { Parameters } from '../language/vocabulary';
import { boolean, entry, number, optional, word, naming } from '../language/parameters';
import type {
  ActivationEntry,
  InitializerEntry,
  LayerEntry,
  LayerParameter,
  RegularizerEntry,
} from './entries';
import type { Shape } from './parameters';

/** Parameters every layer takes besides its own. */
export const commonParameters = {
  init: optional(entry('Initial weights; the default suits the activation.', 'initializer')),
  frozen: boolean('Keeps the parameters at their initial values.', {
    default: false,
  }),
  regularize: optional(entry('A penalty on the weights, added to the loss.', 'regularizer')),
  rate: number('Learning-rate multiplier.', {
    above: 0,
    default: 1,
  }),
  share: optional(
    naming(
      'layer',
      word('An earlier layer whose parameters this one shares; a matrix may be transposed.'),
    ),
  ),
} satisfies Parameters;

type Common = typeof commonParameters;

/** A catalogue entry for a layer; `P` types the values its rules receive. */
export const defineLayer = <P extends Parameters>(
  layer: Omit<LayerEntry<P>, 'kind'>,
): LayerEntry<P & Common> => ({
  ...layer,
  kind: 'layer',
  // A layer's own parameter of the same name comes first: the rate of dropout.
  parameters: { ...layer.parameters, ...commonParameters, ...layer.parameters },
});

/** A catalogue entry for a layer that joins branches. */
export const defineBranch = (
  branch: Omit<LayerEntry<Parameters>, 'kind' | 'parameters'>,
): LayerEntry => ({ ...branch, kind: 'branch', parameters: {} });

export const defineActivation = <P extends Parameters>(
  activation: Omit<ActivationEntry<P>, 'kind' | 'initializer'> &
    Partial<Pick<ActivationEntry<P>, 'initializer'>>,
): ActivationEntry<P> => ({ initializer: 'glorot', ...activation, kind: 'activation' });

export const defineInitializer = <P extends Parameters>(
  initializer: Omit<InitializerEntry<P>, 'kind'>,
): InitializerEntry<P> => ({ ...initializer, kind: 'initializer' });

export const defineRegularizer = <P extends Parameters>(
  regularizer: Omit<RegularizerEntry<P>, 'kind'>,
): RegularizerEntry<P> => ({ ...regularizer, kind: 'regularizer' });

/** The weights of a layer: initialized by `init:` and open to regularization. */
export const weight = (shape: Shape, fanIn: number, fanOut: number): LayerParameter => ({
  name: 'weight',
  shape,
  fanIn,
  fanOut,
  penalized: true,
});

/** Arguments of layers with a bias. */
export const biasParameters = (each: string) => ({
  bias: boolean(`Whether each ${each} has a bias.`, { default: true }),
  bias_init: optional(number('What the biases start at; 0 when left out.')),
});

/** One bias for each unit or map. */
export const bias = (count: number, start = 0): LayerParameter => ({
  ...constantParameter('bias', [count], start),
  fanIn: count,
  fanOut: count,
});

/** A parameter that starts at one value and is not regularized: a scale, a shift, a running average. */
export const constantParameter = (name: string, shape: Shape, value: number): LayerParameter => ({
  name,
  shape,
  fanIn: 1,
  fanOut: 1,
  penalized: false,
  initializer:
    value === 0 ? { name: 'zeros', arguments: {} } : { name: 'constant', arguments: { value } },
});
