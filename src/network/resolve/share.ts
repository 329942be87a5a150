import { unknownWord } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import type { Call, Name } from '../../language/syntax';
import { parameterKey, type Layer } from '../network';
import type { ParameterSpec, SharedParameter } from '../parameters';
import { formatShape } from '../../text/numbers';
import { findLabel, visibleLabels, type Scope } from './scope';

/** The label after `share:`, if a line has one. */
function shareLabel(call: Call): Name | undefined {
  const value = call.arguments.find(({ name }) => name?.text === 'share')?.value;
  if (value?.kind !== 'reference' || value.path.length !== 1) return undefined;
  return value.path[0];
}

/**
 * The layer with the parameters of the one its `share:` names in place of its own; undefined when that one could not
 * be made. Throws `LanguageError` when there is no such layer, or its weights do not fit.
 */
export function sharing(
  layer: Layer,
  call: Call,
  scope: Scope,
  layers: ReadonlyMap<string, Layer>,
): Layer | undefined {
  const label = shareLabel(call);
  if (!label) return layer;
  const source = findLabel(scope, label.text);
  if (typeof source === 'symbol') return undefined;
  const owner = layers.get(source?.id ?? '');
  if (!owner) {
    const error = unknownWord('label', label, visibleLabels(scope));
    const found = source ? `\`${label.text}\` is no layer` : error.message;
    const message = `\`share\` must name a layer above this line: ${found}`;
    throw new LanguageError(error.code, message, error.location, source ? undefined : error.fix);
  }
  const shared = new Map<string, SharedParameter>();
  for (const spec of layer.parameters) {
    const tensor = spec.statistic ? undefined : tensorOf(owner, spec);
    if (tensor) shared.set(spec.name, tensor);
    else if (spec.penalized) throw misfit(layer, owner, spec, label);
  }
  const parameters = layer.parameters.filter(({ name }) => !shared.has(name));
  return { ...layer, parameters, shared };
}

/** The owner's tensor of this name where it fits: a bias may stay apart, a matrix may be turned. */
function tensorOf(owner: Layer, { name, shape, penalized }: ParameterSpec) {
  const known = owner.shared?.get(name);
  const own = owner.parameters.find((parameter) => parameter.name === name);
  if (known || !own)
    return known && !known.transposed && same(known.shape, shape) ? known : undefined;
  const tensor = { key: parameterKey(owner, own), shape: own.shape, transposed: false };
  if (same(own.shape, shape)) return tensor;
  const turned = penalized && shape.length === 2 && same(own.shape.toReversed(), shape);
  return turned ? { ...tensor, transposed: true } : undefined;
}

const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();

function misfit(layer: Layer, owner: Layer, { name, shape }: ParameterSpec, label: Name) {
  const other = owner.parameters.find((parameter) => parameter.name === name);
  const found = other ? `has the shape ${formatShape(other.shape)}` : 'is missing';
  return new LanguageError(
    'shape-mismatch',
    `\`${layer.id}\` needs a ${name} of the shape ${formatShape(shape)}, but that of \`${owner.id}\` ${found}`,
    label.location,
  );
}
