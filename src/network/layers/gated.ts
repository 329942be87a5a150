import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { gelu } from '../activations/rectifiers';
import { silu } from '../activations/selfGated';
import { logistic } from '../activations/sigmoids';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';

/** Gated linear units: the first half of the units times an activation of the second half. */

const source = 'Shazeer, *GLU Variants Improve Transformer* (2020).';

const gated = (
  name: string,
  activation: { build(graph: GraphBuilder, x: Value, values: object): Value },
  formula: string,
  synonyms: readonly string[],
  where: string,
) =>
  defineLayer({
    name,
    family: 'dense',
    synonyms,
    summary: `The first half of the units (or maps) above, times ${where} of the second half.`,
    details: `$a \\cdot ${formula}$ for a layer above that gives $a$ and $b$ side by side. ${source}`,
    parameters: {},
    example: `dense(256)\n  ${name}`,
    infer(_, inputs) {
      const [from] = singleInput(name, inputs);
      const axis = unitAxis(from);
      if (from[axis] % 2 !== 0) {
        throw new ShapeError(
          `\`${name}\` needs an even number of units or maps`,
          'an even number of units or maps',
          inputs,
        );
      }
      const shape = from.with(axis, from[axis] / 2);
      return { shape, parameters: [], cost: { multiplyAdds: elements(shape) } };
    },
    anyLength: (_, [shape]) => shape.length === 2,
    build({ graph, inputs: [x], shape }) {
      const axis = unitAxis(shape);
      const half = shape[axis];
      const [first, second] = graph.split(x, [half, half], { axis: 1 + axis });
      return graph.mul(first, activation.build(graph, second, {}));
    },
  });

export const glu = gated(
  'glu',
  logistic,
  '\\sigma(b)',
  ['gated_linear_unit'],
  'the logistic sigmoid',
);
export const geglu = gated('geglu', gelu, 'b \\Phi(b)', ['gelu_gate'], '`gelu`');
export const swiglu = gated('swiglu', silu, 'b\\, \\sigma(b)', ['silu_gate'], '`silu`');
