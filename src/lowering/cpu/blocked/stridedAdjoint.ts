import type { GraphNode, Value } from '../../../graph/graph';
import { pad, reshape, transpose } from '../../../graph/layout';
import { windowOf, windowToAttributes } from '../../../graph/operators/window';
import { product, range } from '../../../graph/shapes';
import { swapFilterAxes } from './filters';
import type { Layouts } from './layouts';
import { blockedConv, reorderInput, ungrouped } from './operators';

/** How many times the products may become through zeros among the taps; the plain form is faster beyond. */
const mostWaste = 3;

/**
 * The adjoint of a convolution with a stride s: of each axis, the elements p, p + s, p + 2s, … of the result are one
 * convolution with every s-th tap of the filters. All of them are computed as maps of one convolution and put side by side
 * (Shi et al., "Is the deconvolution layer the same as a convolutional layer?", 2016).
 */
export function stridedAdjoint(layouts: Layouts, node: GraphNode): boolean {
  const { builder } = layouts;
  const [dy, filters, bias] = node.inputs as [Value, Value, Value | undefined];
  const dx = node.outputs[0];
  if (!ungrouped(node.attributes) || !layouts.fits(dy) || !layouts.fits(dx)) return false;
  const lengths = dx.type.shape.slice(2) as number[];
  const from = dy.type.shape.slice(2) as number[];
  const taps = filters.type.shape.slice(2) as number[];
  const { kernel, strides, dilations, begins } = windowOf(
    'ConvTranspose',
    node.attributes,
    from,
    taps,
  );
  if (dilations.some((step) => step !== 1)) return false;
  if (lengths.some((length, i) => length % strides[i] !== 0)) return false;
  const axes = lengths.map((_, i) => tapsOf(kernel[i], strides[i], begins[i]));
  const counts = axes.map(({ taps }) => taps[0].length);
  const phases = Number(product(strides));
  if (phases * Number(product(counts)) > mostWaste * Number(product(kernel))) return false;
  const each = lengths.map((length, i) => length / strides[i]);
  const before = axes.map(({ least }) => -least);
  const behind = each.map((length, i) => length - 1 + counts[i] - before[i] - from[i]);
  if ([...before, ...behind].some((length) => length < 0)) return false;

  const maps = builder.apply(
    blockedConv,
    [
      layouts.blocked(dy),
      phaseFilters(layouts, filters, axes),
      bias && builder.concat(Array<Value>(phases).fill(layouts.plain(bias)), { axis: 0 }),
    ],
    windowToAttributes({
      kernel: counts,
      strides: [1, 1],
      dilations: [1, 1],
      begins: before,
      ends: behind,
    }),
  );
  layouts.setBlocked(dx, reshape(builder, sideBySide(layouts, maps, strides, dx), dx.type.shape));
  return true;
}

/** The phases' maps [N, s₁, s₂, C/b, h, w, b] as [N, C/b, h, s₁, w, s₂, b], the elements of `dx`. */
function sideBySide(layouts: Layouts, maps: Value, strides: readonly number[], dx: Value): Value {
  const { builder, block } = layouts;
  const [samples, channels, height, width] = dx.type.shape as number[];
  const [down, across] = strides;
  const rows = (channels / block) * (height / down);
  const row = width * block;
  // Within rows first, with all threads: `Transpose` is fast with whole rows only.
  const apart = [samples * down, across, 1, (rows * row) / across];
  const joined = builder.apply(reorderInput, [reshape(builder, maps, apart)], { channels_last: 1 });
  return transpose(builder, reshape(builder, joined, [samples, down, rows, row]), [0, 2, 1, 3]);
}

/** Of each phase, the taps that meet the elements from `least` on: undefined where the filter has none. */
interface Taps {
  readonly least: number;
  readonly taps: readonly (readonly (number | undefined)[])[];
}

function tapsOf(kernel: number, stride: number, begin: number): Taps {
  const met = (phase: number, tap: number): number => (phase + begin - tap) / stride;
  const all = range(0, stride).flatMap((phase) =>
    range(0, kernel)
      .map((tap) => met(phase, tap))
      .filter(Number.isInteger),
  );
  const least = Math.min(...all);
  const offsets = range(least, Math.max(...all) + 1);
  return {
    least,
    taps: range(0, stride).map((phase) =>
      offsets.map((offset) => range(0, kernel).find((tap) => met(phase, tap) === offset)),
    ),
  };
}

/**
 * The filters of all phases, one behind the other, in the order the blocked convolution reads them: [p·I, O, …] from the
 * [O, I, h, w] of the convolution whose adjoint this is.
 */
function phaseFilters(layouts: Layouts, filters: Value, [vertical, horizontal]: Taps[]): Value {
  const { builder, block } = layouts;
  const [outputs, inputs, height, width] = filters.type.shape as number[];
  const places = height * width;
  const phases = vertical.taps.flatMap((rows) =>
    horizontal.taps.map((columns) =>
      rows.flatMap((row) =>
        columns.map((column) =>
          row === undefined || column === undefined ? places : row * width + column,
        ),
      ),
    ),
  );
  const chosen = phases.flat();
  const swapped = swapFilterAxes(builder, layouts.plain(filters), block);
  const none = swapped.type.shape.map(() => 0);
  const withZero = chosen.includes(places) ? pad(builder, swapped, none, [0, 0, 1, 0, 0]) : swapped;
  const taken = builder.gather(withZero, chosen, { axis: 2 });
  const counts = [vertical, horizontal].map(({ taps }) => taps[0].length);
  const each = [inputs / block, outputs / block, phases.length, product(counts), block * block];
  const behind = transpose(builder, reshape(builder, taken, each), [2, 0, 1, 3, 4]);
  return reshape(builder, behind, [phases.length * inputs, outputs, ...counts]);
}
