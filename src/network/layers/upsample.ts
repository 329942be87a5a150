import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { pair, word } from '../../language/parameters';
import { defineLayer } from '../define';
import { imageShape } from '../shapes';
import { elements } from '../../shape/elements';

/** Weights of linear interpolation, [factor · length, length]: pixels are areas, ends are repeated. */
function interpolation(graph: GraphBuilder, length: number, factor: number): Value {
  const rows = length * factor;
  const weights = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const at = Math.min(Math.max((row + 0.5) / factor - 0.5, 0), length - 1);
    const left = Math.floor(at);
    const right = Math.min(left + 1, length - 1);
    weights[row * length + left] += 1 - (at - left);
    weights[row * length + right] += at - left;
  }
  return graph.constant(weights, [rows, length], `interpolation${length}x${factor}`);
}

export const upsample = defineLayer({
  name: 'upsample',
  family: 'reshape',
  synonyms: ['upsampling', 'unpool', 'resize'],
  summary: 'Enlarges each map by whole factors.',
  details:
    '`nearest` repeats each number; `bilinear` goes from one to the next in straight lines, with pixels as areas (half-pixel centres) and repeated ends.',
  parameters: {
    factor: pair('Factors for height and width.', { minimum: 1, default: [2, 2] }),
    mode: word('How values in between are interpolated.', ['nearest', 'bilinear'], {
      default: 'nearest',
    }),
  },
  example: 'upsample(2)',
  infer({ factor, mode }, inputs) {
    const [channels, height, width] = imageShape('upsample', inputs);
    const shape = [channels, height * factor[0], width * factor[1]];
    return {
      shape,
      parameters: [],
      cost: { multiplyAdds: mode === 'nearest' ? 0 : 4 * elements(shape) },
    };
  },
  build({ graph, inputs, inputShapes, arguments: { factor, mode } }) {
    const [x] = inputs;
    if (mode === 'nearest') {
      const scales = graph.constant(
        Float32Array.of(1, 1, ...factor),
        [4],
        `scales${factor.join('x')}`,
      );
      return graph.resize(x, {
        scales,
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      });
    }
    // As products rather than `Resize`, whose gradient is another operator.
    const [, height, width] = inputShapes[0];
    const rows = graph.matMul(interpolation(graph, height, factor[0]), x);
    const columns = graph.transpose(interpolation(graph, width, factor[1]), { perm: [1, 0] });
    return graph.matMul(rows, columns);
  },
});
