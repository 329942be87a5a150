import { passNames, type PassName } from '.';

/** What each pass does, in one line. */
export const passDescriptions: Readonly<Record<PassName, string>> = {
  foldConstants:
    'Computes arithmetic on constants beforehand and drops what changes nothing: x + 0, x · 1.',
  broadcastInPlace:
    'Lets element-wise operators broadcast by themselves instead of expanding a copy.',
  shareCommonSubexpressions: 'Computes equal nodes once.',
  smallBeforeLarge: 'Moves factors from large tensors to small ones: a(bX) = (ab)X, ΣaX = aΣX.',
  maskInOneKernel:
    'Writes the masks in gradients of rectifiers and overlapping pools without truth values. CPU only.',
  rectifyBelowPool:
    'Takes the gradient of a rectifier below a maximum pool at the pooled size. CPU only.',
  convolutionsAsProducts:
    'Writes a convolution whose filters are as large as the image as a matrix product. CPU only.',
  splitFilterGradients:
    'Divides the gradient of few filters among groups, so that every thread has work. CPU only.',
  columnSumsAsProducts: 'Sums columns, the gradients of biases, by a product with ones. CPU only.',
  scatterRows:
    'Adds the rows of a large embedding’s gradient where they belong, without a one-hot product. CPU only.',
  joinBeforeElementwise:
    'Takes joined element-wise results from joined operands: one update for all small parameters. CPU only.',
  blockLayout:
    'Keeps images in blocks of channels, the layout the CPU convolves fastest in. CPU only.',
  removeDeadCode: 'Drops what no output depends on.',
};

/**
 * The passes a text names: `all`, `none`, a list `a,b`, or all but some `-a,-b`. Throws a `RangeError` that lists the
 * passes when there is none of that name.
 */
export function choosePasses(text: string): readonly PassName[] {
  if (text === 'all') return passNames;
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim());
  const without = words.every((word) => word.startsWith('-'));
  const wanted = words.map((word) => (without ? word.slice(1) : word));
  const unknown = wanted.find((name) => !(passNames as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`There is no pass \`${unknown}\`; there is ${passNames.join(', ')}.`);
  }
  return passNames.filter((name) => wanted.includes(name) !== without);
}
