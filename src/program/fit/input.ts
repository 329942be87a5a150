import { LanguageError } from '../../language/source';
import { formatShape } from '../../text/numbers';
import { defineCheck } from './check';

/** The shape of the samples is that of the network's input. */
export const inputShape = defineCheck('probed', ({ network }, data) => {
  const { name, shape, location } = network.input;
  if (shape.join() === data.inputShape.join()) return [];
  const message =
    `\`${network.name}\` reads \`${name}\` of shape ${formatShape(shape)}, but the samples of \`${data.name}\` have the ` +
    `shape ${formatShape(data.inputShape)}`;
  return [new LanguageError('shape-mismatch', message, location)];
});
