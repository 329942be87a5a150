import type { Probe } from '../data/source';
import { LanguageError } from '../language/source';
import { incompatibilities } from '../learning/rules';
import type { RulePlan } from '../learning/rules/rule';
import type { Network } from '../network/network';

/** Where a network does not fit data: the shape of its input, the size of its heads. */
export function misfits(
  network: Network,
  plan: RulePlan,
  data: string,
  { inputShape, kind, targets }: Probe,
): readonly LanguageError[] {
  const { name, shape, location } = network.input;
  if (shape.join() !== inputShape.join()) {
    const message =
      `\`${network.name}\` reads \`${name}\` of shape [${shape.join(', ')}], but the samples of \`${data}\` have the ` +
      `shape [${inputShape.join(', ')}]`;
    return [new LanguageError('shape-mismatch', message, location)];
  }
  if (kind === undefined || targets === undefined) return [];
  return incompatibilities({ network, plan, targets: { kind, count: targets } }).map(
    ({ code, message, layer }) =>
      new LanguageError(code, message, layer?.location ?? network.location),
  );
}
