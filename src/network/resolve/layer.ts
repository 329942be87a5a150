import { LanguageError, type Location } from '../../language/source';
import type { BoundCall } from '../../language/vocabulary';
import { ShapeError, type LayerInference } from '../entries';
import type { Layer } from '../network';
import type { ParameterSpec, Shape } from '../parameters';
import { elements } from '../../shape/elements';
import { formatInteger, formatShape } from '../../text/numbers';

/** Elements a tensor may have: its length in bytes and offsets stay exact, and runtimes count them in 32 bits. */
export const maximumElements = 2 ** 31 - 1;

export type UnresolvedLayer = Omit<Layer, 'shape' | 'parameters' | 'cost'>;

export interface InferenceSite {
  /** Where a mistake is shown. */
  readonly location: Location;
  /** The layers that lead to one, as text. */
  readonly chain: (id: string) => string;
}

/** Infers shape and parameters of a layer; throws `LanguageError` with the chain that led there. */
export function inferLayer(layer: UnresolvedLayer, { location, chain }: InferenceSite): Layer {
  const at = (message: string, code: string) =>
    new LanguageError(
      code,
      `${message}; it comes from ${layer.inputs.map(chain).join(`; `)}`,
      location,
    );
  const { bias, bias_init: start } = layer.arguments;
  if (bias === false && start !== undefined) {
    const message = '`bias_init` has no effect with `bias: false`; remove one of them';
    throw new LanguageError('unused-argument', message, location);
  }
  let inference: LayerInference;
  try {
    inference = layer.entry.infer(layer.arguments, layer.inputShapes);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const actual = error.actual.map(formatShape).join(' and ');
    const message = `${error.message} (expected ${error.expected}, found ${actual})`;
    throw at(message, 'shape-mismatch');
  }
  expectSize(`the output of \`${layer.id}\``, inference.shape, at);
  for (const { name, shape } of inference.parameters) {
    expectSize(`the ${name} of \`${layer.id}\``, shape, at);
  }
  const { shape, cost } = inference;
  return { ...layer, shape, cost, parameters: parameterSpecs(layer, inference) };
}

function expectSize(
  what: string,
  shape: Shape,
  at: (message: string, code: string) => LanguageError,
): void {
  if (elements(shape) <= maximumElements) return;
  throw at(
    `${what} would have the shape ${formatShape(shape)}: ${formatInteger(elements(shape))} numbers, more than the ${formatInteger(maximumElements)} a tensor can have`,
    'too-large',
  );
}

/** Completes parameters with what the text says and what suits the activation. */
function parameterSpecs(layer: UnresolvedLayer, { parameters }: LayerInference): ParameterSpec[] {
  const { init, frozen, regularize, rate } = layer.arguments as {
    init?: BoundCall;
    frozen?: boolean;
    regularize?: BoundCall;
    rate?: number;
  };
  const suitable = layer.activations[0]?.entry.initializer ?? 'glorot';
  return parameters.map(({ fixed, ...parameter }) => ({
    ...parameter,
    initializer: parameter.initializer ?? init ?? { name: suitable, arguments: {} },
    frozen: frozen === true || fixed === true || parameter.statistic === true,
    ...(rate !== undefined && rate !== 1 && { rate }),
    ...(regularize && parameter.penalized && { regularizer: regularize }),
  }));
}

const longestChain = 8;

/** `conv tanh`: the operator and its activations. */
const operatorName = (layer: Layer): string =>
  [layer.entry.name, ...layer.activations.map(({ entry }) => entry.name)].join(' ');

/** `input [1, 28, 28] → C1 conv tanh [6, 28, 28]`: the layers that lead to `id`, along first inputs. */
export function chainTo(
  id: string,
  layers: ReadonlyMap<string, Layer>,
  input: { readonly name: string; readonly shape: Shape } | undefined,
): string {
  const steps: string[] = [];
  let layer = layers.get(id);
  while (layer && steps.length < longestChain) {
    const name = layer.labelled ? `${layer.id} ` : '';
    steps.unshift(`${name}${operatorName(layer)} ${formatShape(layer.shape)}`);
    layer = layers.get(layer.inputs[0]);
  }
  if (layer) steps.unshift('…');
  else if (input) steps.unshift(`${input.name} ${formatShape(input.shape)}`);
  return steps.join(' → ');
}
